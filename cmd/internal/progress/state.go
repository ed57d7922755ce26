package progress

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"carehouse/cmd/internal/cli/human"
	"carehouse/models"
)

// A state is how far a dataset is. Drawing it is a pure function of it, the clock and the width.
type state struct {
	tenant, dataset string
	mode            models.Mode
	estimate        int
	pages           int
	bytes, rows     int64
	parts           string // "3 practices", "" where there are none
	started         time.Time
	reason          string // of waiting, "" when it moves
	until           time.Time
	summary         string // "" until the end
	finished        time.Time
}

// The bar is as wide as the terminal leaves room for, within these bounds; below them there is none.
const (
	widestBar    = 16
	narrowestBar = 4
)

// live returns the line for a terminal, at most so many columns wide.
func (s state) live(now time.Time, width int) string {
	mode := string(s.mode)
	waiting := s.reason != "" && s.summary == ""
	if waiting {
		mode = "waiting"
	}
	head := fmt.Sprintf("%-12s %-14s %-8s  ", s.tenant, s.dataset, mode)
	switch {
	case s.summary != "":
		return cut(fmt.Sprintf("%s%s  %s", head, s.summary, clock(s.finished.Sub(s.started))), width)
	case waiting:
		return cut(head+s.waits(now), width)
	}
	tail := fmt.Sprintf("%-13s %-13s %5s", s.counted("/"), s.volume(), clock(now.Sub(s.started)))
	rest := ""
	if left, ok := s.left(now); ok {
		rest = "  " + clock(left) + " left"
	}
	room := width - utf8.RuneCountInString(head+tail) - max(len(rest), len("  0:00 left")) - len("[] ")
	return cut(head+s.bar(min(room, widestBar))+tail+rest, width)
}

// bar draws how much of what is expected has come, so many columns wide.
func (s state) bar(columns int) string {
	switch {
	case columns < narrowestBar:
		return ""
	case s.estimate == 0:
		return strings.Repeat(" ", columns+3)
	}
	done := min(s.pages, s.estimate) * columns / s.estimate
	return "▕" + strings.Repeat("█", done) + "▏" + strings.Repeat(" ", columns-done+1)
}

// counted returns the pages, with what is expected where that is known.
func (s state) counted(of string) string {
	if s.estimate > 0 {
		return human.Count(int64(s.pages)) + of + human.Plural(int64(max(s.pages, s.estimate)), "page")
	}
	return human.Plural(int64(s.pages), "page")
}

// volume returns what has come: records where somebody counts them, else bytes.
func (s state) volume() string {
	text := human.Size(s.bytes)
	if s.rows > 0 {
		text = human.Count(s.rows) + " rows"
	}
	if s.parts != "" {
		text += " of " + s.parts
	}
	return text
}

// waits says why nothing moves.
func (s state) waits(now time.Time) string {
	if rest := s.until.Sub(now); rest > 0 {
		return s.reason + ", " + human.Span(rest)
	}
	return s.reason
}

// left returns how long the remaining pages will take at the rate of the past ones.
func (s state) left(now time.Time) (time.Duration, bool) {
	if s.pages == 0 || s.estimate <= s.pages {
		return 0, false
	}
	return now.Sub(s.started) / time.Duration(s.pages) * time.Duration(s.estimate-s.pages), true
}

// begun returns the plain line of a start.
func (s state) begun() string {
	text := s.tenant + " " + s.dataset + ": " + cmp.Or(string(s.mode), "begun")
	if s.estimate > 0 {
		text += ", about " + human.Plural(int64(s.estimate), "page")
	}
	return clean(text)
}

// plain returns the plain line of the middle.
func (s state) plain(now time.Time) string {
	elapsed := now.Sub(s.started)
	text := fmt.Sprintf("%s %s: %s, %s rows, %s", s.tenant, s.dataset, s.counted(" of "), human.Count(s.rows), human.Size(s.bytes))
	if s.parts != "" {
		text += ", " + s.parts
	}
	if elapsed >= time.Second {
		text += fmt.Sprintf(", %s rows/s", human.Count(int64(float64(s.rows)/elapsed.Seconds())))
	}
	if s.reason != "" {
		return clean(text + ", waiting: " + s.waits(now))
	}
	if left, ok := s.left(now); ok {
		text += ", " + clock(left) + " left"
	}
	return clean(text)
}

// over returns the plain line of the end.
func (s state) over() string {
	return clean(fmt.Sprintf("%s %s: %s, %s", s.tenant, s.dataset, s.summary, human.Span(s.finished.Sub(s.started))))
}

// clock writes a duration as m:ss or h:mm:ss.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// cut shortens a line to a terminal's width, so that it never wraps.
func cut(text string, width int) string {
	text = clean(text)
	if width <= 0 || utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:max(width-1, 0)]) + "…"
}

// clean keeps a line one line, whatever an error says.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
