package supergood

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

func TestTheModules(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		_, first := s.must(t, encounters)
		if v := first.Verdict; !v.Absence || len(v.Cursor) != len("modules 0123456789ab") || !strings.HasPrefix(v.Cursor, "modules ") || v.Remark != "" {
			t.Errorf("got %+v, want the modules called so where state shows the place in a feed", v)
		}
		old := first // as it was written down once
		old.Verdict.Cursor = strings.TrimPrefix(old.Verdict.Cursor, "modules ")
		if _, next := s.must(t, encounters, old); !next.Verdict.Absence || next.Verdict.Remark != "" {
			t.Errorf("got %+v after a window of an older program", next.Verdict)
		}
		reopen := func(modules ...string) {
			s.modules, s.tokens = modules, map[string]time.Time{}
		}
		reopen("ehr", "scheduling") // billing is not needed here, but what a role sees may have changed with it
		_, second := s.must(t, encounters, first)
		if v := second.Verdict; v.Absence || v.Outcome != models.Complete || !strings.Contains(v.Remark, "modules") {
			t.Errorf("got %+v after a change of modules", v)
		}
		_, third := s.must(t, encounters, first, second)
		if v := third.Verdict; !v.Absence || v.Remark != "" {
			t.Errorf("got %+v with the modules of the last time", v)
		}
		reopen()
		s.modules = nil // nobody says which
		_, silent := s.must(t, encounters, first, second, third)
		if v := silent.Verdict; v.Absence || v.Outcome != models.Complete || !strings.Contains(v.Remark, "modules") {
			t.Errorf("got %+v when the portal stopped to say which modules there are", v)
		}
		_, still := s.must(t, encounters, first, second, third, silent)
		if v := still.Verdict; !v.Absence || v.Remark != "" {
			t.Errorf("got %+v when it still does not say", v)
		}
		reopen("scheduling")
		s.source = s.open(t, "my-portal", s.config, NewLogins())
		s.took()
		_, err := s.run(t, encounters, first, second, third)
		if extract.OutcomeOf(err) != models.NotEntitled || len(s.took()) != 0 {
			t.Errorf("got %v of a module that is gone, want no question and no entitlement", err)
		}
		s.lists["/appointments"] = []map[string]any{}
		if _, empty := s.must(t, appointments); empty.Verdict.Outcome != models.Empty || !empty.Verdict.Absence {
			t.Errorf("got %+v of an empty list", empty.Verdict)
		}
		report, err := s.source.Check(t.Context())
		if err != nil || len(report.Problems) != 2 || report.Seen != "session opened, 2 of 4 datasets open, 1 of them empty, 1 module licensed" {
			t.Errorf("got %+v, %v", report, err)
		}
	})
}

// TestModulesChangeMidway concludes nothing from a list of which half was seen with other modules.
func TestModulesChangeMidway(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.before = func(f *fake, _ *http.Request, n int) {
			if n == 2 {
				f.modules = []string{"ehr"}
				clear(f.tokens)
			}
		}
		if _, p := s.must(t, encounters); p.Verdict.Absence || p.Verdict.Outcome != models.Complete {
			t.Errorf("got %+v", p.Verdict)
		}
	})
}
