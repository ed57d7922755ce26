package simulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"carehouse/extract/supergood/simulator"
)

// A profile is what a client knows of a deployment, and all it knows.
type profile struct {
	Name         string
	Confirmed    bool
	Authenticate struct {
		Path      string
		Body      struct{ Username, Password, TenantID, Method, Code, Challenge string } `yaml:"body"`
		Fixed     map[string]string
		Token     string
		ExpiresAt string `yaml:"expires_at"`
		TenantID  string `yaml:"tenant_id"`
		Modules   string
		Challenge struct{ ID, Method string }
	}
	Header   string
	Errors   struct{ Code string }
	Datasets map[string]shape
}

type shape struct {
	Path, Records, Key, Module string
	UpdatedAt                  string `yaml:"updated_at"`
	Query, Notes, Fields       map[string]string
	Paging                     struct {
		Style, Limit, Page, Offset, Cursor, Next, More, Total string
		First                                                 *int
	}
	UpdatedSince *struct{ Parameter, Format string } `yaml:"updated_since"`
	Dates        *struct{ From, To, Format string }
}

// A stranger reads a deployment by its profile.
type stranger struct {
	*simulator.Simulator
	profile profile
	header  [2]string
}

func meet(t *testing.T, o simulator.Options) *stranger {
	t.Helper()
	sim, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &stranger{Simulator: sim}
	text := strings.ReplaceAll(sim.Profile(), "    tenant_id:", "    tenantid:") // of the body
	if err := yaml.UnmarshalWithOptions([]byte(text), &s.profile, yaml.Strict()); err != nil {
		t.Fatalf("%v in\n%s", err, sim.Profile())
	}
	return s
}

func (s *stranger) do(t *testing.T, method, path string, body any) (int, any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, s.Base()+path, bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	if s.header[0] != "" {
		r.Header.Set(s.header[0], s.header[1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	d := json.NewDecoder(w.Body)
	d.UseNumber()
	var answer any
	if err := d.Decode(&answer); err != nil {
		t.Fatalf("%s: %d: %v", path, w.Code, err)
	}
	return w.Code, answer
}

// set puts a text at a path.
func set(tree map[string]any, path, value string) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		tree[name] = value
		return
	}
	inner, ok := tree[name].(map[string]any)
	if !ok {
		inner = map[string]any{}
		tree[name] = inner
	}
	set(inner, rest, value)
}

// at are the values at a path; lists are passed through.
func at(v any, path string) []any {
	if list, ok := v.([]any); ok {
		var all []any
		for _, e := range list {
			all = append(all, at(e, path)...)
		}
		return all
	}
	if path == "" {
		return []any{v}
	}
	name, rest, _ := strings.Cut(path, ".")
	object, ok := v.(map[string]any)
	if inner, there := object[name]; ok && there {
		return at(inner, rest)
	}
	return nil
}

func text(v any, path string) string {
	all := at(v, path)
	if len(all) == 0 || all[0] == nil {
		return ""
	}
	return fmt.Sprint(all[0])
}

// authenticate opens a session by TOTP, first without a code.
func (s *stranger) authenticate(t *testing.T) {
	t.Helper()
	a, l := s.profile.Authenticate, s.Login(0)
	body := map[string]any{}
	for path, value := range a.Fixed {
		set(body, path, value)
	}
	set(body, a.Body.Username, l.Username)
	set(body, a.Body.Password, l.Password)
	set(body, a.Body.TenantID, l.TenantID)
	status, answer := s.do(t, http.MethodPost, a.Path, body)
	if status != http.StatusUnauthorized || text(answer, s.profile.Errors.Code) != "mfa_required" {
		t.Fatalf("got %d %v", status, answer)
	}
	set(body, a.Body.Method, text(answer, a.Challenge.Method))
	set(body, a.Body.Challenge, text(answer, a.Challenge.ID))
	set(body, a.Body.Code, app(t, &caller{Simulator: s.Simulator}, s.Clock()))
	status, answer = s.do(t, http.MethodPost, a.Path, body)
	if status != http.StatusOK || text(answer, a.TenantID) != l.TenantID || text(answer, a.ExpiresAt) == "" {
		t.Fatalf("got %d %v", status, answer)
	}
	if modules := at(answer, a.Modules); len(modules) != 3 {
		t.Errorf("got modules %v", modules)
	}
	name, value, _ := strings.Cut(s.profile.Header, ": ")
	s.header = [2]string{name, strings.ReplaceAll(value, "{token}", text(answer, a.Token))}
}

// formats are what the profile's formats mean.
func written(t time.Time, format string) string {
	return map[string]string{
		"datetime": t.Format(time.RFC3339), "date": t.Format(time.DateOnly), "us_date": t.Format("01/02/2006"),
		"unix": strconv.FormatInt(t.Unix(), 10),
	}[format]
}

// sweep reads a list to its end.
func (s *stranger) sweep(t *testing.T, dataset string, since time.Time) []any {
	t.Helper()
	d := s.profile.Datasets[dataset]
	q := url.Values{}
	for name, value := range d.Query {
		q.Set(name, value)
	}
	if d.Dates != nil {
		q.Set(d.Dates.From, written(s.Clock().AddDate(-9, 0, 0), d.Dates.Format))
		q.Set(d.Dates.To, written(s.Clock().AddDate(9, 0, 0), d.Dates.Format))
	}
	if d.UpdatedSince != nil && !since.IsZero() {
		q.Set(d.UpdatedSince.Parameter, written(since, d.UpdatedSince.Format))
	}
	p := d.Paging
	q.Set(p.Limit, "7")
	var all []any
	for n := range 1000 {
		if p.Style == "page" {
			q.Set(p.Page, strconv.Itoa(*p.First+n))
		}
		status, answer := s.do(t, http.MethodGet, d.Path+"?"+q.Encode(), nil)
		if status != http.StatusOK {
			t.Fatalf("%s: got %d %v", dataset, status, answer)
		}
		all = append(all, at(answer, d.Records)...)
		var end bool
		switch p.Style {
		case "cursor":
			q.Set(p.Cursor, text(answer, p.Next))
			end = text(answer, p.Next) == ""
		case "link":
			next := text(answer, p.Next)
			u, err := url.Parse(next)
			if end = next == ""; err != nil || (!end && u.Path != s.Base()+d.Path) {
				t.Fatalf("%s goes on at %s: %v", dataset, next, err)
			}
			q = u.Query()
		default:
			if p.Style == "offset" {
				q.Set(p.Offset, strconv.Itoa(len(all)))
			}
			end = text(answer, p.Total) == strconv.Itoa(len(all))
		}
		if end {
			return all
		}
	}
	t.Fatalf("%s: no end", dataset)
	return nil
}
