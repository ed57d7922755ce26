package nextech

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/models"
)

// used is how many calls the day's file says were taken.
func (s *stage) used() string { return s.file("memory/my-practice/budget.json") }

// TestABudgetIsForADay pauses when the day's calls are used up, and goes on the next day where it was.
func TestABudgetIsForADay(t *testing.T) {
	t.Parallel()
	on(t, 25, func(c *Config, _ *fake) { c.DailyBudget = 10 }, func(t *testing.T, s *stage) {
		t.Helper()
		w := s.plan(patients, extract.Want{})[0]
		var landed []models.Page
		for n, left := range []int{15, 5} {
			s.restart()
			pages, _, err := s.fetch(w, landed...)
			want := fmt.Sprintf("page %d: the budget of 10 calls for today is used up; %d patients of this window are left: paused", 10*n+11, left)
			if !errors.Is(err, extract.ErrPaused) || err.Error() != want {
				t.Errorf("got error %v, want %q", err, want)
			}
			if len(pages) != 10*n+10 || len(s.took()) != 10 {
				t.Errorf("day %d: got %d pages", n+1, len(pages))
			}
			s.restart()
			if _, _, err := s.fetch(w, pages...); !errors.Is(err, extract.ErrPaused) || len(s.took()) != 0 {
				t.Errorf("day %d: got %v and requests the same day", n+1, err)
			}
			landed = pages
			time.Sleep(24 * time.Hour)
		}
		s.restart()
		pages, v, err := s.fetch(w, landed...)
		if err != nil || len(pages) != 25 || v.Distinct != 25 || len(s.took()) != 5 {
			t.Errorf("got %d pages and %+v, %v", len(pages), v, err)
		}
		if !strings.Contains(s.used(), `"used":5`) {
			t.Errorf("got %s, want the calls that were made", s.used())
		}
	})
}

// TestCallsAreCounted takes calls in blocks, gives back what is left, and counts attempts and checks.
func TestCallsAreCounted(t *testing.T) {
	t.Parallel()
	on(t, 5, func(c *Config, _ *fake) { c.DailyBudget = 400 }, func(t *testing.T, s *stage) {
		t.Helper()
		var calls atomic.Int64
		s.between = func(r *http.Request) {
			if r.URL.Path == "/oauth2/token" {
				return
			}
			if n := calls.Add(1); n == 3 && !strings.Contains(s.used(), `"used":20`) {
				t.Errorf("got %s during the window, want a block of 20", s.used())
			}
		}
		s.instead = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/oauth2/token" || calls.Load() != 2 {
				return false
			}
			extracttest.Refusal(http.StatusBadGateway)(w, r, nil)
			return true
		}
		s.sync(patients)
		if calls.Load() != 6 || !strings.Contains(s.used(), `"used":6`) {
			t.Errorf("got %s after %d calls", s.used(), calls.Load())
		}
		s.restart()
		if _, err := s.source.Check(t.Context()); err != nil || !strings.Contains(s.used(), `"used":8`) {
			t.Errorf("got %s after a check, %v", s.used(), err)
		}
		s.restart()
		s.sync(sectionNames)
		if !strings.Contains(s.used(), `"used":9`) {
			t.Errorf("got %s after a small window", s.used())
		}
		one := s.source
		s.restart()
		for _, b := range []*budget{one.budget, s.source.budget} { // of two processes
			if err := b.take(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if !strings.Contains(s.used(), `"used":49`) {
			t.Errorf("got %s, want two blocks more", s.used())
		}
	})
}

// TestABudgetThatCannotBeKept stops, because nobody would know what was used.
func TestABudgetThatCannotBeKept(t *testing.T) {
	t.Parallel()
	on(t, 1, func(c *Config, _ *fake) { c.DailyBudget = 400 }, func(t *testing.T, s *stage) {
		t.Helper()
		s.vault.Fail = func(what, path string) error {
			if what == "write" && strings.HasSuffix(path, "budget.json") {
				return errors.New("no space left on device")
			}
			return nil
		}
		_, _, err := s.fetch(s.plan(patients, extract.Want{})[0])
		judged(t, err, models.Failed, "the day's calls cannot be counted: no space left on device", "home folder")
		if len(s.took()) != 0 {
			t.Error("calls were made that nobody counts")
		}
	})
}

// TestNoBudget writes nothing.
func TestNoBudget(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		if s.used() != "" {
			t.Errorf("got %s without a budget", s.used())
		}
	})
}

