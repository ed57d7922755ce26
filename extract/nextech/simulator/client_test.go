package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"carehouse/extract/nextech/simulator"
)

// A client asks a simulator without a network.
type client struct {
	*simulator.Simulator
	token string
}

func open(t *testing.T, o simulator.Options) *client {
	t.Helper()
	s, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &client{s, s.AccessToken()}
}

func (c *client) fault(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err := c.Fault(text); err != nil {
			t.Fatal(text, err)
		}
	}
}

// ask asks below the base, of the first practice or of another one.
func (c *client) ask(path string, practice ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, simulator.BasePath+path, nil)
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("x-nextech-practice-id", append(practice, c.Practices()[0])[0])
	return c.do(r)
}

func (c *client) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// post asks for tokens.
func (c *client) post(pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, simulator.TokenPath, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(r)
}

// refresh asks for a new pair.
func (c *client) refresh(token string, more ...string) *httptest.ResponseRecorder {
	return c.post(append([]string{
		"grant_type", "refresh_token", "client_id", simulator.DefaultClientID, "resource", simulator.DefaultResource,
		"refresh_token", token,
	}, more...)...)
}

// A pair is an answer with tokens.
type pair struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Expires string `json:"expires_in"`
}

func taken(t *testing.T, w *httptest.ResponseRecorder) pair {
	t.Helper()
	var p pair
	if err := json.Unmarshal(w.Body.Bytes(), &p); w.Code != 200 || err != nil || p.Access == "" || p.Refresh == "" {
		t.Fatalf("got %d %s, %v", w.Code, w.Body, err)
	}
	return p
}

// refused wants an error of the login.
func refused(t *testing.T, w *httptest.ResponseRecorder, status int, kind string, number int) {
	t.Helper()
	var e struct {
		Error string `json:"error"`
		Codes []int  `json:"error_codes"`
		Text  string `json:"error_description"`
		Trace string `json:"trace_id"`
		Stamp string `json:"timestamp"`
	}
	err := json.Unmarshal(w.Body.Bytes(), &e)
	if w.Code != status || err != nil || e.Error != kind || len(e.Codes) != 1 || e.Codes[0] != number {
		t.Fatalf("got %d %s, want %d %s %d", w.Code, w.Body, status, kind, number)
	}
	if !strings.HasPrefix(e.Text, "AADSTS") || !strings.Contains(e.Text, "Trace ID: "+e.Trace) || len(e.Stamp) != 20 {
		t.Errorf("got %+v, which Azure would not write", e)
	}
}

// A told is one encounter of an answer.
type told struct {
	Summary struct {
		EncounterID     int64
		EncounterDate   string
		EncounterLocked any
		Type            string
		Department      *string
	}
	CCD *string
}

func visits(t *testing.T, w *httptest.ResponseRecorder) []told {
	t.Helper()
	var all []told
	if err := json.Unmarshal(w.Body.Bytes(), &all); w.Code != 200 || err != nil {
		t.Fatalf("got %d %.300s, %v", w.Code, w.Body, err)
	}
	return all
}

// A person is a hit of a search.
type person struct {
	PatientID                    int64
	ChartNumber, MiddleName, SSN *string
	FirstName, LastName, DOB     string
}

func people(t *testing.T, w *httptest.ResponseRecorder) []person {
	t.Helper()
	var all []person
	if err := json.Unmarshal(w.Body.Bytes(), &all); w.Code != 200 || err != nil {
		t.Fatalf("got %d %s, %v", w.Code, w.Body, err)
	}
	return all
}

func ids(all []person) []int64 {
	var out []int64
	for _, p := range all {
		out = append(out, p.PatientID)
	}
	return out
}
