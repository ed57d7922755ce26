package landing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"carehouse/load/durable"
	"carehouse/models"
)

const (
	manifestName = "manifest.jsonl"
	format       = 1
	unchanged    = "unchanged"
)

// A line is one line of a manifest. It is of one kind, told by the member that is set.
type line struct {
	Format    int             `json:"format,omitempty"` // with Window
	Window    *models.Window  `json:"window,omitempty"`
	Page      *PageFacts      `json:"page,omitempty"`
	Ended     *models.Verdict `json:"ended,omitempty"`
	Pages     int             `json:"pages,omitempty"` // with Ended: how many there are, so that a lost line is noticed
	Settled   string          `json:"settled,omitempty"`
	Abandoned string          `json:"abandoned,omitempty"`
	At        time.Time       `json:"at,omitzero"` // of the last three kinds
}

func (l line) seal() ([]byte, error) {
	object, err := json.Marshal(l)
	if err != nil {
		return nil, errors.New("the line cannot be written as JSON")
	}
	return append(durable.Seal(object), '\n'), nil
}

// A manifest is what the lines read so far say.
type manifest struct {
	lines int
	facts Facts
}

// parse reads a manifest and says how many of its bytes count. The rest is a torn last line.
func (m *manifest) parse(data []byte) (size int64, err error) {
	for len(data) > 0 {
		text, rest, whole := bytes.Cut(data, []byte("\n"))
		if !whole || len(rest) == 0 && !json.Valid(text) {
			break
		}
		object, err := durable.Unseal(text)
		if err != nil {
			return 0, fmt.Errorf("line %d: %w", m.lines+1, err)
		}
		var l line
		if json.Unmarshal(object, &l) != nil { // its error may hold what the line says
			return 0, fmt.Errorf("line %d: not a line of a manifest", m.lines+1)
		}
		if err := m.add(l); err != nil {
			return 0, fmt.Errorf("line %d: %w", m.lines, err)
		}
		size += int64(len(text)) + 1
		data = rest
	}
	if m.lines == 0 {
		return 0, errors.New("line 1: not whole, so nothing can be told of the window")
	}
	return size, nil
}

// add takes in one more line, if it may come now.
func (m *manifest) add(l line) error {
	m.lines++
	f := &m.facts
	switch {
	case l.Window != nil:
		return m.addWindow(l)
	case m.lines == 1:
		return errors.New("not the line of a window")
	case l.Page != nil:
		return f.addPage(*l.Page)
	case l.Ended != nil:
		if f.State != StateOpen || l.Pages != len(f.Pages) {
			return fmt.Errorf("an end of %d pages after %d of a window that is %s: %w", l.Pages, len(f.Pages), f.State, ErrState)
		}
		f.State, f.Verdict, f.Ended = StateEnded, *l.Ended, l.At
	case l.Settled != "":
		if f.State != StateEnded {
			return fmt.Errorf("settling a window that is %s: %w", f.State, ErrState)
		}
		f.State, f.Closed = StateSettled, l.At
	case l.Abandoned != "":
		if f.State != StateOpen && f.State != StateEnded {
			return fmt.Errorf("abandoning a window that is %s: %w", f.State, ErrState)
		}
		f.State, f.Closed, f.Why = StateAbandoned, l.At, l.Abandoned
	default:
		return errors.New("not a line of a manifest")
	}
	return nil
}

func (m *manifest) addWindow(l line) error {
	switch {
	case m.lines != 1:
		return errors.New("a second window")
	case l.Format != format:
		return fmt.Errorf("format %d, and this program reads %d", l.Format, format)
	}
	m.facts = Facts{Window: *l.Window, State: StateOpen}
	return nil
}

func (f *Facts) addPage(p PageFacts) error {
	switch {
	case f.State != StateOpen:
		return fmt.Errorf("page %d of a window that is %s: %w", p.Number, f.State, ErrState)
	case p.Number != len(f.Pages)+1:
		return fmt.Errorf("page %d after page %d: %w", p.Number, len(f.Pages), ErrState)
	case f.Last() != nil:
		return fmt.Errorf("page %d after the one with the verdict: %w", p.Number, ErrState)
	}
	f.Pages = append(f.Pages, p)
	return nil
}
