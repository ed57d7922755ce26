package nextech

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
)

// TestTheLastWindowSpeaksForAll tells once of a run of many windows what there is to know of their answers.
func TestTheLastWindowSpeaksForAll(t *testing.T) {
	t.Parallel()
	on(t, 600, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.write(append(charts(600), "X1", "X2", "X3")...)
		for _, tt := range []struct{ dataset, want string }{
			{patients, "3 of 603 roster entries not found"},
			{encounters, "2 of 600 patients unknown to the API; their encounters stay as they are; 3 have no patient id yet"},
		} {
			_, verdicts := s.sync(tt.dataset)
			if len(verdicts) < 4 {
				t.Fatalf("got %d windows, want some", len(verdicts))
			}
			for i, v := range verdicts {
				if want := map[bool]string{true: tt.want}[i == len(verdicts)-1]; v.Remark != want {
					t.Errorf("%s: window %d of %d: got remark %q, want %q", tt.dataset, i+1, len(verdicts), v.Remark, want)
				}
			}
			s.patients = s.patients[2:]
		}
		time.Sleep(day)
		s.restart()
		if _, verdicts := s.sync(encounters); !strings.HasSuffix(verdicts[len(verdicts)-1].Remark, "3 have no patient id yet") {
			t.Errorf("got %+v in the next run", verdicts)
		}
	})
}

// TestAPauseSpeaksForWhatWasDone tells of the windows that ended before the day's calls were used up.
func TestAPauseSpeaksForWhatWasDone(t *testing.T) {
	t.Parallel()
	on(t, 600, func(c *Config, _ *fake) { c.DailyBudget = 450 }, func(t *testing.T, s *stage) {
		t.Helper()
		s.patients = s.patients[:599]
		s.write(append(charts(599), "X1", "X2", "X3")...)
		for _, w := range s.plan(patients, extract.Want{}) {
			_, v, err := s.fetch(w)
			if err == nil && v.Remark != "" {
				t.Errorf("got remark %q, want none of a window that is followed by others", v.Remark)
			}
			if err == nil {
				continue
			}
			if !errors.Is(err, extract.ErrPaused) || !strings.HasSuffix(err.Error(), " roster entries not found: paused") {
				t.Errorf("got %v, want it to tell of the windows before", err)
			}
			return
		}
		t.Error("got no pause")
	})
}

// TestARosterThatShrinks tells of a roster that has lost many, and not of one that has lost few, or has other keys.
func TestARosterThatShrinks(t *testing.T) {
	t.Parallel()
	ids := []string{"patient_id"}
	for i := range 20 {
		ids = append(ids, strconv.Itoa(1001+i))
	}
	for _, tt := range []struct {
		name  string
		lines []string
		wait  time.Duration
		want  string
	}{
		{"one is left", charts(1), day, "19 patients of last month's roster not in it any more and not asked for"},
		{"two are gone", charts(18), day, ""},
		{"ids in place of charts", ids, day, ""},
		{"that was long ago", charts(1), 40 * day, ""},
	} {
		on(t, 20, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.night()
			time.Sleep(tt.wait)
			s.write(tt.lines...)
			s.sync(patients)
			_, verdicts := s.sync(encounters)
			if got := verdicts[len(verdicts)-1].Remark; got != tt.want {
				t.Errorf("%s: got remark %q, want %q", tt.name, got, tt.want)
			}
		})
	}
}
