package tpastream

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A fake is a small TPA Stream in memory: lists of keys, a feed, and a hook that may change them before a request.
type fake struct {
	mu     sync.Mutex
	lists  map[string][]int // by path
	holder map[int]int      // of a claim
	feed   []fakeEvent
	clamp  int
	halve  bool
	style  string                                // "2022": prev_num 0, next_num on the last page too
	before func(f *fake, r *http.Request, n int) // n counts the requests from 1
	answer func(w http.ResponseWriter, r *http.Request) bool
	shape  func(path string, envelope map[string]any) // may bend an envelope
	asked  []string
}

type fakeEvent struct {
	id      int
	created time.Time
	data    map[string]any
}

func newFake() *fake {
	f := &fake{lists: map[string][]int{}, holder: map[int]int{}}
	for _, path := range []string{"/claims", "/employer", "/member", "/policy_holder"} {
		f.lists[path] = count(1, 25)
	}
	for _, id := range f.lists["/claims"] {
		f.holder[id] = 100 + id%5
	}
	return f
}

func count(from, to int) []int {
	var all []int
	for i := from; i <= to; i++ {
		all = append(all, i)
	}
	return all
}

// ServeHTTP implements [http.Handler].
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/api"), "/")
	f.asked = append(f.asked, strings.TrimSuffix(path+"?"+r.URL.RawQuery, "?"))
	if f.before != nil {
		f.before(f, r, len(f.asked))
	}
	if f.answer != nil && f.answer(w, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	id := func(prefix, suffix string) int {
		n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(path, prefix), suffix))
		return n
	}
	switch {
	case f.lists[path] != nil:
		f.page(w, r, path, f.lists[path])
	case path == "/v2/events":
		f.events(w, r)
	case strings.HasPrefix(path, "/v2/claims/"):
		if n := id("/v2/claims/", ""); slices.Contains(f.lists["/claims"], n) {
			reply(w, map[string]any{"data": fakeRecord("/claims", n)})
			return
		}
		missing(w)
	case strings.HasPrefix(path, "/policy_holder/"):
		h, own := id("/policy_holder/", "/claims"), []int{}
		for _, c := range f.lists["/claims"] {
			if f.holder[c] == h {
				own = append(own, c)
			}
		}
		f.page(w, r, "/claims", own)
	default:
		missing(w)
	}
}

func missing(w http.ResponseWriter) {
	w.WriteHeader(http.StatusNotFound)
	reply(w, map[string]any{"message": "Not Found, " + extracttest.Canary})
}

func reply(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// fakeRecord is a record with no more than its key and a name.
func fakeRecord(path string, key int) map[string]any {
	name := map[string]string{"/claims": "claim_medical_id", "/employer": "employer_id", "/policy_holder": "policy_holder_id"}[path]
	if name == "" {
		name = "id"
	}
	return map[string]any{name: key, "patient_name": extracttest.Canary, "amount_billed": 12.5}
}

func (f *fake) page(w http.ResponseWriter, r *http.Request, path string, keys []int) {
	number, _ := strconv.Atoi(r.URL.Query().Get("page"))
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	if f.clamp > 0 {
		size = min(size, f.clamp)
	}
	if f.halve {
		size /= 2
	}
	from, to := min((number-1)*size, len(keys)), min(number*size, len(keys))
	if number > 1 && from == len(keys) {
		missing(w)
		return
	}
	data := []any{}
	for _, key := range keys[from:to] {
		data = append(data, fakeRecord(path, key))
	}
	e := map[string]any{
		"data": data, "page": number, "per_page": size, "pages": (len(keys) + size - 1) / size, "total": len(keys),
		"has_next": to < len(keys), "has_prev": number > 1, "next_num": nil, "prev_num": nil,
	}
	if to < len(keys) || f.style == "2022" {
		e["next_num"] = number + 1
	}
	if number > 1 || f.style == "2022" {
		e["prev_num"] = number - 1
	}
	if f.shape != nil {
		f.shape(path, e)
	}
	reply(w, e)
}

func (f *fake) events(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if f.clamp > 0 {
		limit = min(limit, f.clamp)
	}
	data, more := []any{}, false
	for _, e := range f.feed {
		switch {
		case e.id <= after:
		case len(data) == limit:
			more = true
		default:
			data = append(data, map[string]any{
				"id": e.id, "type": "new_claim", "created": e.created.Format("2006-01-02T15:04:05.000000-07:00"), "data": e.data,
			})
		}
	}
	reply(w, map[string]any{"data": data, "has_more": more})
}

// happened adds an event about a claim.
func (f *fake) happened(created time.Time, claim int) {
	f.feed = append(f.feed, fakeEvent{
		len(f.feed) + 1, created, map[string]any{"claim_medical_id": claim, "policy_holder_id": f.holder[claim]},
	})
}

// A stage is a source before a fake, in fake time.
type stage struct {
	*fake
	source *Source
}

// on runs a test in fake time. The configuration may be bent before the source is built.
func on(t *testing.T, bend func(*Config), test func(t *testing.T, s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		config := Config{
			BaseURL: extracttest.Base, PerPage: 10, RequestsPerSecond: 1000,
			Auth: Auth{Basic: &Basic{Email: "me@example.com", APIKey: models.NewSecret("CANARYKEY0123")}},
		}
		if bend != nil {
			bend(&config)
		}
		source, err := New("my-tpa", config, transport.Env{
			Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, f),
		})
		if err != nil {
			t.Fatal(err)
		}
		test(t, &stage{f, source})
	})
}

// run fetches a window of a dataset: of a first plan, or after a cursor.
func (s *stage) run(t *testing.T, name, after string, landed ...models.Page) ([]models.Page, error) {
	t.Helper()
	mode := models.Snapshot
	if after != "" {
		mode = models.Feed
	}
	w := models.NewWindow("tpastream", "my-tpa", name, mode, time.Now())
	w.After = after
	return extracttest.Collect(extracttest.Dataset(t, s.source, name).Pages(t.Context(), w, extracttest.Landed(landed...), nil))
}

// must fetches a window that cannot fail and returns its verdict too.
func (s *stage) must(t *testing.T, name, after string, landed ...models.Page) ([]models.Page, models.Verdict) {
	t.Helper()
	pages, err := s.run(t, name, after, landed...)
	return pages, extracttest.Ended(t, pages, err)
}

// took returns the requests since the last time it was called.
func (s *stage) took() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// brief writes pages as "table:sweep:token", without the time.
func brief(pages []models.Page) []string {
	var all []string
	for _, p := range pages {
		token, at, _ := strings.Cut(p.Token, "&at=")
		if _, status, ok := strings.Cut(at, "&status="); ok {
			token += " " + status
		}
		all = append(all, fmt.Sprintf("%s %d %s", p.Table, p.Sweep, token))
	}
	return all
}
