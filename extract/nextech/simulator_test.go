package nextech_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/nextech"
	"carehouse/extract/nextech/simulator"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A house is a source before the simulator, in fake time, and what a warehouse would hold of it.
type house struct {
	t          *testing.T
	sim        *simulator.Simulator
	config     nextech.Config
	env        transport.Env
	vault      *extracttest.Memory
	practice   string
	source     *nextech.Source
	past       map[string][]models.Past
	patients   map[int64]bool
	encounters map[[2]int64]string    // by patient and id: date and lock
	gone       map[[2]int64]time.Time // missed once
	sections   int
}

// in runs a test on a fresh practice, the simulator's nth.
func in(t *testing.T, o simulator.Options, nth int, bend func(*nextech.Config), test func(t *testing.T, h *house)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 6, 15, 2, 0, 0, 0, time.UTC)))
		o.Now, o.Tick = time.Now(), time.Now
		sim, err := simulator.New(o)
		if err != nil {
			t.Fatal(err)
		}
		who := sim.Credentials()
		h := &house{
			t: t, sim: sim, practice: sim.Practices()[nth], vault: extracttest.Vault(), past: map[string][]models.Past{},
			patients: map[int64]bool{}, encounters: map[[2]int64]string{}, gone: map[[2]int64]time.Time{},
		}
		const host = "http://127.0.0.1:8000"
		h.config = nextech.Config{
			PracticeID: h.practice, BaseURL: host + simulator.BasePath, RequestsPerSecond: 1000, Roster: filepath.Join(dir, "roster.csv"),
			Auth: nextech.Auth{
				ClientID: who.ClientID, ClientSecret: models.NewSecret(who.ClientSecret), Resource: who.Resource, RedirectURI: who.RedirectURI,
				AuthorizeURL: host + simulator.AuthorizePath, TokenURL: host + simulator.TokenPath, RefreshToken: "token",
			},
		}
		if bend != nil {
			bend(&h.config)
		}
		h.env = transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, sim), Vault: h.vault, Memory: "memory",
		}
		if err := h.vault.Write("token", []byte(sim.RefreshToken())); err != nil {
			t.Fatal(err)
		}
		h.enroll()
		test(t, h)
	})
}

