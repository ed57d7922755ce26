package supergood

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

func seenAt(sight extract.Sight, path string) extract.Seen {
	for _, s := range sight.Fields {
		if s.Path == path {
			return s
		}
	}
	return extract.Seen{}
}

// TestAProbeShowsFormsAndNoValues has canaries in every kind of value, and in names.
func TestAProbeShowsFormsAndNoValues(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		d := c.Profile.Datasets[patients]
		d.Fields = Fields{"first_name": "name.given", "phones": "contacts", "phones.number": "contacts.value"}
		c.Profile.Datasets[patients] = d
		f.lists["/patients"] = []map[string]any{
			{
				"id": 7, "name": map[string]any{"given": "Canary Ünique", "more": nil}, "first_name": "x",
				"contacts":      []any{map[string]any{"value": "(555) 123-4567", "type": "home"}, map[string]any{"value": nil}},
				"date_of_birth": "1961-07-28", "email": "canary@example.com", "portal_status": true, "balance": -12.5, "tags": []any{"CANARY", 5},
				"CANARY Testperson": map[string]any{"123-45-6789": 1}, "ssn_last4": "", "note": strings.Repeat("CANARY ", 40),
				"created_at": "2026-06-15T12:00:00Z",
			},
			{"id": "8", "name": "Canary"},
		}
		f.lists["/eligibility_checks"] = []map[string]any{{"id": "1", "response": map[string]any{"plan": "CANARY"}}}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		sights, err := s.source.Probe(t.Context())
		if err != nil || len(sights) != 4 {
			t.Fatalf("got %+v, %v", sights, err)
		}
		p := sights[0]
		if p.Dataset != patients || p.Call != "GET /api/patients" || p.Records != 2 || p.Problem != nil || p.Fields[0].Path == "" {
			t.Errorf("got %+v", p)
		}
		for _, want := range []extract.Seen{
			{Path: "id", Type: "number|text", Count: 2, Looks: "9", Column: "patients.id"},
			{Path: "name", Type: "object|text", Count: 2, Looks: "xxxxxx", Column: ""},
			{Path: "name.given", Type: "text", Count: 1, Looks: "xxxxxx xxxxxx", Column: "patients.first_name"},
			{Path: "name.more", Type: "null", Count: 0},
			{Path: "first_name", Type: "text", Count: 1, Looks: "x", Column: ""},
			{Path: "contacts", Type: "list", Count: 1, Column: "patients.phones_count"},
			{Path: "contacts.value", Type: "text|null", Count: 1, Looks: "(999) 999-9999", Column: "patient_phones.number"},
			{Path: "contacts.type", Type: "text", Count: 1, Looks: "xxxx", Column: "patient_phones.type"},
			{Path: "date_of_birth", Type: "text", Count: 1, Looks: "9999-99-99", Column: "patients.date_of_birth"},
			{Path: "email", Type: "text", Count: 1, Looks: "xxxxxx@xxxxxxx.xxx", Column: "patients.email"},
			{Path: "portal_status", Type: "flag", Count: 1, Column: "patients.portal_status"},
			{Path: "balance", Type: "number", Count: 1, Looks: "-99.9"},
			{Path: "tags", Type: "list|text|number", Count: 3, Looks: "xxxxxx"},
			{Path: "created_at", Type: "text", Count: 1, Looks: "9999-99-99x99:99:99x", Column: "patients.created"},
			{Path: "<xxxxxx xxxxxxxxxx>.<999-99-9999>", Type: "number", Count: 1, Looks: "9"},
		} {
			if got := seenAt(p, want.Path); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
		if got := seenAt(sights[3], "response.plan"); got.Column != "eligibility_checks.response" {
			t.Errorf("got %+v below what is kept as it came", got)
		}
		text := strings.ToLower(fmt.Sprintf("%+v", sights))
		for _, canary := range []string{"canary", "testperson", "zzcanarylast", "1961", "4567", "6789", "12.5"} {
			if strings.Contains(text, canary) {
				t.Errorf("%q is shown", canary)
			}
		}
		for _, asked := range s.took() {
			if !strings.Contains(asked, "limit=5") || strings.Contains(asked, "note_text") || strings.Contains(asked, "updated_since") {
				t.Errorf("asked %s, want a few records and no notes", asked)
			}
		}
	})
}

