package tpastream_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/tpastream"
	"carehouse/extract/tpastream/simulator"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A tenant is a source before a simulated API, in fake time.
type tenant struct {
	sim    *simulator.Simulator
	source *tpastream.Source
	past   map[string][]models.Past
	held   map[int64]bool // the claims that a warehouse would hold
}

// before runs a test before a simulator. The options may be bent, the configuration too.
func before(t *testing.T, options simulator.Options, bend func(*tpastream.Config), test func(t *testing.T, s *tenant)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		block, err := ssh.MarshalPrivateKey(private, "")
		if err != nil {
			t.Fatal(err)
		}
		key, err := ssh.NewPublicKey(public)
		if err != nil {
			t.Fatal(err)
		}
		options.Now, options.Tick, options.PublicKeys = time.Now(), time.Now, []ssh.PublicKey{key}
		config := tpastream.Config{
			BaseURL: extracttest.Base, PerPage: 20, RequestsPerSecond: 1000,
			Auth: tpastream.Auth{SSHJWT: &tpastream.SSHJWT{
				Email: simulator.DefaultEmail, PrivateKey: models.NewSecret(string(pem.EncodeToMemory(block))),
			}},
		}
		if bend != nil {
			bend(&config)
		}
		s := &tenant{sim: simulator.New(options), past: map[string][]models.Past{}, held: map[int64]bool{}}
		s.source, err = tpastream.New("my-tpa", config, transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, s.sim),
		})
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

// sync fetches what a plan says and keeps its claims as a warehouse would.
func (s *tenant) sync(t *testing.T, dataset string) (models.Window, []models.Page, error) {
	t.Helper()
	i := slices.IndexFunc(s.source.Datasets(), func(d extract.Dataset) bool { return d.Name == dataset })
	d := s.source.Datasets()[i]
	w := d.Plan(s.past[dataset], extract.Want{Now: time.Now()})[0]
	pages, err := extracttest.Collect(d.Pages(t.Context(), w, nil, nil))
	if err != nil {
		return w, pages, err
	}
	v := *pages[len(pages)-1].Verdict
	s.past[dataset] = append(s.past[dataset], models.Past{Window: w, Verdict: v, Ended: time.Now()})
	arrived := map[int64]bool{}
	for _, p := range pages {
		if p.Table == "claims" && (v.Sweep == 0 || p.Sweep == 0 || p.Sweep == v.Sweep) {
			maps.Copy(arrived, keys(t, p))
		}
	}
	if v.Absence {
		maps.DeleteFunc(s.held, func(key int64, _ bool) bool { return !arrived[key] })
	}
	maps.Copy(s.held, arrived)
	return w, pages, nil
}

// keys returns the keys of a page of claims.
func keys(t *testing.T, p models.Page) map[int64]bool {
	t.Helper()
	var list struct{ Data json.RawMessage }
	if err := json.Unmarshal(p.Body, &list); err != nil {
		t.Fatal(err)
	}
	var claims []map[string]json.RawMessage // a map, because its keys tell case apart
	if json.Unmarshal(list.Data, &claims) != nil {
		claims = make([]map[string]json.RawMessage, 1)
		if err := json.Unmarshal(list.Data, &claims[0]); err != nil {
			t.Fatal(err)
		}
	}
	all := map[int64]bool{}
	for _, c := range claims {
		for _, name := range []string{"claim_medical_id", "id"} {
			var key int64
			if raw, ok := c[name]; ok && json.Unmarshal(raw, &key) == nil && key != 0 {
				all[key] = true
				break
			}
		}
	}
	return all
}

// complete looks whether the claims that are held are those that there are.
func (s *tenant) complete(t *testing.T) {
	t.Helper()
	got := slices.Sorted(maps.Keys(s.held))
	if want := s.sim.ClaimIDs(); !slices.Equal(got, want) {
		t.Errorf("got %d claims, want %d", len(got), len(want))
	}
}

