package transform

import (
	"cmp"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/tpastream"
)

// A wild writes pages that have everything that a page may have, mostly at once: members in any order, again, in
// other spellings, unknown ones, values of the wrong type, white space anywhere.
type wild struct {
	*rand.Rand
	out    strings.Builder
	once   bool                                 // no name comes twice
	theirs map[*models.Object]map[string]string // other names of fields
}

// wildPage returns a page for the table; equal seeds give equal pages.
func wildPage(t *models.Table, seed uint64) string {
	w := &wild{Rand: rand.New(rand.NewPCG(seed, 1))}
	w.put(`{"page":1,"data":`)
	w.list(t.Object, 4)
	w.put(`,"total":5}`)
	return w.out.String()
}

func (w *wild) put(s string) {
	w.out.WriteString(s)
	for w.IntN(8) == 0 {
		w.out.WriteString([]string{" ", "\n", "\t", "\r"}[w.IntN(4)])
	}
}

func (w *wild) pick(from []string) string { return from[w.IntN(len(from))] }

func (w *wild) list(o *models.Object, most int) {
	w.put("[")
	for i := range w.IntN(most + 1) {
		if i > 0 {
			w.put(",")
		}
		if w.IntN(20) == 0 {
			w.put(w.scalar())
			continue
		}
		w.record(o)
	}
	w.put("]")
}

// record writes an element of a list.
func (w *wild) record(o *models.Object) {
	if o.Text != nil {
		w.put(w.leaf(o.Text.Kind))
		return
	}
	w.object(o)
}

func (w *wild) object(o *models.Object) {
	w.put("{")
	order := w.Perm(len(o.Fields))
	if w.IntN(2) == 0 { // mostly as expected
		for i := range order {
			order[i] = i
		}
	}
	for n := w.IntN(3); n > 0 && !w.once; n-- { // again
		order = append(order, w.IntN(len(o.Fields)))
	}
	first := true
	for _, at := range order {
		if w.IntN(6) == 0 {
			continue
		}
		if !first {
			w.put(",")
		}
		first = false
		if w.IntN(15) == 0 {
			w.put(w.pick([]string{`"x"`, `"y"`, `"\u0078"`, `"\ud800"`, `"é"`, `"a.b"`, `""`, `"ID"`, "\"\xff\""}) + ":" + w.scalar())
			w.put(",")
		}
		w.put(w.name(cmp.Or(w.theirs[o][o.Fields[at].Name], o.Fields[at].Name)))
		w.put(":")
		w.field(o.Fields[at])
	}
	w.put("}")
}

// name writes a name, sometimes with an escape in it.
func (w *wild) name(name string) string {
	if w.IntN(30) > 0 {
		return `"` + name + `"`
	}
	const digits = "0123456789abcdef"
	c := name[0]
	return `"\u00` + string(digits[c>>4]) + string(digits[c&15]) + name[1:] + `"`
}

func (w *wild) field(f models.Field) {
	switch odd := w.IntN(12); {
	case odd == 0:
		w.put("null")
	case odd == 1:
		w.put(w.scalar())
	case f.Object != nil:
		w.object(f.Object)
	case f.HTML:
		w.put(`"` + w.pick(documentTexts()) + `"`)
	case f.Child != nil:
		w.list(f.Child.Object, 3)
	default:
		w.put(w.leaf(f.Kind))
	}
}

func (w *wild) leaf(kind models.Kind) string {
	v := ""
	switch kind {
	case models.KindText:
		v = `"` + w.pick(texts()) + `"`
	case models.KindInt, models.KindMoney, models.KindQuantity:
		if w.IntN(2) == 0 {
			return strconv.Itoa(w.IntN(1000))
		}
		if v = w.pick(numbers()); w.IntN(2) == 0 {
			v = `"` + v + `"`
		}
	case models.KindDate, models.KindInstant, models.KindLocalTime, models.KindStamp, models.KindDatePart:
		v = `"` + w.pick(moments()) + `"`
	case models.KindDateRange:
		v = w.pick(ranges())
	case models.KindFlag:
		v = w.pick([]string{"true", "false"})
	case models.KindYesNo:
		v = w.pick([]string{"true", `"Yes"`, `"n"`, `"FALSE"`, `"maybe"`, `"\u0079"`})
	case models.KindJSON:
		v = w.pick(values())
	case models.KindUSDate, models.KindUSTime, models.KindUSStamp, models.KindWord:
		v = `"` + w.pick(append(usMoments(), words()...)) + `"`
	}
	if !json.Valid([]byte(v)) {
		return w.pick([]string{"1", `"1"`, `"2024-02-29"`, "{}"})
	}
	return v
}

func (w *wild) scalar() string {
	v := w.leaf(models.Kind(1 + w.IntN(int(models.KindJSON))))
	if strings.Count(v, "[") > 50 || strings.Count(v, "{") > 50 {
		return "[]" // deep enough where it is a column; too deep elsewhere
	}
	return v
}

// TestWild flattens wild pages both ways. Three times as many find no other branch of either way, and the race detector makes
// each dear; make fuzz tries tens of thousands.
func TestWild(t *testing.T) {
	t.Parallel()

	shop := orders(t)
	for seed := range uint64(600) {
		agree(t, shop, testPage(wildPage(shop.root, seed)))
	}
	visits := plan[visit](t)
	for seed := range uint64(200) {
		agree(t, visits, testPage(wildPage(visits.root, seed)))
	}
	for _, root := range tpastream.Tables() {
		p, err := Compile(root)
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(20) {
			agree(t, p, testPage(wildPage(root, seed)))
		}
	}
}

// FuzzWild lets the fuzzer look for a wild page that the ways read differently.
func FuzzWild(f *testing.F) {
	f.Add(uint64(1))
	shop := orders(f)
	f.Fuzz(func(t *testing.T, seed uint64) {
		agree(t, shop, testPage(wildPage(shop.root, seed)))
	})
}
