package warehouse

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/load/lake/laketest"
)

// An oracle is what the merge promises, written down with maps.
type oracle struct {
	tenants map[string]*account
}

type account struct {
	present map[int64]*version
	history []*version
	missing map[int64]bool
}

type version struct {
	bill     laketest.Bill
	from, to time.Time
	op       string
}

func newOracle() *oracle { return &oracle{tenants: map[string]*account{}} }

func (o *oracle) of(tenant string) *account {
	if o.tenants[tenant] == nil {
		o.tenants[tenant] = &account{present: map[int64]*version{}, missing: map[int64]bool{}}
	}
	return o.tenants[tenant]
}

func (o *oracle) merge(w window) {
	a := o.of(w.tenant)
	winners := map[int64]*version{}
	for i, bill := range w.bills {
		arrived := &version{bill: bill, from: w.asked(1 + i/w.perPage)}
		if best := winners[bill.ID]; best == nil || bill.Changed >= best.bill.Changed { // null is 0, so it loses
			winners[bill.ID] = arrived
		}
	}
	for id, v := range winners {
		delete(a.missing, id)
		a.arrive(id, v)
	}
	if !w.absence {
		return
	}
	for id, v := range a.present {
		switch {
		case winners[id] != nil || !v.from.Before(w.planned()):
		case a.missing[id]:
			delete(a.missing, id)
			delete(a.present, id)
			v.to = w.ended()
			a.history = append(a.history, &version{bill: laketest.Bill{ID: id}, from: w.ended(), op: "delete"})
		default:
			a.missing[id] = true
		}
	}
}

func (a *account) arrive(id int64, v *version) {
	old := a.present[id]
	v.op = "update"
	switch {
	case old == nil:
		v.op = "insert"
		for _, h := range a.history {
			if h.bill.ID != id || h.op != "delete" || !h.to.IsZero() {
				continue
			}
			if v.from.Before(h.from) {
				return
			}
			h.to = v.from
		}
	case old.bill.Hash() == v.bill.Hash():
		return
	case v.bill.Changed != 0 && old.bill.Changed != 0 && v.bill.Changed < old.bill.Changed:
		return
	case (v.bill.Changed == 0 || old.bill.Changed == 0 || v.bill.Changed == old.bill.Changed) && v.from.Before(old.from):
		return
	default:
		old.to = v.from
		if old.to.Before(old.from) {
			old.to = old.from
		}
	}
	a.present[id] = v
	a.history = append(a.history, v)
}

// The rows of the oracle, written as the queries below write them.
func (o *oracle) rows() (bills, lines, notes, history, oldLines []string) {
	for tenant, a := range o.tenants {
		for _, v := range a.present {
			bills = append(bills, fmt.Sprintf("%s %d %s %s", tenant, v.bill.ID, v.bill.Status, amount(v.bill.Amount)))
			for i, l := range v.bill.Lines {
				lines = append(lines, fmt.Sprintf("%s %d %d %s %s", tenant, v.bill.ID, i, l.Code, amount(l.Amount)))
				for n, text := range l.Notes {
					notes = append(notes, fmt.Sprintf("%s %d %d %d %s", tenant, v.bill.ID, i, n, text))
				}
			}
		}
		for _, v := range a.history {
			status, to := cmp.Or(v.bill.Status, "-"), "-"
			if !v.to.IsZero() {
				to = v.to.Format(time.RFC3339)
			}
			span := fmt.Sprintf("%s %s %s", v.from.Format(time.RFC3339), to, v.op)
			history = append(history, fmt.Sprintf("%s %d %s %s", tenant, v.bill.ID, status, span))
			for i, l := range v.bill.Lines {
				oldLines = append(oldLines, fmt.Sprintf("%s %d %d %s %s", tenant, v.bill.ID, i, l.Code, span))
			}
		}
	}
	return bills, lines, notes, history, oldLines
}

func amount(n int64) string {
	if n < 0 {
		return "-"
	}
	return fmt.Sprintf("%d.%04d", n/10_000, n%10_000)
}

