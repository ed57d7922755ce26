package tebra

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/tebra/simulator"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A house is a source before the simulator, in fake time, and what was fetched from it.
type house struct {
	sim    *simulator.Simulator
	source *Source
	past   map[string][]models.Past
	pages  map[string][]models.Page // by window
}

// in runs a test in fake time on a fresh account.
func in(t *testing.T, o simulator.Options, bend func(*Config), test func(t *testing.T, h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("2026-06-15")))
		o.Now, o.Tick = time.Now(), time.Now
		sim, err := simulator.New(o)
		if err != nil {
			t.Fatal(err)
		}
		key, password, user := sim.Credentials()
		config := Config{
			BaseURL: "http://127.0.0.1:8000" + simulator.Path,
			Auth: Credentials{
				CustomerKey: models.NewSecret(key), User: models.NewSecret(user), Password: models.NewSecret(password),
			},
		}
		if bend != nil {
			bend(&config)
		}
		source, err := New("my-co", config, transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, sim),
		}, NewAccounts())
		if err != nil {
			t.Fatal(err)
		}
		test(t, &house{sim, source, map[string][]models.Past{}, map[string][]models.Page{}})
	})
}

// fetch fetches what a dataset plans, and returns the verdicts.
func (h *house) fetch(t *testing.T, name string, want extract.Want) ([]models.Verdict, error) {
	t.Helper()
	var verdicts []models.Verdict
	for _, d := range h.source.Datasets() {
		if d.Name != name {
			continue
		}
		want.Now, want.Lead = time.Now(), h.past[d.Leader]
		for _, w := range d.Plan(h.past[name], want) {
			lead := extracttest.Landed(h.pages[d.Leader+"/"+w.After]...)
			pages, err := extracttest.Collect(d.Pages(t.Context(), w, nil, lead))
			if err != nil {
				return verdicts, err
			}
			v := *pages[len(pages)-1].Verdict
			verdicts = append(verdicts, v)
			h.past[name] = append(h.past[name], models.Past{Window: w, Verdict: v, Ended: time.Now()})
			h.pages[name+"/"+w.ID] = pages
		}
	}
	return verdicts, nil
}

// all fetches every dataset and returns the verdict of the last window of each.
func (h *house) all(t *testing.T, want extract.Want) map[string]models.Verdict {
	t.Helper()
	got := map[string]models.Verdict{}
	for _, name := range datasetNames() {
		verdicts, err := h.fetch(t, name, want)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(verdicts) > 0 {
			got[name] = verdicts[len(verdicts)-1]
		}
	}
	return got
}

// TestAgainstTheSimulator reads a whole account at the published intervals, then what has changed, and provokes nothing.
func TestAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Seed: 1, Size: 300, Scale: 1}, nil, func(t *testing.T, h *house) {
		t.Helper()
		report, err := h.source.Check(t.Context())
		if err != nil || len(report.Problems) > 0 || report.Seen != "17 of 17 operations allowed, 3 practices" {
			t.Errorf("got %+v, %v", report, err)
		}
		first := h.all(t, extract.Want{})
		for _, name := range datasetNames() {
			v, fetched := first[name]
			if name == patientExternalIDs { // is not configured
				continue
			}
			remark := ""
			if name == patientDetails { // they are asked for by an id alone, and some ids are in two practices
				remark = "6 records missed, because the service shows another practice's of the same id"
			}
			if !fetched || v.Outcome != models.Complete || v.Distinct == 0 || v.Remark != remark || v.Absence != (name != practices) {
				t.Errorf("%s: got %+v", name, v)
			}
			t.Logf("%s: %d", name, v.Distinct)
		}
		h.sim.Change(20, 40, 10)
		time.Sleep(2 * time.Hour)
		second := h.all(t, extract.Want{})
		for _, name := range []string{charges, transactions, encounters} {
			if v := second[name]; !v.Outcome.Whole() || v.Distinct == 0 || v.Absence || v.Remark != "" {
				t.Errorf("%s: got %+v of changes", name, v)
			}
		}
		if n := h.sim.Throttled(); n != 0 {
			t.Errorf("came too early %d times", n)
		}
	})
}

// TestARunAWeek reads everything each time, and follows what changed all the same.
func TestARunAWeek(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Seed: 6, Size: 100}, nil, func(t *testing.T, h *house) {
		t.Helper()
		h.all(t, extract.Want{})
		for range 2 {
			h.sim.Change(20, 40, 10)
			time.Sleep(8 * 24 * time.Hour)
			got := h.all(t, extract.Want{})
			for leader, follower := range map[string]string{charges: encounters, appointments: appointmentDetails, patients: patientDetails} {
				full := h.past[leader][len(h.past[leader])-1]
				v, followed := got[follower]
				if changed(full) || !followed || v.Outcome != models.Complete || v.Distinct == 0 || v.Distinct >= got[leader].Distinct {
					t.Errorf("%s: got %+v behind %+v", follower, v, full)
				}
			}
		}
	})
}

