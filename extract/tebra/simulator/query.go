package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A query is a filter as it will be applied.
type query struct {
	windows []*window
	equals  []equal
	keep    []func(r *row) bool
	zone    *int64
}

type equal struct {
	members []*member
	want    string
}

// A window is a pair of dates, with ends that may be open.
type window struct {
	pair           string
	when           func(r *row) (int64, bool)
	from, to       int64
	below, above   bool // there is a from, a to
	exclusive      bool
	fromSet, toSet bool // it was asked for, and not put in by the server
}

// contains reports whether a time is in the window. A To without a time of day means all of its day.
func (w *window) contains(at int64) bool {
	if w.below && at < w.from {
		return false
	}
	switch {
	case !w.above:
		return true
	case w.exclusive:
		return at < w.to
	case w.to == midnight(w.to):
		return at < w.to+day
	default:
		return at <= w.to
	}
}

// days is how wide the window is; an open one is as wide as can be.
func (w *window) days() int64 {
	if !w.below || !w.above {
		return 1 << 30
	}
	return (midnight(w.to) - midnight(w.from)) / day
}

// A complaint is what the server says about a criterion that it cannot read, in .NET's own words.
type complaint string

const (
	errDate   complaint = "String was not recognized as a valid DateTime."
	errNumber complaint = "Input string was not in a correct format."
)

func (c complaint) Error() string { return string(c) }

// parseDate reads a date in any spelling that clients have used with success. A zone is read and forgotten.
func parseDate(text string) (int64, error) {
	for _, layout := range []string{
		"2006-01-02", "1/2/2006", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "1/2/2006 15:04:05", "2006-01-02T15:04:05",
		"2006-01-02T15:04:05.999Z", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05",
	} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix(), nil
		}
	}
	return 0, errDate
}

// parse reads a filter.
func (c *call) parse(filter *bound) (*query, error) {
	q := &query{}
	names := make([]string, 0, len(filter.values))
	for name := range filter.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := c.criterion(q, name, filter.values[name]); err != nil {
			return nil, err
		}
	}
	switch c.o.name {
	case "GetCharges":
		word := filter.value("IncludeUnapprovedCharges")
		if !strings.EqualFold(word, "T") && !strings.EqualFold(word, "true") {
			q.keep = append(q.keep, func(r *row) bool { return r.encounter.status == 3 })
		}
	case "GetPayments":
		if name := filter.value("PracticeName"); name != "" { // no row shows it
			q.keep = append(q.keep, func(r *row) bool { return r.practice.name == name })
		}
	case "GetProcedureCodes":
		c.flags(q, filter)
	}
	c.defaults(q)
	return q, nil
}

func (c *call) criterion(q *query, name, text string) error {
	if name == "TimeZoneOffsetFromGMT" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return errNumber
		}
		n *= hour
		q.zone = &n
		return nil
	}
	k, ok := c.o.criteria[name]
	switch {
	case !ok:
		return nil
	case k.pair == "":
		e := equal{want: text}
		for _, m := range k.equals {
			e.members = append(e.members, c.p.find(m))
		}
		q.equals = append(q.equals, e)
		return nil
	}
	at, err := parseDate(text)
	if err != nil {
		return err
	}
	w := c.window(q, k)
	if k.upper {
		w.to, w.above, w.toSet = at, true, true
	} else {
		w.from, w.below, w.fromSet = at, true, true
	}
	return nil
}

// window finds or adds the window of a pair.
func (c *call) window(q *query, k criterion) *window {
	for _, w := range q.windows {
		if w.pair == k.pair {
			return w
		}
	}
	w := &window{pair: k.pair, exclusive: k.pair == "DateOfBirth" || c.s.script.On("to-exclusive", k.pair)}
	w.when = func(r *row) (int64, bool) { return r.encounter.created, true }
	if k.date != "" {
		m := c.p.find(k.date)
		w.when = func(r *row) (int64, bool) {
			v := m.make(r)
			return v.n, v.kind != none
		}
	}
	q.windows = append(q.windows, w)
	return w
}

// flags are not nillable: left out they are false. Whether false then means anything is not known.
func (c *call) flags(q *query, filter *bound) {
	strict := c.s.script.On("flags-filter")
	if active := filter.value("Active") == "true"; active || strict {
		q.keep = append(q.keep, func(r *row) bool { return r.code.retired != active })
	}
	if custom := filter.value("CustomerSpecific") == "true"; custom || strict {
		q.keep = append(q.keep, func(r *row) bool { return r.code.custom == custom })
	}
}

// defaults put in the halves that the vendor says it puts in.
func (c *call) defaults(q *query) {
	const week = 7 * day
	switch c.o.name {
	case "GetCharges":
		for _, w := range q.windows {
			if !w.fromSet {
				w.from, w.below = w.to-week, true
			}
			if !w.toSet {
				w.to, w.above = w.from+week, true
			}
		}
	case "GetAppointments":
		if slices.ContainsFunc(q.windows, func(w *window) bool { return w.pair != "StartDate" && w.fromSet && w.toSet }) {
			return
		}
		w := c.window(q, c.o.criteria["StartDate"])
		today := midnight(c.today(q))
		switch {
		case !w.fromSet && !w.toSet:
			w.from = today - 3*day
		case !w.fromSet:
			w.from = today - week
		}
		w.below = true
		if !w.toSet {
			w.to, w.above = w.from+week, true
		}
	}
}

// today is what clocks show in the zone that was asked for, or in the first practice's.
func (c *call) today(q *query) int64 {
	if q.zone != nil {
		return c.s.now().Unix() + *q.zone
	}
	return c.s.world.practices[0].local(c.s.now())
}