func (h *home) equals(o *oracle, when string) {
	h.t.Helper()

	bills, lines, notes, history, oldLines := o.rows()
	for _, c := range []struct {
		name, query string
		want        []string
	}{
		{"bills", "SELECT _tenant, id, status, amount FROM clinic.bills", bills},
		{"bill_lines", "SELECT _tenant, id, _ordinal, code, amount FROM clinic.bill_lines", lines},
		{"bill_notes", "SELECT _tenant, id, bill_lines_ordinal, _ordinal, text FROM clinic.bill_notes", notes},
		{"history", "SELECT _tenant, id, status, valid_from, valid_to, op FROM history.clinic_bills", history},
		{
			"history of lines",
			"SELECT _tenant, id, _ordinal, code, valid_from, valid_to, op FROM history.clinic_bill_lines", oldLines,
		},
	} {
		got := h.rows(c.query)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			h.t.Fatalf("%s: %s: got %d rows, want %d; first difference:\n got %s\nwant %s",
				when, c.name, len(got), len(c.want), firstOf(got, c.want), firstOf(c.want, got))
		}
	}
}

// firstOf returns the first line that the other has not.
func firstOf(lines, other []string) string {
	for i, l := range lines {
		if i >= len(other) || other[i] != l {
			return l
		}
	}
	return "nothing"
}

// mutate returns what the API says next: some bills changed, some gone, some new, some told twice.
func mutate(r *rand.Rand, world map[int64]laketest.Bill, hour int) []laketest.Bill {
	for range 3 + r.IntN(12) {
		id := 1 + r.Int64N(60)
		if r.IntN(5) == 0 {
			delete(world, id)
			continue
		}
		bill := laketest.Bill{ID: id, Status: []string{"open", "paid", "denied"}[r.IntN(3)], Amount: r.Int64N(50_000) - 5000}
		if r.IntN(4) > 0 {
			bill.Changed = int64(hour+1-r.IntN(2)*r.IntN(3)) * 1e6 // sometimes older than what is there
		}
		for l := range r.IntN(4) {
			line := laketest.Line{Code: fmt.Sprintf("c%d", r.IntN(9)), Amount: r.Int64N(9999)}
			if r.IntN(3) == 0 {
				line.Notes = []string{fmt.Sprintf("note%d", l), "second"}
			}
			bill.Lines = append(bill.Lines, line)
		}
		world[id] = bill
	}
	var said []laketest.Bill
	for _, id := range slices.Sorted(maps.Keys(world)) {
		said = append(said, world[id])
		if r.IntN(15) == 0 {
			twice := world[id]
			twice.Amount = 77
			said = append(said, twice)
		}
	}
	r.Shuffle(len(said), func(i, j int) { said[i], said[j] = said[j], said[i] })
	return said
}

func TestMergesDoWhatTheOracleDoes(t *testing.T) {
	t.Parallel()

	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()

			h, o := newHome(t), newOracle()
			r := rand.New(rand.NewPCG(seed, 7))
			worlds := map[string]map[int64]laketest.Bill{"a": {}, "b": {}}
			var unpublished []Staged
			hours := r.Perm(18)
			for i := range hours {
				hours[i] = i + hours[i]%3 // windows come nearly in order
			}
			for i, hour := range hours {
				tenant := []string{"a", "b"}[r.IntN(2)]
				said := mutate(r, worlds[tenant], hour)
				w := window{tenant: tenant, n: 100*hour + i, bills: said, perPage: 4 + r.IntN(9), absence: i == 0 || hour >= slices.Max(hours[:i])}
				if w.absence = w.absence && r.IntN(3) > 0; !w.absence && r.IntN(2) == 0 {
					w.bills = w.bills[:len(w.bills)/2] // what changed only
				}
				s, _ := h.merge(w)
				o.merge(w)
				when := fmt.Sprintf("after window %d", i)
				h.equals(o, when)
				unpublished = append(unpublished, s)
				if r.IntN(3) == 0 {
					h.lakeIsPresent(h.publish(unpublished...))
					unpublished = nil
				}
			}
			if n := len(h.rows("SELECT DISTINCT op FROM history.clinic_bills")); n != 3 {
				t.Errorf("got %d ways for a version to begin, want all 3: the sequence tests too little", n)
			}
			if h.generation < 2 {
				t.Errorf("%s: got %d generations, want several", strings.ToLower(t.Name()), h.generation)
			}
		})
	}
}