// enroll writes the roster of today.
func (h *house) enroll() {
	h.t.Helper()
	if h.config.Roster == "" {
		return
	}
	if err := os.WriteFile(h.config.Roster, h.sim.CSV(h.practice), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// night is a run: every dataset, what it plans, and what comes of it.
func (h *house) night(want extract.Want) error {
	h.t.Helper()
	source, err := nextech.New("my-practice", h.config, h.env)
	if err != nil {
		h.t.Fatal(err)
	}
	h.source = source
	for _, d := range source.Datasets() {
		want.Now, want.Lead = time.Now().UTC(), h.past[d.Leader]
		for _, w := range d.Plan(h.past[d.Name], want) {
			pages, err := extracttest.Collect(d.Pages(h.t.Context(), w, nil, nil))
			if err != nil {
				return fmt.Errorf("%s: %w", d.Name, err)
			}
			v := *pages[len(pages)-1].Verdict
			h.past[d.Name] = append(h.past[d.Name], models.Past{Window: w, Verdict: v, Ended: time.Now()})
			h.keep(w, pages, v)
		}
	}
	return nil
}

// keep does with pages what a warehouse does.
func (h *house) keep(w models.Window, pages []models.Page, v models.Verdict) {
	h.t.Helper()
	came := map[[2]int64]bool{}
	for _, p := range pages {
		var records []json.RawMessage
		if body := strings.TrimSpace(string(p.Body)); strings.HasPrefix(body, "{") && body != "{}" {
			records = []json.RawMessage{p.Body}
		} else if body != "" && body != "{}" {
			if err := json.Unmarshal(p.Body, &records); err != nil {
				h.t.Fatal(err)
			}
		}
		for i, raw := range records {
			if p.Only != nil && !slices.Contains(p.Only, i) {
				continue
			}
			h.record(p, raw, came)
		}
	}
	if !v.Absence || !v.Outcome.Whole() || w.Dataset != "encounters" {
		return
	}
	for key, what := range maps.Clone(h.encounters) {
		date, _ := time.Parse(time.RFC3339, strings.Fields(what)[0])
		judged := slices.Contains(strings.Fields(v.Within), strconv.FormatInt(key[0], 10)) && !date.Before(w.From) && date.Before(w.To)
		switch {
		case !judged:
		case came[key]:
			delete(h.gone, key)
		case h.gone[key].IsZero():
			h.gone[key] = w.Planned
		default:
			delete(h.encounters, key)
		}
	}
}

// record keeps one.
func (h *house) record(p models.Page, raw json.RawMessage, came map[[2]int64]bool) {
	h.t.Helper()
	var in struct {
		PatientID int64 `json:"patientId"`
		Summary   struct {
			EncounterID     int64           `json:"encounterId"`
			EncounterDate   models.Instant  `json:"encounterDate"`
			EncounterLocked json.RawMessage `json:"encounterLocked"`
		} `json:"summary"`
	}
	if p.Table == "section_names" {
		h.sections++
		return
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		h.t.Fatal(err)
	}
	if p.Table == "patients" {
		h.patients[in.PatientID] = true
		return
	}
	var patient int64
	_, _ = fmt.Sscan(p.Given["patient_id"], &patient)
	key := [2]int64{patient, in.Summary.EncounterID}
	at, _ := in.Summary.EncounterDate.Time()
	var locked models.YesNo
	_ = locked.UnmarshalJSON(in.Summary.EncounterLocked)
	is, _ := locked.Get()
	came[key] = true
	h.encounters[key] = fmt.Sprintf("%s %v", at.Format(time.RFC3339), is)
}

// complete compares the house with the practice.
func (h *house) complete(what string) {
	h.t.Helper()
	truth := h.sim.Truth(h.practice)
	want := map[[2]int64]string{}
	for _, e := range truth.Encounters {
		want[[2]int64{e.PatientID, e.ID}] = fmt.Sprintf("%s %v", e.Date.Format(time.RFC3339), e.Locked)
	}
	if !maps.Equal(h.encounters, want) {
		n := 0
		for key, text := range want {
			if h.encounters[key] != text {
				n++
			}
		}
		h.t.Errorf("%s: got %d encounters, want %d; %d of these differ", what, len(h.encounters), len(want), n)
	}
	people := map[int64]bool{}
	for _, p := range truth.Patients {
		if p.ChartNumber != nil && *p.ChartNumber != "" {
			people[p.ID] = true
		}
	}
	if !maps.Equal(h.patients, people) {
		h.t.Errorf("%s: got %d patients, want %d", what, len(h.patients), len(people))
	}
	if h.sections == 0 {
		h.t.Errorf("%s: got no names of sections", what)
	}
}

// TestSimulator fetches from an API that is as strict as the real one may be, in all its spellings: first everything,
// then night by night.
func TestSimulator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options simulator.Options
		nth     int
		bend    func(*nextech.Config)
	}{
		{"as it comes", simulator.Options{}, 0, nil},
		{"the other practice, with the same ids", simulator.Options{}, 1, nil},
		{"found anywhere in a name", simulator.Options{Match: simulator.Contains}, 0, nil},
		{"an object for one, and for none", simulator.Options{Faults: []string{"object-replies", "empty-object"}}, 0, nil},
		{"nothing for none", simulator.Options{Faults: []string{"empty-204"}}, 0, nil},
		{"dates of the vendor's examples", simulator.Options{Faults: []string{"us-dates"}}, 0, func(c *nextech.Config) { c.DateFormat = "us_mdy" }},
		{"days", simulator.Options{Faults: []string{"iso-dates"}}, 0, func(c *nextech.Config) { c.DateFormat = "iso_date" }},
		{"paths of the vendor's examples", simulator.Options{Aliases: true}, 0, func(c *nextech.Config) { c.PathStyle = "plain" }},
		{"the other one", simulator.Options{Aliases: true}, 0, func(c *nextech.Config) { c.PathStyle = "singular" }},
		{"texts and drift", simulator.Options{Faults: []string{"text-flags", "drift"}}, 0, nil},
		{"documents that are no UTF-8", simulator.Options{Faults: []string{"cp1252"}}, 0, nil},
		{"a document of 5 MB", simulator.Options{Faults: []string{"big-ccd"}}, 0, nil},
		{"tokens of a second", simulator.Options{AccessLifetime: time.Second}, 0, func(c *nextech.Config) { c.RequestsPerSecond = 4 }},
		{"numbers in the token's answer", simulator.Options{Faults: []string{"token-numbers"}}, 0, nil},
		{"a token that does not rotate", simulator.Options{Faults: []string{"no-rotation"}}, 0, nil},
		{"a secret", simulator.Options{ClientSecret: "s3cret"}, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.options.Size = 120
			in(t, tt.options, tt.nth, tt.bend, func(t *testing.T, h *house) {
				t.Helper()
				for night := range 3 {
					h.enroll()
					if err := h.night(extract.Want{}); err != nil {
						t.Fatal(err)
					}
					h.complete(fmt.Sprintf("night %d", night))
					h.sim.AddPatients(h.practice, 2)
					h.sim.Insert(5)
					h.sim.Update(10)
					time.Sleep(24 * time.Hour)
				}
			})
		})
	}
}

