package simulator

import (
	"encoding/json"
	"reflect"
	"strconv"

	"carehouse/extract/invented"
	"carehouse/models"
)

// A writer writes records as JSON. encoding/json would do the same (a test compares the two), but it can neither leave
// fields out by shape nor write a key twice, and it is several times slower.
type writer struct {
	dst    []byte
	odd    oddities
	spell  invented.Dice // how values are spelled: any spelling means the same
	plain  bool
	closed bool // ranges are mostly written as [first, last]
	utc    bool // instants are written with +00:00, else with the offset of the east coast
}

// Oddities are what is wrong or strange about one record.
type oddities struct {
	status    string    // written first, under the same key, when not empty
	unknown   bool      // fields that no struct has
	wholes    bool      // 228 for 228.00
	quoted    bool      // money as a string
	npiNumber bool      // NPIs as numbers
	fault     FaultKind // of this record
}

func (w *writer) record(p *plan, v reflect.Value) {
	w.dst = append(w.dst, '{')
	start := len(w.dst)
	w.fields(p, v)
	switch {
	case w.odd.fault == CaseKeys:
		w.dst = append(w.dst, `,"ID":1,"Claim_Medical_ID":1,"STATUS":"Shouted"`...)
	case w.odd.fault == DeepNesting:
		w.dst = append(w.dst, `,"nested":`...)
		w.nest(9_000)
	case w.odd.unknown || w.odd.fault == Drift:
		w.dst = append(w.dst, `,"plan_tier":"gold","adjudication":{"round":2,"reviewers":["a","b"]}`...)
	}
	if len(w.dst) > start && w.dst[start] == ',' {
		w.dst = append(w.dst[:start], w.dst[start+1:]...)
	}
	w.dst = append(w.dst, '}')
}

// fields writes the members of an object, each with a comma before it.
func (w *writer) fields(p *plan, v reflect.Value) {
	status := ""
	for i := range p.slots {
		s := &p.slots[i]
		if s.mark == markKey && w.odd.fault == NoKey {
			continue
		}
		mark := len(w.dst)
		w.dst = append(w.dst, ',')
		w.dst = append(w.dst, s.prefix...)
		value := len(w.dst)
		f := v.FieldByIndex(s.index)
		switch {
		case s.inner != nil:
			w.object(s.inner, f)
		case s.list != nil:
			w.list(s.list, f)
		case s.mark != plain && w.marked(s.mark, f):
			if s.mark == markStatus && w.odd.status != "" {
				text, _ := f.Addr().Interface().(*models.Text).Get()
				status = text
			}
		default:
			w.leaf(f)
		}
		if p.sparse && string(w.dst[value:]) == "null" {
			w.dst = w.dst[:mark]
		}
	}
	if status != "" {
		w.dst = append(w.dst, `,"status":`...)
		w.text(status)
	}
}

// object writes an object inside a record: null when nothing in it is known.
func (w *writer) object(p *plan, v reflect.Value) {
	w.dst = append(w.dst, '{')
	start := len(w.dst)
	w.fields(p, v)
	if len(w.dst) == start {
		w.dst = append(w.dst[:start-1], "null"...)
		return
	}
	w.dst = append(w.dst[:start], w.dst[start+1:]...)
	w.dst = append(w.dst, '}')
}

func (w *writer) list(p *plan, v reflect.Value) {
	w.dst = append(w.dst, '[')
	for k := range v.Len() {
		if k > 0 {
			w.dst = append(w.dst, ',')
		}
		w.dst = append(w.dst, '{')
		start := len(w.dst)
		w.fields(p, v.Index(k))
		if w.odd.fault == Drift {
			w.dst = append(w.dst, `,"line_tier":3`...)
		}
		if len(w.dst) > start {
			w.dst = append(w.dst[:start], w.dst[start+1:]...)
		}
		w.dst = append(w.dst, '}')
	}
	w.dst = append(w.dst, ']')
}

// marked writes a field that an oddity happens to; it is false when none does.
func (w *writer) marked(m mark, f reflect.Value) bool {
	switch {
	case m == markStatus && w.odd.status != "":
		w.text(w.odd.status)
	case m == markNPI && w.odd.npiNumber:
		text, ok := f.Addr().Interface().(*models.Text).Get()
		if !ok {
			return false
		}
		w.dst = append(w.dst, text...)
	case m == markBilled && w.odd.fault == MoneyTooPrecise:
		w.dst = append(w.dst, tooPreciseMoney...)
	case m == markBilled && w.odd.fault == MoneyTooLarge:
		w.dst = append(w.dst, tooLargeMoney...)
	case m == markBilled && w.odd.fault == TypeChange:
		w.dst = append(w.dst, `{"amount":12.50,"currency":"USD"}`...)
	case m == markRemarks && w.odd.fault == TypeChange:
		w.dst = append(w.dst, `["now","a list"]`...)
	case m == markRemarks && w.odd.fault == BadUTF8:
		w.dst = append(w.dst, "\"not \xff\xfe text\""...)
	default:
		return false
	}
	return true
}

func (w *writer) leaf(f reflect.Value) {
	switch l := f.Addr().Interface().(type) {
	case *models.Text:
		if text, ok := l.Get(); ok {
			w.text(text)
			return
		}
	case *models.Int:
		if n, ok := l.Get(); ok {
			w.dst = strconv.AppendInt(w.dst, n, 10)
			return
		}
	case *models.Money:
		if units, ok := l.Units(); ok {
			w.money(units)
			return
		}
	case *models.Quantity:
		if units, ok := l.Units(); ok {
			w.decimal(units)
			return
		}
	case *models.Flag:
		if b, ok := l.Get(); ok {
			w.dst = strconv.AppendBool(w.dst, b)
			return
		}
	case *models.JSON:
		if text, ok := l.Get(); ok {
			w.dst = append(w.dst, text...)
			return
		}
	case *models.Date:
		if days, ok := l.Days(); ok {
			w.day(days)
			return
		}
	case *models.Instant:
		if t, ok := l.Time(); ok {
			w.instant(t)
			return
		}
	case *models.Stamp:
		w.stamp(l)
		return
	case *models.DateRange:
		w.dateRange(l)
		return
	case json.Marshaler: // a kind that was added after this was written
		if raw, err := l.MarshalJSON(); err == nil {
			w.dst = append(w.dst, raw...)
			return
		}
	}
	w.dst = append(w.dst, "null"...)
}

// nest writes lists in lists.
func (w *writer) nest(depth int) {
	for range depth {
		w.dst = append(w.dst, '[')
	}
	for range depth {
		w.dst = append(w.dst, ']')
	}
}
