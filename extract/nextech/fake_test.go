package nextech

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

const (
	testTenant   = "my-practice"
	testPractice = "0042"
	testToken    = "tokens/my-practice"
	firstRefresh = "REFRESHCANARY-0"
)

// A fake is a small Nextech in memory, strict about every question: rotating tokens, a search, encounters.
type fake struct {
	mu       sync.Mutex
	patients []fakePatient
	clock    func() time.Time

	refresh   string // the token that is good
	access    string
	ends      time.Time
	life      time.Duration
	turns     int
	codes     map[string]url.Values // by code, what it was asked for with
	instead   func(w http.ResponseWriter, r *http.Request) bool
	between   func(r *http.Request)
	cap       int // how many hits are shown
	contains  bool
	oneBare   bool   // a single hit comes without a list
	none      string // what stands for nothing
	noRefresh bool
	asked     []string
	granted   []string // grant types
}

type fakePatient struct {
	id         int64
	chart      string
	name       string
	encounters []fakeEncounter
}

type fakeEncounter struct {
	id     int64
	at     time.Time
	locked bool
	ccd    string
}

func newFake() *fake {
	return &fake{clock: time.Now, refresh: firstRefresh, life: time.Hour, none: "[]", codes: map[string]url.Values{}}
}

// people adds patients with a chart number each: A001 is patient 1001, and so on.
func (f *fake) people(n int) *fake {
	for i := 1; i <= n; i++ {
		f.patients = append(f.patients, fakePatient{
			id: 1000 + int64(i), chart: fmt.Sprintf("A%03d", i), name: extracttest.Canary,
			encounters: []fakeEncounter{{id: int64(i), at: time.Date(1999, 5, 1, 10, 0, 0, 0, time.UTC), locked: true, ccd: "<p>x</p>"}},
		})
	}
	return f
}

// ServeHTTP implements [http.Handler].
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.between != nil {
		f.between(r)
	}
	if f.instead != nil && f.instead(w, r) {
		return
	}
	if r.URL.Path == "/oauth2/token" {
		f.token(w, r)
		return
	}
	path := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/api"), "/")
	f.asked = append(f.asked, strings.TrimSuffix(path+"?"+r.URL.RawQuery, "?"))
	switch {
	case r.Method != http.MethodGet:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case f.access == "" || r.Header.Get("Authorization") != "Bearer "+f.access || !f.clock().Before(f.ends):
		w.WriteHeader(http.StatusUnauthorized)
	case r.Header.Get("x-nextech-practice-id") == "":
		w.WriteHeader(http.StatusBadRequest)
	case r.Header.Get("x-nextech-practice-id") != testPractice:
		w.WriteHeader(http.StatusForbidden)
	case path == "/search":
		f.search(w, r.URL.Query())
	case path == "/encounters/categories":
		answer(w, []string{"history", "medications"})
	case strings.HasSuffix(path, "/encounters/search"):
		f.visits(w, strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/encounters/search"), r.URL.Query())
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v)
}

// token rotates the refresh token, or exchanges a code.
func (f *fake) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	form := r.PostForm
	f.granted = append(f.granted, form.Get("grant_type"))
	bad := func(code string, number int) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]any{
			"error": code, "error_description": fmt.Sprintf("AADSTS%d: %s. Trace ID: 1", number, extracttest.Canary),
			"error_codes": []int{number}, "trace_id": extracttest.Canary,
		})
	}
	switch {
	case r.Method != http.MethodPost || r.URL.RawQuery != "" || form.Get("client_id") != "client-1" || r.Header.Get("Authorization") != "":
		bad("invalid_request", 90014)
		return
	case form.Get("resource") != "https://resource.example/1":
		bad("invalid_resource", 50001)
		return
	case form.Get("grant_type") == "authorization_code":
		asked, known := f.codes[form.Get("code")]
		delete(f.codes, form.Get("code"))
		if !known || asked.Get("redirect_uri") != form.Get("redirect_uri") || !proves(asked, form.Get("code_verifier")) {
			bad("invalid_grant", 70002)
			return
		}
	case form.Get("grant_type") == "refresh_token" && form.Get("refresh_token") == f.refresh:
	default:
		bad("invalid_grant", 70008)
		return
	}
	f.turns++
	f.refresh = fmt.Sprintf("REFRESHCANARY-%d", f.turns)
	f.access = fmt.Sprintf("ACCESSCANARY-%d", f.turns)
	f.ends = f.clock().Add(f.life)
	body := map[string]any{
		"token_type": "Bearer", "expires_in": strconv.Itoa(int(f.life.Seconds())), "ext_expires_in": "0",
		"expires_on": strconv.FormatInt(f.ends.Unix(), 10), "access_token": f.access, "refresh_token": f.refresh,
	}
	if f.noRefresh {
		delete(body, "refresh_token")
	}
	answer(w, body)
}

// search finds patients whose name or chart number begins with a term, or holds it.
func (f *fake) search(w http.ResponseWriter, q url.Values) {
	term := strings.ToLower(q.Get("term"))
	if term == "" || len(q) != 1 {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	var hits []any
	for _, p := range f.patients {
		match := false
		for _, text := range []string{strings.ToLower(p.chart), strings.ToLower(p.name)} {
			match = match || strings.HasPrefix(text, term) || (f.contains && strings.Contains(text, term))
		}
		if match && (f.cap == 0 || len(hits) < f.cap) {
			hits = append(hits, map[string]any{
				"patientId": p.id, "chartNumber": p.chart, "firstName": p.name, "lastName": "Testperson", "dob": "2017-12-14T15:08:59.934Z",
			})
		}
	}
	switch {
	case len(hits) == 0 && f.none == "":
		w.WriteHeader(http.StatusNoContent)
	case len(hits) == 0:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(f.none))
	case len(hits) == 1 && f.oneBare:
		answer(w, hits[0])
	default:
		answer(w, hits)
	}
}