// TestABudgetIsNotExceeded counts every request that leaves, in runs that fail and in checks, and makes no more than granted.
func TestABudgetIsNotExceeded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		bad  func(n int64) int // the status of a request; 0 is a good answer
	}{
		{"it is down", func(int64) int { return http.StatusBadGateway }},
		{"each third request fails", func(n int64) int { return map[bool]int{true: http.StatusBadGateway}[n%3 == 0] }},
		{"it says nothing", func(int64) int { return http.StatusNoContent }},
		{"it refuses", func(int64) int { return http.StatusForbidden }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 25, func(c *Config, _ *fake) { c.DailyBudget = 12 }, func(t *testing.T, s *stage) {
				t.Helper()
				var calls atomic.Int64
				s.instead = func(w http.ResponseWriter, r *http.Request) bool {
					if r.URL.Path == "/oauth2/token" {
						return false
					}
					status := tt.bad(calls.Add(1))
					if status != 0 {
						w.WriteHeader(status)
					}
					return status != 0
				}
				for n := range 20 {
					s.restart()
					if _, _, err := s.fetch(s.plan(patients, extract.Want{Full: true})[0]); err != nil && n%2 == 0 {
						_, _ = s.source.Check(t.Context())
					}
				}
				if calls.Load() != 12 || !strings.Contains(s.used(), `"used":12`) {
					t.Errorf("got %d calls and %s, want 12", calls.Load(), s.used())
				}
			})
		})
	}
}

// TestABudgetLeavesSomethingForEncounters reads everybody's with a budget whose look-ups alone take longer than full_every.
func TestABudgetLeavesSomethingForEncounters(t *testing.T) {
	t.Parallel()
	on(t, 120, func(c *Config, _ *fake) { c.DailyBudget = 3 }, func(t *testing.T, s *stage) {
		t.Helper()
		type begun struct {
			window models.Window
			landed []models.Page
		}
		open := map[string]*begun{}
		read, lastDays := map[string]bool{}, 0
		one := func(name string, w models.Window, landed []models.Page) bool {
			pages, _, err := s.fetch(w, landed...)
			if delete(open, name); err != nil {
				open[name] = &begun{w, pages}
			}
			return err == nil
		}
		if err := s.source.paused(t.Context(), errSpent, patients, 2); !strings.Contains(err.Error(), "; everything is read again each 120 days only") {
			t.Errorf("got %v, want it to say how slow that is", err)
		}
		for range 240 {
			s.restart()
			for _, name := range []string{patients, encounters} {
				if b := open[name]; b != nil && !one(name, b.window, b.landed) {
					continue
				}
				for _, w := range s.plan(name, extract.Want{}) {
					if !one(name, w, nil) {
						break
					}
				}
			}
			for _, asked := range since(t, s.took()) {
				id, from, _ := strings.Cut(asked, " ")
				if read[id] = true; from != "1900-01-01" {
					lastDays++
				}
			}
			time.Sleep(day)
		}
		if len(read) != 120 || lastDays == 0 {
			t.Errorf("got the encounters of %d of 120 patients, and the last days of %d", len(read), lastDays)
		}
	})
}

// TestARationIsWhatADayHas tells a plan how many calls a day there are, and how many today has left.
func TestARationIsWhatADayHas(t *testing.T) {
	t.Parallel()
	for _, perDay := range []int{0, 20, 4} {
		on(t, 5, func(c *Config, _ *fake) { c.DailyBudget = perDay }, func(t *testing.T, s *stage) {
			t.Helper()
			for _, left := range []int{perDay, max(perDay-5, 0), perDay} {
				s.restart()
				if a, b, err := s.source.Ration(); a != perDay || b != left || err != nil {
					t.Errorf("got %d of %d, %v, want %d", b, a, err, left)
				}
				if left == perDay {
					_, _, _ = s.fetch(s.plan(patients, extract.Want{Full: true})[0])
				} else {
					time.Sleep(day)
				}
			}
			s.vault.Fail = func(string, string) error { return errors.New("permission denied") }
			if _, _, err := s.source.Ration(); perDay > 0 {
				judged(t, err, models.Failed, "the day's calls cannot be counted: permission denied", "home folder")
			}
		})
	}
}

// TestAClockIsSetBackOverMidnight grants no second budget for the same day, neither before midnight nor after it.
func TestAClockIsSetBackOverMidnight(t *testing.T) {
	t.Parallel()
	on(t, 25, func(c *Config, _ *fake) { c.DailyBudget = 10 }, func(t *testing.T, s *stage) {
		t.Helper()
		var ahead time.Duration
		s.env.Clock = func() time.Time { return time.Now().Add(ahead) }
		next := midnight(time.Now()).Add(day)
		for _, step := range []struct {
			at    time.Duration // before midnight, as it is
			ahead time.Duration // of our clock
			calls int
		}{{-30 * time.Second, time.Minute, 10}, {-20 * time.Second, 0, 0}, {30 * time.Second, 0, 0}, {24 * time.Hour, 0, 10}} {
			time.Sleep(time.Until(next.Add(step.at)))
			ahead = step.ahead
			s.restart()
			_, _, err := s.fetch(s.plan(patients, extract.Want{Full: true})[0])
			if got := len(s.took()); !errors.Is(err, extract.ErrPaused) || got != step.calls {
				t.Errorf("%s after midnight, by a clock that is ahead by %s: got %d calls, %v, want %d", step.at, step.ahead, got, err, step.calls)
			}
		}
	})
}