// TestSimulator syncs before an API that is as strict as the real one, full and then by the feed.
func TestSimulator(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options simulator.Options
		feed    bool
	}{
		{"as it comes", simulator.Options{}, true},
		{"in the style of 2022", simulator.Options{Style: simulator.Style2022}, true},
		{"pages are clamped", simulator.Options{MaxPerPage: 9}, true},
		{"in no order", simulator.Options{Order: simulator.ByID}, true},
		{"the webhook's shape", simulator.Options{Shape: simulator.Webhook}, true},
		{"the second version's shape", simulator.Options{Shape: simulator.V2}, true},
		{"events come late and overtake each other", simulator.Options{EventsUneven: true}, true},
		{"no feed", simulator.Options{EventsStatus: http.StatusForbidden}, false},
		{"a feed that is not there", simulator.Options{EventsStatus: http.StatusNotFound}, false},
		{"claims cannot be asked for one by one", simulator.Options{SingleStatus: http.StatusMethodNotAllowed}, true},
		{"single claims are not there", simulator.Options{SingleStatus: http.StatusNotFound}, true},
		{"single claims are forbidden", simulator.Options{SingleStatus: http.StatusForbidden}, true},
		{"ids beyond a float", simulator.Options{BigIDs: true}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.options.Claims = 50
			before(t, tt.options, nil, func(t *testing.T, s *tenant) {
				t.Helper()
				for night := range 4 {
					w, _, err := s.sync(t, "claims")
					if err != nil {
						t.Fatal(err)
					}
					s.complete(t)
					if want := tt.feed && night > 0; (w.Mode == models.Feed) != want {
						t.Errorf("night %d: got a %s", night, w.Mode)
					}
					s.sim.Insert(3)
					s.sim.Update(4)
					s.sim.Crawl(1)
					time.Sleep(24 * time.Hour)
				}
				for _, dataset := range []string{"employers", "members", "policy_holders"} {
					_, pages, err := s.sync(t, dataset)
					if err != nil || pages[len(pages)-1].Verdict.Outcome != models.Complete {
						t.Errorf("%s: got %v", dataset, err)
					}
				}
				if report, err := s.source.Check(t.Context()); err != nil || !strings.Contains(report.Seen, "SSH-JWT accepted") {
					t.Errorf("got report %+v, %v", report, err)
				}
			})
		})
	}
}

// TestSimulatorFaults lets each fault strike on the way through the claims. Either the window comes out as if nothing
// had been, or it says what was.
func TestSimulatorFaults(t *testing.T) {
	t.Parallel()
	fails := map[simulator.FaultKind]models.Outcome{
		simulator.Forbidden: models.NotEntitled, simulator.Unprocessable: models.Failed, simulator.DetailError: models.Failed,
		simulator.GzipBomb: models.Failed, simulator.RedirectAway: models.Failed, simulator.RedirectForever: models.Failed,
		simulator.ClockSkew: models.NeedsPerson, // for a single answer: the token made for it is wrong for the next
	}
	partial := map[simulator.FaultKind]bool{simulator.PastTheEnd: true, simulator.TotalLies: true} // they never stop
	keyless := map[simulator.FaultKind]bool{simulator.NoKey: true}
	renumbered := map[simulator.FaultKind]bool{simulator.BigIDs: true}
	for _, e := range simulator.FaultKinds() {
		kind := e.Kind
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			before(t, simulator.Options{Claims: 50, Plain: true, Canaries: true}, nil, func(t *testing.T, s *tenant) {
				t.Helper()
				s.sim.Fault(simulator.Fault{Kind: kind, Call: "/api/claims", Nth: 2})
				_, pages, err := s.sync(t, "claims")
				if want, ok := fails[kind]; ok || err != nil {
					if err == nil || extract.OutcomeOf(err) != want || !strings.Contains(err.Error(), "page 3: GET /api/claims") {
						t.Errorf("got error %v, want outcome %q", err, want)
					}
					s.quiet(t, err)
					return
				}
				v := pages[len(pages)-1].Verdict
				if partial[kind] != (v.Outcome == models.Partial) || v.Absence == (partial[kind] || keyless[kind]) {
					t.Errorf("got verdict %+v", v)
				}
				if !partial[kind] && !keyless[kind] && !renumbered[kind] {
					s.complete(t)
				}
			})
		})
	}
}

// quiet fails when an error repeats something of what was sent or received.
func (s *tenant) quiet(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, word := range append(s.sim.Canaries(), simulator.DefaultEmail, "eyJ", "127.0.0.1", "?") {
		if strings.Contains(err.Error(), word) {
			t.Errorf("%q says %q", err, word)
		}
	}
}

// TestSimulatorChangesUnderASweep changes the list between pages in every way at once, and expects that what is called
// whole is whole.
func TestSimulatorChangesUnderASweep(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		before(t, simulator.Options{Claims: 50, Seed: seed, Plain: true}, nil, func(t *testing.T, s *tenant) {
			t.Helper()
			until := int(4 + seed%12) // then the list holds still
			s.sim.Between(func(request int) {
				switch {
				case request < 2 || request > until:
				case (uint64(request)+seed)%3 == 0:
					s.sim.Insert(1 + request%4)
				case (uint64(request)+seed)%3 == 1:
					s.sim.DeleteFirst(1 + request%3)
				default:
					s.sim.Update(2)
				}
			})
			_, pages, err := s.sync(t, "claims")
			if err != nil {
				t.Fatal(err)
			}
			if v := pages[len(pages)-1].Verdict; v.Outcome.Whole() {
				s.complete(t)
			} else if until < 8 {
				t.Errorf("seed %d: got verdict %+v although the list held still", seed, v)
			}
		})
	}
}
