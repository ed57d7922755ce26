package models

import (
	"encoding/json"
)

// A RangeKind says which ends a date range has.
type RangeKind string

// The kinds of ranges.
const (
	RangeDays   RangeKind = "range"  // both ends
	RangeEmpty  RangeKind = "empty"  // no day at all
	RangeFrom   RangeKind = "from"   // no last day
	RangeUntil  RangeKind = "until"  // no first day
	RangeAlways RangeKind = "always" // neither
)

// A DateRange is a span of days, both ends included. However a range was written, equal days are equal values.
type DateRange struct {
	Start, End Date
	Kind       RangeKind // "" is null
	reason     Reason
	assumed    bool
}

// NewDateRange returns the days from start to end, both included; empty when end is before start.
func NewDateRange(start, end Date) DateRange {
	r := DateRange{Start: start, End: end}
	switch {
	case start.set && end.set && end.days < start.days:
		return DateRange{Kind: RangeEmpty}
	case start.set && end.set:
		r.Kind = RangeDays
	case start.set:
		r.Kind = RangeFrom
	case end.set:
		r.Kind = RangeUntil
	default:
		r.Kind = RangeAlways
	}
	return r
}

// Cells implements [Leaf]: first day, last day, kind.
func (r DateRange) Cells(dst []Cell) []Cell {
	return append(r.End.Cells(r.Start.Cells(dst)), Cell{Set: r.Kind != "", Str: string(r.Kind)})
}

// Rejected implements [Leaf].
func (r DateRange) Rejected() Reason { return r.reason }

// Assumed reports whether the payload gave days without bounds, which were then taken for [start, end).
func (r DateRange) Assumed() bool { return r.assumed }

// MarshalJSON writes the range as PostgreSQL's canonical [start, end), or null. A range that ends with the calendar
// has no day after it to be written, so it is written closed.
func (r DateRange) MarshalJSON() ([]byte, error) {
	end, bounds := r.End, `"[)"`
	if end.set && end.days < maxDay {
		end.days++
	} else if end.set {
		bounds = `"[]"`
	}
	switch r.Kind {
	case "":
		return []byte("null"), nil
	case RangeEmpty:
		bounds = "null"
	case RangeUntil, RangeAlways:
		bounds = `"(` + bounds[2:]
	case RangeDays, RangeFrom:
	}
	return json.Marshal(struct {
		Bounds json.RawMessage `json:"bounds"`
		End    Date            `json:"end"`
		Start  Date            `json:"start"`
	}{json.RawMessage(bounds), end, r.Start})
}

// UnmarshalJSON reads what psycopg2 makes of a PostgreSQL daterange: an object with start, end and bounds, where a
// bracket includes its day and a parenthesis does not. Missing bounds around days are taken for [) and marked. It never fails.
func (r *DateRange) UnmarshalJSON(raw []byte) error {
	*r = DateRange{}
	if first(raw) == 'n' {
		return nil
	}
	var in map[string]json.RawMessage
	if err := json.Unmarshal(raw, &in); err != nil || in == nil {
		r.reason = NotARange
		return nil //nolint:nilerr // what cannot be read is set aside, which is the answer
	}
	var bounds Text
	var start, end Date
	for name, leaf := range map[string]json.Unmarshaler{"bounds": &bounds, "start": &start, "end": &end} {
		if value, ok := in[name]; ok {
			_ = leaf.UnmarshalJSON(value)
		}
	}
	_, hasBounds := in["bounds"]
	_, hasStart := in["start"]
	_, hasEnd := in["end"]
	broken := start.reason != "" || end.reason != "" || bounds.reason != ""
	if says := hasBounds || hasStart || hasEnd; broken || !says {
		r.reason = NotARange
		return nil
	}
	r.read(bounds, start, end)
	return nil
}

func (r *DateRange) read(bounds Text, start, end Date) {
	b := bounds.text
	switch {
	case b == "empty" || (!bounds.set && !start.set && !end.set):
		r.Kind = RangeEmpty
		return
	case !bounds.set:
		b, r.assumed = "[)", true
	case b != "[)" && b != "[]" && b != "(]" && b != "()":
		r.reason = NotARange
		return
	}
	if start.set && b[0] == '(' {
		start.days++
	}
	if end.set && b[1] == ')' {
		end.days--
	}
	assumed := r.assumed
	*r = NewDateRange(start, end)
	// A range that has no day is empty wherever it lies; another one must lie within the calendar.
	if r.Start.set && r.Start.days > maxDay || r.End.set && r.End.days < minDay {
		*r = DateRange{reason: NotARange}
	}
	r.assumed = assumed && r.reason == ""
}