// TestTheMonthFindsTheRest deletes, moves and amends what no night asks for. The rolling reading of everything finds it.
func TestTheMonthFindsTheRest(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Size: 120}, 0, nil, func(t *testing.T, h *house) {
		t.Helper()
		if err := h.night(extract.Want{}); err != nil {
			t.Fatal(err)
		}
		h.sim.Delete(20)
		h.sim.Redate(10, 100*24*time.Hour, -400*24*time.Hour)
		h.sim.Redate(10, 600*24*time.Hour, 200*24*time.Hour)
		before := len(h.sim.Requests())
		most := 0
		for range 61 {
			time.Sleep(24 * time.Hour)
			if err := h.night(extract.Want{}); err != nil {
				t.Fatal(err)
			}
			now := len(h.sim.Requests())
			most, before = max(most, now-before), now
		}
		h.complete("after two months")
		if people := len(h.sim.Roster(h.practice)); most > 2*people {
			t.Errorf("got %d requests in a night about %d patients", most, people)
		}
	})
}

// TestAPatientIsMerged keeps the encounters of a patient whom the API does not know any more.
func TestAPatientIsMerged(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Size: 120}, 0, nil, func(t *testing.T, h *house) {
		t.Helper()
		if err := h.night(extract.Want{}); err != nil {
			t.Fatal(err)
		}
		gone, held := h.sim.Truth(h.practice).Encounters[0].PatientID, len(h.encounters)
		h.sim.RemovePatient(h.practice, gone)
		for range 3 {
			time.Sleep(24 * time.Hour)
			if err := h.night(extract.Want{Full: true}); err != nil {
				t.Fatal(err)
			}
		}
		if len(h.encounters) != held {
			t.Errorf("got %d encounters, want the %d of before", len(h.encounters), held)
		}
		last := h.past["encounters"][len(h.past["encounters"])-1].Verdict
		if !strings.Contains(last.Remark, "1 of") || slices.Contains(strings.Fields(last.Within), strconv.FormatInt(gone, 10)) {
			t.Errorf("got verdict %+v", last)
		}
	})
}