func TestAProbeGoesOn(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		f.modules = []string{"what the profile calls otherwise"}
		d := c.Profile.Datasets[appointments]
		d.Records = "items"
		c.Profile.Datasets[appointments] = d
		f.answer = func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case strings.HasSuffix(r.URL.Path, "/patients"):
				refuse(w, http.StatusBadRequest, "CANARY")
			case strings.HasSuffix(r.URL.Path, "/encounters"):
				refuse(w, http.StatusForbidden, "module_not_licensed")
			default:
				return false
			}
			return true
		}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		sights, err := s.source.Probe(t.Context())
		if err != nil || len(sights) != 4 {
			t.Fatalf("got %+v, %v", sights, err)
		}
		for i, want := range []struct {
			outcome models.Outcome
			advice  string
		}{
			{models.Failed, "parameters and formats"}, {models.Failed, "datasets.appointments.records"}, {models.NotEntitled, "no such module"},
		} {
			if p := sights[i].Problem; p == nil || p.Outcome != want.outcome || !strings.Contains(p.Advice, want.advice) {
				t.Errorf("%s: got %+v", sights[i].Dataset, p)
			}
		}
		if got := seenAt(sights[1], "data.id"); got.Count != 5 || got.Column != "" {
			t.Errorf("got %+v of a body that is not as the profile says", got)
		}
		if sights[3].Problem != nil || sights[3].Records != 5 {
			t.Errorf("got %+v", sights[3])
		}
	})
	on(t, func(_ *fake, c *Config) { c.Auth.Password = models.NewSecret("CANARYWRONG") }, func(t *testing.T, s *stage) {
		t.Helper()
		sights, err := s.source.Probe(t.Context())
		needs(t, err, "name or password", "tried once")
		if len(sights) != 0 || len(s.logins) != 1 {
			t.Errorf("got %+v from %d calls", sights, len(s.logins))
		}
	})
}

// TestAProbeShowsWhatIsBesideTheRecords, by which paging is written, and says when a profile would not find more.
func TestAProbeShowsWhatIsBesideTheRecords(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rename string
		size   int
		says   string
	}{
		"as the profile says":       {"", 10, ""},
		"a cursor of another name":  {"next_cursor", 10, "more follows, and not where"},
		"nothing that it knows":     {"next_cursor has_more", 10, "nothing says whether more follow"},
		"a list that is short":      {"next_cursor has_more", 3, ""},
		"an error and an empty one": {"data", 10, "the module is not licensed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.lists["/encounters"] = s.lists["/encounters"][:tt.size]
				s.shape = func(_ string, e map[string]any) {
					e["CANARY Smith"] = "CANARY"
					for was := range strings.FieldsSeq(tt.rename) {
						e["the_"+was] = e[was]
						delete(e, was)
					}
					if e["data"] == nil {
						e["data"], e["error"] = []any{}, "module_not_licensed"
						delete(e, "the_data")
					}
				}
				sights, err := s.source.Probe(t.Context())
				if err != nil || len(sights) != 4 {
					t.Fatalf("got %+v, %v", sights, err)
				}
				sight := sights[2]
				if p := sight.Problem; (p == nil) != (tt.says == "") || p != nil && (!strings.Contains(p.What, tt.says) || p.Advice == "") {
					t.Errorf("got %+v, want %q", p, tt.says)
				}
				around := map[string]string{}
				for _, seen := range sight.Around {
					around[seen.Path] = seen.Type + " " + seen.Column
				}
				want := map[string]string{"data": "list records", "<xxxxxx xxxxx>": "text "}
				for place, key := range map[string]string{"next_cursor": "paging.next", "has_more": "paging.more"} {
					if strings.Contains(tt.rename, place) {
						place, key = "the_"+place, ""
					}
					want[place] = around[place][:strings.Index(around[place]+" ", " ")] + " " + key
				}
				if tt.rename == "data" {
					want["error"] = "text "
				}
				if !maps.Equal(around, want) {
					t.Errorf("got %v around the records, want %v", around, want)
				}
				if strings.Contains(fmt.Sprintf("%+v", sights), "CANARY") {
					t.Error("a value is shown")
				}
			})
		})
	}
}

func TestACheckOfWhatIsWrong(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) {
		d := c.Profile.Datasets[appointments]
		d.Records = "items"
		c.Profile.Datasets[appointments] = d
	}, func(t *testing.T, s *stage) {
		t.Helper()
		report, err := s.source.Check(t.Context())
		if err != nil || report.Seen != "session opened, 3 of 4 datasets open, 3 modules licensed" || len(report.Problems) != 1 ||
			report.Problems[0].Dataset != appointments || report.Problems[0].Outcome != models.Failed {
			t.Errorf("got %+v, %v", report, err)
		}
		s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
			refuse(w, http.StatusServiceUnavailable, "")
			return true
		}
		if _, err := s.source.Check(t.Context()); extract.OutcomeOf(err) != models.Unreachable {
			t.Errorf("got %v of a portal that is down", err)
		}
	})
}

// TestNamesThatMayBeValues are masked: some answers have a member for each record, called by its number.
func TestNamesThatMayBeValues(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"first_name": "first_name", "ssn_last4": "ssn_last4", "address1": "address1", "phone_2_type": "phone_2_type", "icd10_code": "icd10_code",
		"@type": "@type", "X-Id": "X-Id", "icd10_code_12": "icd10_code_12",
		"MRN1234": "<xxx9999>", "AB-1234": "<xx-9999>", "p123": "<x999>", "7": "<9>", "123-45-6789": "<999-99-9999>", "Ann Smith": "<xxx xxxxx>",
		"ann@example.com": "<xxx@xxxxxxxxxxx>", "\x1b[31mred\a": "<x[99xxxxx>", "": "<>", "Müller": "<xxxxxx>", "a.b": "<xxx>",
		"a1b2c3d4": "<x9x9x9x9>", "1961-07-28": "<9999-99-99>",
	} {
		if got := shown(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
