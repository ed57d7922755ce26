package supergood

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
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

	"github.com/pquerna/otp/totp"
)

// The credentials of the fake.
const (
	fakeUser     = "canaryuser@example.com"
	fakePassword = "CANARYPASSWORD<&>\" 1"
	fakeSecret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

// A fake is a small deployment in memory, which takes nothing that nobody declared.
type fake struct {
	t *testing.T

	mu      sync.Mutex
	lists   map[string][]map[string]any // by path
	takes   map[string][]string         // the parameters of a path, besides those of paging
	style   string
	size    int      // the most records of a page
	tells   []string // "more", "total"
	modules []string
	life    time.Duration // of a session
	tenants []string      // that the user may see; the first one is meant when none is named
	single  bool          // a new session ends the one before

	mfa    string // the second factor that is wanted
	skew   time.Duration
	code   string // that was sent by sms or email
	used   map[string]bool
	tokens map[string]time.Time // when they end

	before func(f *fake, r *http.Request, n int) // n counts the requests for lists from 1
	answer func(w http.ResponseWriter, r *http.Request) bool
	door   func(w http.ResponseWriter, coded bool) bool // of calls for a session
	shape  func(path string, envelope map[string]any)
	asked  []string
	logins []map[string]any
	under  int // requests under way
	most   int
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{
		t: t, lists: map[string][]map[string]any{}, style: byCursor, size: 10, tells: []string{"more"},
		modules: []string{"billing", "ehr", "scheduling"}, life: time.Hour, used: map[string]bool{}, tokens: map[string]time.Time{},
		takes: map[string][]string{
			"/patients": {"updated_since"}, "/appointments": {"start_date", "end_date"}, "/encounters": {"include"},
			"/eligibility_checks": {"updated_since"},
		},
	}
	for path := range f.takes {
		for i := range 25 {
			f.lists[path] = append(f.lists[path], fakeRecord(i+1))
		}
	}
	return f
}

// fakeRecord is a record with no more than an id, a name and a time.
func fakeRecord(id int) map[string]any {
	return map[string]any{
		"id": strconv.Itoa(id), "last_name": extracttest.Canary,
		"updated_at": changedAt(id).Format(time.RFC3339),
		"checked_at": changedAt(id).Format(time.RFC3339),
	}
}

// start is when time begins in a bubble.
func start() time.Time { return time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC) }

// changedAt is when a record last changed.
func changedAt(id int) time.Time { return start().Add(time.Duration(id)*time.Minute - 48*time.Hour) }

// ServeHTTP implements [http.Handler].
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.under++
	f.most = max(f.most, f.under)
	f.mu.Unlock()
	time.Sleep(time.Millisecond) // for others who might come meanwhile
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() { f.under-- }()
	path := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/api"), "/")
	w.Header().Set("Content-Type", "application/json")
	switch {
	case path == "/eligibility":
		f.t.Errorf("%s %s: the live check was called", r.Method, path)
	case path == "/authenticate" && r.Method == http.MethodPost:
		f.authenticate(w, r)
		return
	case r.Method != http.MethodGet:
		f.t.Errorf("%s %s: only reads may be sent", r.Method, path)
	}
	f.asked = append(f.asked, strings.TrimSuffix(path+"?"+r.URL.RawQuery, "?"))
	if f.before != nil {
		f.before(f, r, len(f.asked))
	}
	if f.answer != nil && f.answer(w, r) {
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if until, ok := f.tokens[token]; !ok || !time.Now().Before(until) {
		refuse(w, http.StatusUnauthorized, "session_expired")
		return
	}
	if f.lists[path] == nil {
		refuse(w, http.StatusNotFound, "not_found")
		return
	}
	f.page(w, r, path)
}

func refuse(w http.ResponseWriter, status int, code string, more ...string) {
	e := map[string]any{"error": code, "message": "No, " + extracttest.Canary}
	for i := 0; i < len(more); i += 2 {
		e[more[i]] = more[i+1]
	}
	w.WriteHeader(status)
	reply(w, e)
}

