package simulator_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
)

// A caller asks a deployment that speaks the default profile.
type caller struct {
	*simulator.Simulator
	token string
}

// A said is an answer.
type said struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// code is what an error calls itself.
func (s said) code() string {
	code, _ := s.body["error"].(string)
	return code
}

// open makes a deployment and a session of its first tenant, where no second factor is wanted.
func open(t *testing.T, o simulator.Options) *caller {
	t.Helper()
	o.SessionLife = cmp.Or(o.SessionLife, 48*time.Hour)
	sim, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	c := &caller{Simulator: sim}
	if o.MFA == "" && (o.Dialect == "" || o.Dialect == simulator.Ours) {
		c.token = c.enter(t, 0)
	}
	return c
}

// enter opens a session of a tenant.
func (c *caller) enter(t *testing.T, tenant int) string {
	t.Helper()
	l := c.Login(tenant)
	a := c.authenticate(t, l, nil)
	token, _ := a.body["session_token"].(string)
	if a.status != http.StatusOK || token == "" {
		t.Fatalf("authenticate: got %d %s", a.status, a.code())
	}
	return token
}

func (c *caller) authenticate(t *testing.T, l simulator.Login, mfa map[string]any) said {
	t.Helper()
	body := map[string]any{"username": l.Username, "password": l.Password, "tenant_id": l.TenantID}
	if mfa != nil {
		body["mfa"] = mfa
	}
	return c.post(t, "/v1/authenticate", body)
}

func (c *caller) post(t *testing.T, path string, body any) said {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(string(text)))
	r.Header.Set("Content-Type", "application/json")
	return c.do(t, r)
}

// get asks for a path below /v1 with a query.
func (c *caller) get(t *testing.T, path string, query ...string) said {
	t.Helper()
	q := url.Values{}
	for i := 0; i < len(query); i += 2 {
		q.Add(query[i], query[i+1])
	}
	return c.do(t, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/"+path+"?"+q.Encode(), nil))
}

func (c *caller) do(t *testing.T, r *http.Request) said {
	t.Helper()
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	a := said{status: w.Code, header: w.Header(), text: w.Body.String()}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		_ = json.Unmarshal(w.Body.Bytes(), &a.body)
	}
	return a
}

// The widest span there is.
var ever = []string{"start_date", "1900-01-01", "end_date", "2100-01-01"}

// sweep reads a list to its end and returns its records in order.
func (c *caller) sweep(t *testing.T, dataset string, query ...string) []map[string]any {
	t.Helper()
	if dataset == "appointments" && len(query) == 0 {
		query = ever
	}
	var all []map[string]any
	next := ""
	for range 1000 {
		ask := append([]string{"limit", "7"}, query...)
		if next != "" {
			ask = append(ask, "cursor", next)
		}
		a := c.get(t, dataset, ask...)
		if a.status != http.StatusOK {
			t.Fatalf("%s: got %d %s", dataset, a.status, a.code())
		}
		list, _ := a.body["data"].([]any)
		for _, r := range list {
			record, _ := r.(map[string]any)
			all = append(all, record)
		}
		more, _ := a.body["has_more"].(bool)
		if next, _ = a.body["next_cursor"].(string); more != (next != "") {
			t.Fatalf("%s: has_more is %v, the cursor %q", dataset, more, next)
		}
		if !more {
			return all
		}
	}
	t.Fatalf("%s: no end", dataset)
	return nil
}

func ids(records []map[string]any) []string {
	var out []string
	for _, r := range records {
		id, _ := r["id"].(string)
		out = append(out, id)
	}
	return out
}

func mustFault(t *testing.T, c *caller, text string) {
	t.Helper()
	f, err := simulator.ParseFault(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	c.Fault(f)
}

func expect(t *testing.T, what string, got said, status int, code string) {
	t.Helper()
	if got.status != status || got.code() != code {
		t.Fatalf("%s: got %d %q, want %d %q", what, got.status, got.code(), status, code)
	}
}

func stamp(t *testing.T, v any) time.Time {
	t.Helper()
	text, _ := v.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