// visits tells a patient's encounters of some days, both ends included.
func (f *fake) visits(w http.ResponseWriter, id string, q url.Values) {
	start, err1 := time.Parse(time.RFC3339, q.Get("start"))
	end, err2 := time.Parse(time.RFC3339, q.Get("end"))
	if err1 != nil || err2 != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	at := slices.IndexFunc(f.patients, func(p fakePatient) bool { return strconv.FormatInt(p.id, 10) == id })
	if at < 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	all := []any{}
	for _, e := range f.patients[at].encounters {
		if !e.at.Before(start) && !e.at.After(end) {
			all = append(all, map[string]any{
				"summary": map[string]any{"encounterId": e.id, "encounterDate": e.at.Format(time.RFC3339), "encounterLocked": e.locked},
				"ccd":     e.ccd,
			})
		}
	}
	answer(w, all)
}

// testConfig is a configuration whose roster has some lines.
func testConfig(t *testing.T, roster ...string) Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roster.csv")
	if err := os.WriteFile(path, []byte(strings.Join(roster, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return Config{
		PracticeID: testPractice, BaseURL: extracttest.Base, RequestsPerSecond: 1000, Roster: path,
		Auth: Auth{
			ClientID: "client-1", AuthorizeURL: "http://127.0.0.1:8000/oauth2/authorize", TokenURL: "http://127.0.0.1:8000/oauth2/token",
			Resource: "https://resource.example/1", RefreshToken: testToken,
		},
	}
}

// charts is a roster of chart numbers A001 to A00n.
func charts(n int) []string {
	lines := []string{"chart_number"}
	for i := 1; i <= n; i++ {
		lines = append(lines, fmt.Sprintf("A%03d", i))
	}
	return lines
}

// A stage is a source before a fake, in fake time.
type stage struct {
	*fake
	t      *testing.T
	config Config
	env    transport.Env
	vault  *extracttest.Memory
	source *Source
	past   map[string][]models.Past
}

// on runs a test in fake time, with a roster of so many charts. The configuration may be bent before the source is built.
func on(t *testing.T, people int, bend func(*Config, *fake), test func(t *testing.T, s *stage)) {
	t.Helper()
	config := testConfig(t, charts(people)...)
	synctest.Test(t, func(t *testing.T) {
		f := newFake().people(people)
		if bend != nil {
			bend(&config, f)
		}
		s := &stage{fake: f, t: t, config: config, vault: extracttest.Vault(), past: map[string][]models.Past{}}
		s.env = transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, f), Vault: s.vault, Memory: "memory/my-practice",
		}
		if err := s.vault.Write(testToken, []byte(firstRefresh+"\n")); err != nil {
			t.Fatal(err)
		}
		s.restart()
		test(t, s)
	})
}

// restart builds the source anew, as each run does.
func (s *stage) restart() {
	s.t.Helper()
	source, err := New(testTenant, s.config, s.env)
	if err != nil {
		s.t.Fatal(err)
	}
	s.source = source
}

func (s *stage) dataset(name string) extract.Dataset {
	s.t.Helper()
	return extracttest.Dataset(s.t, s.source, name)
}

// plan says what a dataset would fetch now.
func (s *stage) plan(name string, want extract.Want) []models.Window {
	d := s.dataset(name)
	want.Now, want.Lead = time.Now().UTC(), s.past[d.Leader]
	return d.Plan(s.past[name], want)
}

// fetch fetches a window and keeps it as one of the past.
func (s *stage) fetch(w models.Window, landed ...models.Page) ([]models.Page, models.Verdict, error) {
	pages, err := extracttest.Collect(s.dataset(w.Dataset).Pages(s.t.Context(), w, extracttest.Landed(landed...), nil))
	if err != nil {
		return pages, models.Verdict{}, err
	}
	v := *pages[len(pages)-1].Verdict
	s.past[w.Dataset] = append(s.past[w.Dataset], models.Past{Window: w, Verdict: v, Ended: time.Now().UTC()})
	return pages, v, nil
}

// sync fetches all that the plan says of a dataset.
func (s *stage) sync(name string) (all []models.Page, verdicts []models.Verdict) {
	s.t.Helper()
	for _, w := range s.plan(name, extract.Want{}) {
		pages, v, err := s.fetch(w)
		if err != nil {
			s.t.Fatal(err)
		}
		all, verdicts = append(all, pages...), append(verdicts, v)
	}
	return all, verdicts
}

// night syncs patients and encounters in a new run, and returns what was asked, sorted.
func (s *stage) night() (asked []string) {
	s.t.Helper()
	s.restart()
	s.sync(patients)
	s.sync(encounters)
	asked = s.took()
	slices.Sort(asked)
	return asked
}

// took returns the requests since the last time it was called.
func (s *stage) took() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// file reads a file of the vault.
func (s *stage) file(path string) string {
	content, err := s.vault.Read(path)
	if err != nil {
		return ""
	}
	return string(content)
}