func reply(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func (f *fake) authenticate(w http.ResponseWriter, r *http.Request) {
	var in map[string]any
	if json.NewDecoder(r.Body).Decode(&in) != nil || r.Header.Get("Content-Type") != "application/json" {
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	f.logins = append(f.logins, in)
	proof, _ := in["mfa"].(map[string]any)
	if f.door != nil && f.door(w, proof["code"] != nil) {
		return
	}
	if in["username"] != fakeUser || in["password"] != fakePassword {
		refuse(w, http.StatusUnauthorized, "invalid_credentials")
		return
	}
	tenant, _ := in["tenant_id"].(string)
	if f.mfa != "" && !f.second(w, in) {
		return
	}
	if f.single {
		clear(f.tokens)
	}
	token := fmt.Sprintf("CANARYTOKEN%d", len(f.logins))
	f.tokens[token] = time.Now().Add(f.life)
	out := map[string]any{
		"session_token": token, "expires_at": time.Now().Add(f.life).UTC().Format(time.RFC3339), "modules": f.modules,
	}
	if tenant != "" {
		out["tenant_id"] = tenant
	}
	if len(f.tenants) > 0 {
		out["tenant_id"] = f.tenants[0]
	}
	reply(w, out)
}

// second checks the second factor, or asks for it. A code is good once, and of an authenticator in its own step only.
func (f *fake) second(w http.ResponseWriter, in map[string]any) bool {
	proof, _ := in["mfa"].(map[string]any)
	code, _ := proof["code"].(string)
	if code == "" {
		refuse(w, http.StatusUnauthorized, "mfa_required", "challenge_id", "CANARYCHALLENGE", "method", f.mfa)
		return false
	}
	want := f.code
	if f.mfa == byTOTP {
		want, _ = totp.GenerateCode(fakeSecret, time.Now().Add(f.skew))
	}
	switch {
	case proof["challenge_id"] != "CANARYCHALLENGE" || proof["method"] != f.mfa:
		refuse(w, http.StatusBadRequest, "invalid_request")
	case f.used[code]:
		f.t.Errorf("a code came twice")
		refuse(w, http.StatusUnauthorized, "mfa_reused")
	case code != want:
		refuse(w, http.StatusUnauthorized, "mfa_invalid")
	default:
		f.used[code] = true
		return true
	}
	return false
}

// page answers a page of a list in the style of the fake.
func (f *fake) page(w http.ResponseWriter, r *http.Request, path string) {
	q, all := r.URL.Query(), f.lists[path]
	paging := map[string][]string{byCursor: {"limit", "cursor"}, byPage: {"limit", "page"}, byOffset: {"limit", "offset"}, byLink: {"limit", "after"}}[f.style]
	for name := range q {
		if !slices.Contains(paging, name) && !slices.Contains(f.takes[path], name) {
			refuse(w, http.StatusBadRequest, "invalid_parameter")
			return
		}
	}
	if since := q.Get("updated_since"); since != "" {
		all = slices.DeleteFunc(slices.Clone(all), func(m map[string]any) bool { return m["updated_at"].(string) < since })
	}
	size := f.size
	if n, err := strconv.Atoi(q.Get("limit")); err == nil {
		size = min(size, n)
	}
	from := 0
	switch f.style {
	case byPage:
		n, _ := strconv.Atoi(q.Get("page"))
		from = (n - 1) * size
	case byOffset:
		from, _ = strconv.Atoi(q.Get("offset"))
	case byCursor:
		from, _ = strconv.Atoi(strings.TrimPrefix(q.Get("cursor"), path+":"))
	case byLink:
		from, _ = strconv.Atoi(q.Get("after"))
	}
	from = max(from, 0)
	to := min(from+size, len(all))
	from = min(from, len(all))
	e := map[string]any{"data": all[from:to]}
	if slices.Contains(f.tells, "more") {
		e["has_more"] = to < len(all)
	}
	if slices.Contains(f.tells, "total") {
		e["total"] = len(all)
	}
	if next := path + ":" + strconv.Itoa(to); f.style == byCursor {
		e["next_cursor"] = nil
		if to < len(all) {
			e["next_cursor"] = next
		}
	}
	if f.style == byLink && to < len(all) {
		q.Set("after", strconv.Itoa(to))
		e["next"] = r.URL.Path + "?" + q.Encode()
	}
	if f.shape != nil {
		f.shape(path, e)
	}
	reply(w, e)
}

// A stage is a source before a fake, in fake time.
type stage struct {
	*fake
	source *Source
	config Config
	vault  *extracttest.Memory
	way    http.RoundTripper
	logs   *Logins
}

func testAuth() Auth {
	return Auth{Username: fakeUser, Password: models.NewSecret(fakePassword), TOTPSecret: models.NewSecret(fakeSecret)}
}

// on runs a test in fake time. The fake and the configuration may be bent before the source is built.
func on(t *testing.T, bend func(*fake, *Config), test func(t *testing.T, s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		profile, err := defaultProfile()
		if err != nil {
			t.Fatal(err)
		}
		s := &stage{
			fake: newFake(t), vault: extracttest.Vault(), logs: NewLogins(),
			config: Config{BaseURL: extracttest.Base, Auth: testAuth(), RequestsPerSecond: 1000, Profile: &profile},
		}
		if bend != nil {
			bend(s.fake, &s.config)
		}
		s.way = extracttest.Serve(t, s.fake)
		s.source = s.open(t, "my-portal", s.config, s.logs)
		test(t, s)
		if s.most > 1 {
			t.Errorf("got %d requests under way at once", s.most)
		}
	})
}

// open builds a source before the fake.
func (s *stage) open(t *testing.T, tenant string, config Config, logins *Logins) *Source {
	t.Helper()
	source, err := New(tenant, config, transport.Env{
		Clock: time.Now, Random: func() float64 { return 0.5 }, Network: s.way, Vault: s.vault, Memory: "memory/" + tenant,
	}, logins)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// plan plans a dataset.
func plan(t *testing.T, source *Source, name string, past []models.Past, want extract.Want) models.Window {
	t.Helper()
	if want.Now.IsZero() {
		want.Now = time.Now().UTC()
	}
	windows := extracttest.Dataset(t, source, name).Plan(past, want)
	if len(windows) != 1 {
		t.Fatalf("%s: got %d windows", name, len(windows))
	}
	return windows[0]
}

// fetch fetches a window of a source.
func fetch(t *testing.T, source *Source, w models.Window, landed ...models.Page) ([]models.Page, error) {
	t.Helper()
	return extracttest.Collect(extracttest.Dataset(t, source, w.Dataset).Pages(t.Context(), w, extracttest.Landed(landed...), nil))
}

// run plans and fetches a dataset.
func (s *stage) run(t *testing.T, name string, past ...models.Past) ([]models.Page, error) {
	t.Helper()
	return fetch(t, s.source, plan(t, s.source, name, past, extract.Want{}))
}

// must fetches what cannot fail and returns the window as it will be remembered.
func (s *stage) must(t *testing.T, name string, past ...models.Past) ([]models.Page, models.Past) {
	t.Helper()
	w := plan(t, s.source, name, past, extract.Want{})
	pages, err := fetch(t, s.source, w)
	return pages, models.Past{Window: w, Verdict: extracttest.Ended(t, pages, err), Ended: time.Now()}
}

// took returns the requests for lists since the last time it was called.
func (s *stage) took() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	for i := range asked {
		asked[i], _ = url.QueryUnescape(asked[i])
	}
	return asked
}

// needs looks at an error for which a person is needed.
func needs(t *testing.T, err error, says, advises string) {
	t.Helper()
	if extract.OutcomeOf(err) != models.NeedsPerson || !strings.Contains(fmt.Sprint(err), says) {
		t.Fatalf("got %v (%s), want a person for %q", err, extract.OutcomeOf(err), says)
	}
	p, _ := problem("", err)
	if !strings.Contains(p.Advice, advises) {
		t.Errorf("got advice %q, want %q", p.Advice, advises)
	}
	if text := p.What + p.Advice; strings.Contains(strings.ToUpper(text), "CANARY") || strings.Contains(text, "Testperson") {
		t.Errorf("%q holds a value", text)
	}
}
