package supergood

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/supergood/simulator"
	"carehouse/extract/transport"
	"carehouse/models"

	"github.com/goccy/go-yaml"
)

// A house is a source before the simulator, in fake time, and what was fetched from it.
type house struct {
	sim    *simulator.Simulator
	source *Source
	past   map[string][]models.Past
	keys   map[string]map[string]bool // of the last window, by dataset
}

// in runs a test in fake time on a fresh deployment, which is read with its own profile.
func in(t *testing.T, o simulator.Options, bend func(*Config), test func(t *testing.T, h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o.Now, o.Tick = time.Now(), time.Now
		sim, err := simulator.New(o)
		if err != nil {
			t.Fatal(err)
		}
		var profile Profile
		if err := yaml.UnmarshalWithOptions([]byte(sim.Profile()), &profile, yaml.Strict()); err != nil {
			t.Fatal(err)
		}
		login := sim.Login(0)
		config := Config{
			BaseURL: "http://127.0.0.1:8000" + sim.Base(), Profile: &profile, RequestsPerSecond: 100,
			Auth: Auth{
				Username: login.Username, Password: models.NewSecret(login.Password), TenantID: login.TenantID,
				TOTPSecret: models.NewSecret(login.TOTPSecret),
			},
		}
		if bend != nil {
			bend(&config)
		}
		source, err := New("my-portal", config, transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, sim),
			Vault: extracttest.Vault(), Memory: "memory/my-portal",
		}, NewLogins())
		if err != nil {
			t.Fatal(err)
		}
		test(t, &house{sim, source, map[string][]models.Past{}, map[string]map[string]bool{}})
		if sim.LiveChecks() != 0 || sim.Writes() != 0 || sim.AtOnce() > 1 {
			t.Errorf("got %d live checks, %d writes, %d requests at once", sim.LiveChecks(), sim.Writes(), sim.AtOnce())
		}
	})
}

// fetch fetches what a dataset plans, and returns the verdict.
func (h *house) fetch(t *testing.T, name string) (models.Verdict, error) {
	t.Helper()
	w := plan(t, h.source, name, h.past[name], extract.Want{})
	pages, err := fetch(t, h.source, w)
	if err != nil {
		return models.Verdict{}, err
	}
	v := *pages[len(pages)-1].Verdict
	h.past[name] = append(h.past[name], models.Past{Window: w, Verdict: v, Ended: time.Now()})
	h.keys[name] = map[string]bool{}
	for _, p := range pages {
		if v.Sweep != 0 && p.Sweep != v.Sweep {
			continue
		}
		raw, _ := recordsIn(p.Body, p.Records)
		for _, r := range raw {
			h.keys[name][h.source.profile.Datasets[name].entry(r).key] = true
		}
	}
	return v, nil
}

// has compares what was fetched with what there is.
func (h *house) has(t *testing.T, name string) {
	t.Helper()
	want := h.sim.IDs(0, name)
	for _, id := range want {
		if !h.keys[name][id] {
			t.Errorf("%s: a record is missing", name)
		}
	}
	if len(h.keys[name]) != len(want) {
		t.Errorf("%s: got %d records, want %d", name, len(h.keys[name]), len(want))
	}
}

// TestEveryDialect reads a deployment as its profile says, then what has changed, and provokes nothing.
func TestEveryDialect(t *testing.T) {
	t.Parallel()
	for _, dialect := range simulator.Dialects() {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 1, Size: 200, MaxLimit: 20, Dialect: dialect, MFA: byTOTP}, nil, func(t *testing.T, h *house) {
				t.Helper()
				report, err := h.source.Check(t.Context())
				if err != nil || len(report.Problems) > 0 || !strings.HasPrefix(report.Seen, "session opened, 4 of 4 datasets open") {
					t.Errorf("got %+v, %v", report, err)
				}
				for _, name := range datasetNames() {
					v, err := h.fetch(t, name)
					if err != nil || v.Outcome != models.Complete || !v.Absence || v.Remark != "" {
						t.Errorf("%s: got %+v, %v", name, v, err)
					}
					h.has(t, name)
				}
				time.Sleep(2 * time.Hour)
				h.sim.Change(40, 40, 8)
				for _, name := range datasetNames() {
					v, err := h.fetch(t, name)
					if err != nil || !v.Outcome.Whole() || v.Distinct == 0 {
						t.Errorf("%s: got %+v, %v of changes", name, v, err)
					}
					mode := h.past[name][len(h.past[name])-1].Window.Mode
					if v.Absence != (mode != models.Modified) {
						t.Errorf("%s: got absence %t in mode %s", name, v.Absence, mode)
					}
					if mode == models.Snapshot {
						h.has(t, name)
					}
				}
				if h.sim.Sessions() > 3 {
					t.Errorf("opened %d sessions", h.sim.Sessions())
				}
			})
		})
	}
}

