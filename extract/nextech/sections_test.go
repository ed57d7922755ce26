package nextech

import (
	"net/http"
	"reflect"
	"testing"
)

// TestSections reads the names each time, and takes only a list of names for all of them.
func TestSections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body     string
		distinct int64
		absence  bool
	}{
		{`["history","history","x"]`, 2, true},
		{`[]`, 0, true},
		{`{}`, 0, false},
		{`null`, 0, false},
		{" ", 0, false},
		{`[{"name":"x"}]`, 0, false},
		{`["history",{"name":"x"}]`, 1, false},
	} {
		on(t, 1, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != "/api/encounters/categories" {
					return false
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(tt.body))
				return true
			}
			pages, verdicts := s.sync(sectionNames)
			v := verdicts[0]
			if len(pages) != 1 || pages[0].Table != sectionNames || v.Distinct != tt.distinct || v.Absence != tt.absence || !v.Outcome.Whole() {
				t.Errorf("%s: got %+v", tt.body, v)
			}
			w := s.past[sectionNames][0].Window
			s.took()
			if _, again, err := s.fetch(w, pages...); err != nil || !reflect.DeepEqual(again, v) || len(s.took()) != 0 {
				t.Errorf("%s: got %+v, %v when gone on with", tt.body, again, err)
			}
		})
	}
	for _, body := range []string{`{"message":"CANARY"}`, `"x"`, `["x"`} {
		if _, _, err := sectionsOf([]byte(body)); err == nil {
			t.Errorf("%s: got no error", body)
		}
	}
}