// TestFaultsOfTheSimulator strikes a walk with everything that passes, and wants the same records as without.
func TestFaultsOfTheSimulator(t *testing.T) {
	t.Parallel()
	for _, f := range []string{
		"internal-fault", "html-200", "html-503", "http-429", "empty-body", "doctype", "truncated", "reset", "slow", "stalled",
		"throttled", "throttled:GetCharges:2:20 throttle-bare", "throttled:GetCharges:2:20 throttle-reordered",
		"throttled:GetCharges:2:20 throttle-429", "throttled:GetCharges:2:20 throttle-cut", "wide-fault:8",
		"nil-container", "nil-security", "to-exclusive", "shuffled", "extra-element", "posting-silent",
	} {
		t.Run(f, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 2, Size: 200}, nil, func(t *testing.T, h *house) {
				t.Helper()
				want, err := h.fetch(t, charges, extract.Want{})
				if err != nil {
					t.Fatal(err)
				}
				for fault := range strings.FieldsSeq(f) {
					if slices.Contains([]string{"internal-fault", "html-200", "html-503", "http-429", "empty-body", "doctype", "truncated", "reset", "slow", "stalled", "throttled"}, fault) {
						fault += ":GetCharges:2:1"
					}
					if err := h.sim.Fault(fault); err != nil {
						t.Fatal(err)
					}
				}
				got, err := h.fetch(t, charges, extract.Want{Full: true})
				if err != nil || len(got) != 2 || got[1].Distinct != want[0].Distinct || got[1].Outcome != models.Complete {
					t.Errorf("got %+v, %v, want %+v", got, err, want)
				}
			})
		})
	}
}

// TestAServiceThatIsSilentOnWideSpansFromTheStart is not believed to have nothing, whatever the last span is.
func TestAServiceThatIsSilentOnWideSpansFromTheStart(t *testing.T) {
	t.Parallel()
	for _, dataset := range []string{charges, payments, transactions, appointments} {
		t.Run(dataset, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 2, Size: 800}, nil, func(t *testing.T, h *house) {
				t.Helper()
				want, err := h.fetch(t, dataset, extract.Want{})
				if err != nil {
					t.Fatal(err)
				}
				h.past = map[string][]models.Past{} // as if it were the first time
				if err := h.sim.Fault("wide-empty:10"); err != nil {
					t.Fatal(err)
				}
				got, err := h.fetch(t, dataset, extract.Want{})
				if err != nil || len(got) != 1 || got[0].Distinct != want[0].Distinct || got[0].Outcome != models.Complete {
					t.Errorf("got %+v, %v, want %+v", got, err, want)
				}
			})
		})
	}
}

// TestEndsOfTheRoster are three, and all of them are one.
func TestEndsOfTheRoster(t *testing.T) {
	t.Parallel()
	for _, f := range []string{"", "key-zero", "key-nil", "undated", "cases-listed", "schema-2025"} {
		t.Run(f, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 3, Size: 300}, func(c *Config) { c.BatchSize = 7 }, func(t *testing.T, h *house) {
				t.Helper()
				if f != "" {
					if err := h.sim.Fault(f); err != nil {
						t.Fatal(err)
					}
				}
				roster, err := h.fetch(t, patientRoster, extract.Want{})
				if err != nil {
					t.Fatal(err)
				}
				got, err := h.fetch(t, patients, extract.Want{})
				if err != nil || got[0].Distinct != roster[0].Distinct || got[0].Claimed != got[0].Distinct || !got[0].Absence {
					t.Errorf("got %+v, %v, want %d patients", got, err, roster[0].Distinct)
				}
			})
		})
	}
}

// TestRefusalsOfTheSimulator end windows as what they are.
func TestRefusalsOfTheSimulator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault, dataset string
		want           models.Outcome
	}{
		{"bad-key", charges, models.NeedsPerson},
		{"bad-password", charges, models.NeedsPerson},
		{"no-permission:GetCharges", charges, models.NotEntitled},
		{"no-permission:GetAllPatients", patientRoster, models.NotEntitled},
		{"contract-mismatch:GetCharges:1:*", charges, models.NotEntitled},
		{"schema-2025", appointmentReasons, models.NotEntitled},
		{"deserialization-failed:GetCharges:1:*", charges, models.Failed},
		{"redirect:GetCharges:1:*", charges, models.Failed},
		{"error:GetCharges", charges, models.Failed},
		{"html-503:GetCharges:1:*", charges, models.Unreachable},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 4, Size: 50, Faults: []string{tt.fault}}, nil, func(t *testing.T, h *house) {
				t.Helper()
				_, err := h.fetch(t, tt.dataset, extract.Want{})
				if extract.OutcomeOf(err) != tt.want || err == nil {
					t.Errorf("got %v, want outcome %s", err, tt.want)
				}
				for _, canary := range h.sim.Canaries() {
					if err != nil && strings.Contains(err.Error(), canary) {
						t.Errorf("%q says %s", err, canary)
					}
				}
			})
		})
	}
}

// TestAPracticeIsTakenAway from the user between two runs: the others go on, and nothing is concluded about it.
func TestAPracticeIsTakenAway(t *testing.T) {
	t.Parallel()
	in(t, simulator.Options{Seed: 5, Size: 100}, nil, func(t *testing.T, h *house) {
		t.Helper()
		before, err := h.fetch(t, charges, extract.Want{})
		if err != nil {
			t.Fatal(err)
		}
		if listed, err := h.fetch(t, practices, extract.Want{}); err != nil || listed[0].Remark != "" {
			t.Fatalf("got %+v, %v", listed, err)
		}
		if err := h.sim.Fault("no-practice:2"); err != nil {
			t.Fatal(err)
		}
		for range 2 { // it is told as long as its records are there
			listed, err := h.fetch(t, practices, extract.Want{})
			want := "practice 2 is not shown to the user any more; its records stay as they are"
			if err != nil || listed[0].Remark != want || listed[0].Absence || listed[0].Within != "1 3" {
				t.Errorf("got %+v, %v", listed, err)
			}
		}
		after, err := h.fetch(t, charges, extract.Want{Full: true})
		if err != nil || after[0].Outcome != models.Complete || before[0].Within != "1 2 3" || after[0].Within != "1 3" {
			t.Errorf("got %+v, %v behind %+v", after, err, before)
		}
	})
}