// TestFaultsOfTheSimulator strikes a walk with what passes, and wants the same records as without.
func TestFaultsOfTheSimulator(t *testing.T) {
	t.Parallel()
	for _, f := range []string{
		"429", "429-date", "429-bare", "409", "500", "502", "503", "504", "html-200", "empty-body", "garbled", "cut", "reset", "slow",
		"stalled", "expire", "cursor", "duplicates",
	} {
		t.Run(f, func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 2, Size: 120, MaxLimit: 20}, nil, func(t *testing.T, h *house) {
				t.Helper()
				fault, err := simulator.ParseFault(f + ":encounters:2")
				if err != nil {
					t.Fatal(err)
				}
				h.sim.Fault(fault)
				v, err := h.fetch(t, encounters)
				if err != nil || v.Outcome != models.Complete || !v.Absence {
					t.Fatalf("got %+v, %v", v, err)
				}
				h.has(t, encounters)
			})
		})
	}
}

// TestAListThatDoesNotTellItsEnd is whole where what leads on is left out, and not where it has another name.
func TestAListThatDoesNotTellItsEnd(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]models.Outcome{"terse": models.Complete, "mute": models.Partial} {
		for _, dialect := range []simulator.Dialect{simulator.Ours, simulator.Links} {
			for _, most := range []int{20, 100} {
				in(t, simulator.Options{Seed: 5, Size: 120, MaxLimit: most, Dialect: dialect, Faults: []string{fault}}, nil, func(t *testing.T, h *house) {
					t.Helper()
					v, err := h.fetch(t, encounters)
					if err != nil || v.Outcome != want || v.Absence != (want == models.Complete) {
						t.Errorf("%s, %s, %d: got %+v, %v", fault, dialect, most, v, err)
					}
					if want == models.Complete {
						h.has(t, encounters)
					}
				})
			}
		}
	}
}

// TestLastingFaultsOfTheSimulator wants the outcome that stands for each.
func TestLastingFaultsOfTheSimulator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault   string
		dialect simulator.Dialect
		want    models.Outcome
		says    string
	}{
		{"423:encounters:2", "", models.NeedsPerson, "the portal has locked"},
		{"redirect:encounters:2", "", models.Failed, "redirects"},
		{"same-page:encounters", "", models.Failed, "repeats"},
		{"same-page:encounters", simulator.Links, models.Failed, "repeats"},
		{"link-away:encounters:1", simulator.Links, models.Failed, "somewhere else"},
		{"renamed:encounters:2", "", models.Failed, "no records where the profile looks"},
		{"unlicensed:ehr", "", models.NotEntitled, "the module is not licensed"},
		{"wrong-password", "", models.NeedsPerson, "name or password"},
		{"mfa:sms", "", models.NeedsPerson, "a code by sms"},
		{"skew:100000", "", models.Complete, ""},
	} {
		t.Run(tt.fault+" "+string(tt.dialect), func(t *testing.T) {
			t.Parallel()
			in(t, simulator.Options{Seed: 3, Size: 120, MaxLimit: 20, Dialect: tt.dialect}, nil, func(t *testing.T, h *house) {
				t.Helper()
				fault, err := simulator.ParseFault(tt.fault)
				if err != nil {
					t.Fatal(err)
				}
				h.sim.Fault(fault)
				v, err := h.fetch(t, encounters)
				if err == nil {
					if v.Outcome != tt.want {
						t.Errorf("got %+v", v)
					}
					return
				}
				if got := extract.OutcomeOf(err); got != tt.want || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("got %v (%s), want %s: %s", err, got, tt.want, tt.says)
				}
				if p, ok := problem("", err); !ok || p.Advice == "" {
					t.Errorf("got %+v, want advice", p)
				}
			})
		})
	}
}

func TestSimulatedTenantsAreRead(t *testing.T) {
	t.Parallel()
	sim, err := simulate(extract.SimulateOptions{Seed: 4, Size: 50, Clock: time.Now, Faults: []string{"drift"}})
	if err != nil {
		t.Fatal(err)
	}
	one, env := sim.Tenant("one", "http://127.0.0.1:1")
	two, _ := sim.Tenant("two", "http://127.0.0.1:1")
	if again, _ := sim.Tenant("one", "http://127.0.0.1:1"); again != one || one == two {
		t.Error("a name is not a tenant")
	}
	if len(env) != 2 || strings.Contains(one, env["ONE_PASSWORD"]) || !strings.Contains(one, "env:ONE_TOTP") {
		t.Errorf("got entry %q", one)
	}
	if _, err := simulate(extract.SimulateOptions{Clock: time.Now, Faults: []string{"nothing"}}); err == nil {
		t.Error("got no error for a fault that is none")
	}
	if !slices.Contains(sim.Faults(), "drift") {
		t.Error("faults are not listed")
	}
}
