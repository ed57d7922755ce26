package pipeline

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"carehouse/load/landing"
	"carehouse/models"
)

// A swept is a window that has judged who is gone.
type swept struct {
	within string
	days   int // 0 is no span
	late   int // days by which the span begins and ends later
	none   bool
}

func TestTheNewestSweepsOfEachPartStay(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name string
		all  []swept // oldest first
		want []int
	}{
		{"of everything", []swept{{}, {}, {}, {}}, []int{2, 3}},
		{"windows that judge nobody", []swept{{}, {}, {none: true}, {none: true}}, []int{0, 1}},
		{
			"in thirds",
			[]swept{{within: "1 2"}, {within: "3 4"}, {within: "5 6"}, {within: "1 2"}, {within: "3 4"}, {within: "1 2"}},
			[]int{1, 2, 3, 4, 5},
		},
		{"one who was left out of the newest", []swept{{within: "1 2"}, {within: "1 2"}, {within: "1"}, {within: "1"}}, []int{0, 1, 2, 3}},
		{"parts, and then everything twice", []swept{{within: "1 2"}, {within: "1 2"}, {}, {}}, []int{2, 3}},
		{"everything, and then parts", []swept{{}, {}, {within: "1"}, {within: "1"}}, []int{0, 1, 2, 3}},
		{"spans that grow", []swept{{days: 400}, {days: 400}, {days: 401}}, []int{1, 2}},
		{"spans that move, until longer ones stand for them", []swept{
			{days: 400}, {days: 30}, {days: 30, late: 1}, {days: 402, late: 2}, {days: 30, late: 2}, {days: 30, late: 3},
		}, []int{0, 1, 2, 3, 4, 5}},
		{"spans that move, and longer ones after them", []swept{
			{days: 30}, {days: 30, late: 1}, {days: 402, late: 2}, {days: 30, late: 3}, {days: 404, late: 4}, {days: 405, late: 5},
		}, []int{4, 5}},
		{"short spans after long ones", []swept{{days: 4000}, {days: 4001}, {days: 30}, {days: 30}, {days: 30}}, []int{0, 1, 3, 4}},
		{"long spans after short ones", []swept{{days: 30}, {days: 30}, {days: 4000}, {}}, []int{2, 3}},
	} {
		windows := make([]landing.Facts, len(test.all))
		needed := map[string]bool{}
		for i, s := range test.all {
			w := models.NewWindow("a", "b", "c", models.Snapshot, time.Unix(int64(i), 0))
			if s.days > 0 {
				w.Mode, w.To = models.Windows, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
				w.From, w.To = w.To.AddDate(0, 0, s.late-s.days), w.To.AddDate(0, 0, s.late)
			}
			windows[i] = landing.Facts{
				Window: w, State: landing.StateSettled,
				Verdict: models.Verdict{Outcome: models.Complete, Absence: !s.none, Within: s.within},
			}
		}
		stayNewest(windows, nil, needed)
		var got []int
		for i, f := range windows {
			if needed[f.Window.ID] {
				got = append(got, i)
			}
		}
		if want := union(test.want, len(windows)-1); !slices.Equal(got, want) { // the newest whole one stays anyway
			t.Errorf("%s: got %v, want %v", test.name, got, want)
		}
	}
}

func union(want []int, last int) []int {
	if !slices.Contains(want, last) {
		want = append(slices.Clone(want), last)
	}
	return want
}

// A factual is a window of which nothing is known but its facts.
type factual struct {
	Pages

	facts landing.Facts
}

func (f *factual) Facts() landing.Facts { return f.facts }

func TestARebuildLoadsTheNewestSweepsOfEachPart(t *testing.T) {
	t.Parallel()

	var all []Pages
	for i, within := range []string{"1 2", "3", "1 2", "3", "1 2"} {
		w := models.NewWindow("a", "b", "c", models.Snapshot, time.Unix(int64(i), 0))
		all = append(all, &factual{facts: landing.Facts{
			Window: w, Verdict: models.Verdict{Outcome: models.Complete, Absence: true, Within: within},
		}})
	}
	found := lastSweeps(all)
	var got []string
	for i, w := range all {
		if found[w] {
			got = append(got, strconv.Itoa(i))
		}
	}
	if want := []string{"1", "2", "3", "4"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