// TestSimulatorFaults lets each fault strike the second call of each kind. Either the window comes out as if nothing had
// been, or it says what was.
func TestSimulatorFaults(t *testing.T) {
	t.Parallel()
	fails := map[string]models.Outcome{
		"403 search": models.NotEntitled, "403 categories": models.NotEntitled,
		"404 search": models.Failed, "404 categories": models.Failed,
		"redirect search": models.Failed, "redirect encounters": models.Failed, "redirect categories": models.Failed,
	}
	for _, kind := range []string{
		"429", "429-seconds", "429-date", "500-html", "500-empty", "503", "403", "404", "html-200", "empty-body", "null-body",
		"redirect", "slow", "stalled", "cut", "reset", "garbled", "expire",
	} {
		for _, call := range []string{simulator.CallSearch, simulator.CallEncounters, simulator.CallCategories} {
			t.Run(kind+" "+call, func(t *testing.T) {
				t.Parallel()
				in(t, simulator.Options{Size: 60}, 0, nil, func(t *testing.T, h *house) {
					t.Helper()
					nth := map[string]string{simulator.CallCategories: "1"}[call]
					if nth == "" {
						nth = "2"
					}
					if err := h.sim.Fault(kind + ":" + call + ":" + nth); err != nil {
						t.Fatal(err)
					}
					err := h.night(extract.Want{})
					if want, ok := fails[kind+" "+call]; ok {
						if err == nil || extract.OutcomeOf(err) != want {
							t.Errorf("got error %v, want outcome %q", err, want)
						}
						h.quiet(err)
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					if kind != "404" && kind != "403" { // it is about one patient, and nothing is concluded
						h.complete(kind)
					}
				})
			})
		}
	}
}

// quiet fails when an error repeats something of what was sent or received.
func (h *house) quiet(err error) {
	h.t.Helper()
	if err == nil {
		return
	}
	for _, word := range append(h.sim.Canaries(), "127.0.0.1", "?", "http:") {
		if word != "" && strings.Contains(err.Error(), word) {
			h.t.Errorf("%q says %q", err, word)
		}
	}
}

// TestTokensAreLost says what to type when the refresh token is no good any more, and goes on after a login.
func TestTokensAreLost(t *testing.T) {
	t.Parallel()
	for _, lose := range []struct {
		name string
		do   func(*simulator.Simulator)
	}{
		{"revoked", (*simulator.Simulator).Revoke},
		{"rotated away", (*simulator.Simulator).RotateAway},
		{"two weeks away", func(*simulator.Simulator) { time.Sleep(15 * 24 * time.Hour) }},
	} {
		t.Run(lose.name, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Size: 60}, 0, nil, func(t *testing.T, h *house) {
				t.Helper()
				if err := h.night(extract.Want{}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(24 * time.Hour)
				lose.do(h.sim)
				err := h.night(extract.Want{})
				if extract.OutcomeOf(err) != models.NeedsPerson {
					t.Errorf("got error %v", err)
				}
				h.quiet(err)
				if err := h.vault.Write("token", []byte(h.sim.RefreshToken())); err != nil {
					t.Fatal(err)
				}
				if err := h.night(extract.Want{}); err != nil {
					t.Error(err)
				}
				h.complete("after a login")
			})
		})
	}
}

// TestSimulatorSweep finds the whole practice by terms, and never more than half of it where hits are hidden well.
func TestSimulatorSweep(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Size: 120, Cap: 5}, 0, func(c *nextech.Config) { c.Roster, c.Terms = "", &nextech.Terms{Sweep: true} }, func(t *testing.T, h *house) {
		t.Helper()
		if err := h.night(extract.Want{}); err != nil {
			t.Fatal(err)
		}
		v := h.past["patients"][0].Verdict
		if people := len(h.sim.Roster(h.practice)); len(h.patients) != people || v.Absence || !strings.HasPrefix(v.Remark, "coverage=unknown: ") {
			t.Errorf("got %d of %d patients, %+v", len(h.patients), people, v)
		}
		if len(h.encounters) != len(h.sim.Truth(h.practice).Encounters) {
			t.Errorf("got %d encounters", len(h.encounters))
		}
	})
}
