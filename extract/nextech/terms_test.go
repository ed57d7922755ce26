package nextech

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// crowd adds patients whose names and charts begin in many ways, some of which share a long beginning.
func (f *fake) crowd(n int) {
	for i := range n {
		letter := string(rune('a' + i%26))
		f.patients = append(f.patients, fakePatient{
			id: int64(i + 1), chart: strconv.Itoa(5000 + i), name: letter + string(rune('a'+i/26%26)) + "x Testperson",
		})
	}
}

// TestASweepFindsWhoIsHidden looks behind a cap that nobody tells of, whichever way terms match.
func TestASweepFindsWhoIsHidden(t *testing.T) {
	t.Parallel()
	for _, contains := range []bool{false, true} {
		for _, most := range []int{0, 10, 25} {
			on(t, 0, func(c *Config, f *fake) {
				c.Roster, c.Terms = "", &Terms{Sweep: true, MaxLength: 4}
				f.cap, f.contains = most, contains
				f.crowd(200)
			}, func(t *testing.T, s *stage) {
				t.Helper()
				name := fmt.Sprintf("contains %v, cap %d", contains, most)
				pages, verdicts := s.sync(patients)
				v := verdicts[0]
				if v.Distinct != 200 || v.Absence || v.Outcome != models.Complete {
					t.Errorf("%s: got %+v, want all 200", name, v)
				}
				want := regexp.MustCompile(`^coverage=unknown: 200 patients by [0-9,]+ terms; new a 100 terms, from first to last: [0-9., ]+`)
				if !want.MatchString(v.Remark) {
					t.Errorf("%s: got remark %q", name, v.Remark)
				}
				asked := s.took()
				slices.Sort(asked)
				if n := len(slices.Compact(slices.Clone(asked))); n != len(asked) || n != len(pages) {
					t.Errorf("%s: got %d pages by %d requests, %d of them different", name, len(pages), len(asked), n)
				}
				for _, p := range pages {
					if p.Only != nil || strings.Contains(p.Token, "=a") {
						t.Errorf("%s: got page %+v, want all of it, and no term in its token", name, p)
					}
				}
				if most == 0 && !contains && len(asked) > 36*6 {
					t.Errorf("%s: got %d requests although nothing is hidden", name, len(asked))
				}
				if n := s.dataset(patients).Estimate(nil, s.past[patients][0].Window); n != len(asked) {
					t.Errorf("%s: got an estimate of %d for the next sweep, want %d", name, n, len(asked))
				}
			})
		}
	}
}

// TestASweepGoesOn continues behind every tenth page, and is given up where its alphabet has changed.
func TestASweepGoesOn(t *testing.T) {
	t.Parallel()
	on(t, 0, func(c *Config, f *fake) {
		c.Roster, c.Terms = "", &Terms{Sweep: true, Alphabet: "abc 50", MaxLength: 2}
		f.cap = 3
		f.crowd(60)
	}, func(t *testing.T, s *stage) {
		t.Helper()
		w := s.plan(patients, extract.Want{})[0]
		whole, v, err := s.fetch(w)
		if err != nil || len(whole) < 10 {
			t.Fatalf("got %d pages, %v", len(whole), err)
		}
		if !strings.Contains(v.Remark, "of the greatest length may have been cut off") {
			t.Errorf("got remark %q, want it to say what may be hidden still", v.Remark)
		}
		for n := 0; n <= len(whole); n += 10 {
			s.restart()
			s.took()
			pages, again, err := s.fetch(w, whole[:n]...)
			if err != nil || !reflect.DeepEqual(again, v) || len(pages) != len(whole) || len(s.took()) != len(whole)-n {
				t.Errorf("after %d pages: got %d pages and %+v, %v", n, len(pages), again, err)
			}
		}
		s.config.Terms = &Terms{Sweep: true, Alphabet: "ab", MaxLength: 2}
		s.restart()
		if _, _, err := s.fetch(w, whole[:5]...); !errors.Is(err, extract.ErrMisfit) {
			t.Errorf("got error %v with another alphabet", err)
		}
		s.config.Terms.MaxTerms = 1
		s.restart()
		if _, v, err := s.fetch(w); err != nil || v.Outcome != models.Partial || !strings.HasSuffix(v.Remark, "; stopped at max_terms") {
			t.Errorf("got %+v, %v when there are too many terms", v, err)
		}
	})
}

// TestASweepLeads fetches the encounters of whom it has found, and sweeps again when it is time.
func TestASweepLeads(t *testing.T) {
	t.Parallel()
	on(t, 3, func(c *Config, _ *fake) { c.Roster, c.Terms = "", &Terms{Sweep: true, Alphabet: "abz"} }, func(t *testing.T, s *stage) {
		t.Helper()
		if got := s.plan(encounters, extract.Want{}); len(got) != 0 {
			t.Errorf("got windows %q before a sweep", brief(got))
		}
		if got := since(t, s.night()); !slices.Equal(got, []string{"1001 1900-01-01", "1002 1900-01-01", "1003 1900-01-01"}) {
			t.Errorf("got %q, want everybody's encounters", got)
		}
		time.Sleep(29 * day)
		if got := s.night(); slices.ContainsFunc(got, func(a string) bool { return strings.HasPrefix(a, "/search") }) || len(got) != 3 {
			t.Errorf("got %q, want no sweep", got)
		}
		s.patients = append(s.patients, fakePatient{id: 9, chart: "B1"})
		time.Sleep(day)
		if got := since(t, s.night()); !slices.Contains(got, "9 1900-01-01") {
			t.Errorf("got %q, want the new one too", got)
		}
		report, err := s.source.Check(t.Context())
		if want := "login accepted for practice 0042, 2 section names, 4 patients found by terms (coverage=unknown)"; err != nil || report.Seen != want {
			t.Errorf("got %q, %v, want %q", report.Seen, err, want)
		}
	})
}

// TestASweepIsForgotten sweeps again when the ledger is lost: whom it found is nowhere else.
func TestASweepIsForgotten(t *testing.T) {
	t.Parallel()
	on(t, 3, func(c *Config, _ *fake) { c.Roster, c.Terms = "", &Terms{Sweep: true, Alphabet: "abz"} }, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		time.Sleep(day)
		if err := s.vault.Write("memory/my-practice/ledger.json", []byte("{")); err != nil {
			t.Fatal(err)
		}
		if got := since(t, s.night()); !slices.Equal(got, []string{"1001 1900-01-01", "1002 1900-01-01", "1003 1900-01-01"}) {
			t.Errorf("got %q, want everybody's encounters", got)
		}
	})
}
