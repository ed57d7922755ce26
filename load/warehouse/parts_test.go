package warehouse

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"carehouse/load/lake/laketest"
)

// largePage makes few files of many bills; writing hundreds took longer than all that is tested here.
const largePage = 500

// patients is a home whose bills belong to people, by their name: two hundred people with ten bills each.
func patients(t *testing.T) *home {
	t.Helper()

	h := newHome(t)
	h.root.Columns[h.root.Column("status")].Within = true
	h.root.Columns[h.root.Column("status")].Privacy = "linked"
	h.merge(window{tenant: "a", n: 0, bills: of(1, 200, 10), perPage: largePage})
	return h
}

// of returns so many bills of each of the people from one to another.
func of(from, to, each int) []laketest.Bill {
	var bills []laketest.Bill
	for person := from; person <= to; person++ {
		for i := range each {
			bills = append(bills, laketest.Bill{ID: int64(person*100 + i), Status: fmt.Sprint("p", person)})
		}
	}
	return bills
}

func within(from, to int) string {
	var all []string
	for person := from; person <= to; person++ {
		all = append(all, fmt.Sprint("p", person))
	}
	return strings.Join(all, " ")
}

// sweep sees some bills of the people from one to another.
func (h *home) sweep(n int, parts string, bills []laketest.Bill, from, to int) (TableChanges, error) {
	s := h.stage(window{tenant: "a", n: n, bills: bills, absence: true, perPage: largePage})
	s.Window.Parts, s.Verdict.Within = parts, within(from, to)
	changes, err := h.db.Merge(h.t.Context(), s, MergeOptions{})
	if err != nil {
		return TableChanges{}, err
	}
	return changes.Tables[0], nil
}

func TestAPersonMayLoseEverythingAndManyMayNot(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name           string
		left, gone, of int // the people who have bills still, the bills that are gone, and of how many
		refused        bool
	}{
		{"one of twenty", 19, 10, 200, false},
		{"four of twenty", 16, 40, 200, false},
		{"five of twenty", 15, 50, 200, true},
		{"all of them, who are a tenth of the account", 0, 200, 200, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h := patients(t)
			if _, err := h.sweep(1, "4", of(1, test.left, 10), 1, 20); err != nil {
				t.Fatal(err)
			}
			c, err := h.sweep(2, "4", of(1, test.left, 10), 1, 20)
			if !test.refused {
				if err != nil || c.Deleted != int64(test.gone) {
					t.Errorf("got %+v, %v; want %d gone", c, err, test.gone)
				}
				return
			}
			shrink, ok := errors.AsType[*ShrinkError](err)
			if !ok || shrink.Gone != int64(test.gone) || shrink.Present != int64(test.of) {
				t.Errorf("got %v, want %d of %d", err, test.gone, test.of)
			}
		})
	}
}

func TestASweepOfOtherPartsSaysNothingOfThese(t *testing.T) {
	t.Parallel()

	for parts, want := range map[string]int64{"5": 1, "5 6": 1, "4": 0, "3 4": 0, "": 0} {
		h := patients(t)
		_, err1 := h.sweep(1, "4", of(1, 20, 10)[1:], 1, 20)
		_, err2 := h.sweep(3, parts, nil, 300, 301) // later than the next one, which comes late
		c, err3 := h.sweep(2, "4", of(1, 20, 10)[1:], 1, 20)
		if err := errors.Join(err1, err2, err3); err != nil || c.Deleted != want {
			t.Errorf("after a sweep of %q: got %+v, %v; want %d gone", parts, c, err, want)
		}
	}
}

func TestManyPeopleInASweep(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.root.Columns[h.root.Column("status")].Within = true
	h.root.Columns[h.root.Column("status")].Privacy = "linked"
	h.merge(window{tenant: "a", n: 0, bills: of(1, 1600, 3), perPage: largePage})
	for n := 1; n <= 2; n++ {
		c, err := h.sweep(n, "4", of(1, 1590, 3), 1, 1600)
		if err != nil || c.Missed+c.Deleted != 30 {
			t.Fatalf("got %+v, %v; want 30 missed, then gone", c, err)
		}
	}
}

func TestTheLedgerKnowsTheParts(t *testing.T) {
	t.Parallel()

	h := patients(t)
	if _, err := h.sweep(1, "4 17", of(1, 20, 10), 1, 20); err != nil {
		t.Fatal(err)
	}
	parts := func() string {
		past, err := h.db.Past(t.Context(), "clinic", "a", "bills")
		if err != nil || len(past) != 2 {
			t.Fatalf("got %d windows, %v", len(past), err)
		}
		return past[0].Window.Parts + "," + past[1].Window.Parts
	}
	if got := parts(); got != ",4 17" {
		t.Errorf("got %q", got)
	}
	h.rows("ALTER TABLE meta.windows DROP COLUMN parts") // as databases were before
	if got := parts(); got != "," {
		t.Errorf("of an older database: got %q", got)
	}
	if err := h.db.Create(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := h.sweep(2, "5", of(1, 20, 10), 1, 20); err != nil {
		t.Error(err)
	}
	if got := h.rows("SELECT last_sweep IS NULL FROM meta.watermarks"); got[0] != "false" {
		t.Errorf("got %v", got)
	}
}
