package nextech

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"carehouse/models"
)

// A tally counts what a person should know of answers.
type tally struct {
	asked     int // entries or patients
	missing   int // chart numbers that find nobody
	refused   int // and that the search does not take
	odd       int // where the chart number is of another patient than the roster says
	chartless int // entries that cannot be looked up
	unknown   int // patients whom the API does not know
	denied    int // and whom it does not show
	broken    int // and about whom it fails
	endless   int // and about whom it answers at too great a length
	nameless  int // entries of whom no id is known
	emptied   int // encounters that were there, where nobody of their window has any
	lost      int // patients whom the roster does not name any more, where they are many
}

func (t tally) plus(o tally) tally {
	return tally{
		t.asked + o.asked, t.missing + o.missing, t.refused + o.refused, t.odd + o.odd, t.chartless + o.chartless,
		t.unknown + o.unknown, t.denied + o.denied, t.broken + o.broken, t.endless + o.endless, t.nameless + o.nameless, t.emptied + o.emptied, max(t.lost, o.lost),
	}
}

// remark says it.
func (t tally) remark() string {
	var said []string
	say := func(n int, format string, what ...any) {
		if n > 0 {
			said = append(said, fmt.Sprintf(format, what...))
		}
	}
	say(t.missing, "%s of %s not found", grouped(t.missing), plural(t.asked, "roster entry"))
	say(t.refused, "the search does not take %s of %s (status 400 or 422)", grouped(t.refused), plural(t.asked, "chart number"))
	say(t.odd, "%s another patient id than the roster says", have(t.odd))
	say(t.chartless, "%s no chart number and cannot be looked up", have(t.chartless))
	say(t.unknown, "%s of %s unknown to the API; their encounters stay as they are", grouped(t.unknown), plural(t.asked, "patient"))
	say(t.denied, "%s of %s closed to us (status 403); their encounters stay as they are", grouped(t.denied), plural(t.asked, "patient"))
	say(t.broken, "about %s of %s the API fails (status 500), every time", grouped(t.broken), plural(t.asked, "patient"))
	say(t.endless, "the answer about %s of %s is larger than an answer may be; ask for less of each document, with section", grouped(t.endless), plural(t.asked, "patient"))
	say(t.nameless, "%s no patient id yet", have(t.nameless))
	say(t.emptied, "%s not there any more, and no other of their window, from which nothing is concluded", plural(t.emptied, "encounter"))
	say(t.lost, "%s of last month's roster not in it any more and not asked for", plural(t.lost, "patient"))
	return strings.Join(said, "; ")
}

// The sums are the tallies of a run, which has many windows: the last one of a plan tells of all, since nobody reads fifty remarks.
type sums struct {
	mu   sync.Mutex
	more map[string][]string // by dataset, the windows of the newest plan that others follow
	all  map[string]tally    // by dataset, what was not told yet
}

// plans notes which windows are followed by others.
func (s *sums) plans(dataset string, windows []models.Window) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var more []string
	for _, w := range windows[:max(len(windows)-1, 0)] {
		more = append(more, w.ID)
	}
	if s.more == nil {
		s.more, s.all = map[string][]string{}, map[string]tally{}
	}
	s.more[dataset] = more
}

// ends adds what a window has counted, and returns what is to be told with it: nothing where other windows of its plan follow.
func (s *sums) ends(w models.Window, t tally) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := s.all[w.Dataset].plus(t)
	if slices.Contains(s.more[w.Dataset], w.ID) {
		s.all[w.Dataset] = sum
		return ""
	}
	delete(s.all, w.Dataset)
	return sum.remark()
}

// pauses returns what is to be told where no other window follows in this run.
func (s *sums) pauses(dataset string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := s.all[dataset]
	delete(s.all, dataset)
	return sum.remark()
}
