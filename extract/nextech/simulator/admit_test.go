package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/extract/nextech/simulator"
)

func path(patient int64) string { return "/" + strconv.FormatInt(patient, 10) + "/encounters/search" }

func TestEachCallNeedsBothHeaders(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	own := c.Practices()[1]
	for _, tt := range []struct {
		name, authorization, practice string
		want                          int
	}{
		{"both", "Bearer " + c.token, own, 200},
		{"no token", "", own, 401},
		{"an unknown token", "Bearer x", own, 401},
		{"a refresh token", "Bearer " + c.RefreshToken(), own, 401},
		{"another scheme", "Basic " + c.token, own, 401},
		{"no practice", "Bearer " + c.token, "", 400},
		{"a practice that is not ours", "Bearer " + c.token, "9999", 403},
		{"a practice without its zero", "Bearer " + c.token, strings.TrimLeft(own, "0"), 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{"/encounters/categories", "/search?term=AB12", "/1000/encounters/search"} {
				r := httptest.NewRequest(http.MethodGet, simulator.BasePath+path, nil)
				if tt.authorization != "" {
					r.Header.Set("Authorization", tt.authorization)
				}
				if tt.practice != "" {
					r.Header.Set("X-Nextech-Practice-Id", tt.practice)
				}
				if w := c.do(r); w.Code != tt.want {
					t.Errorf("%s: got %d, want %d", path, w.Code, tt.want)
				}
			}
		})
	}
}

func TestOnlyGetIsAnswered(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	r := httptest.NewRequest(http.MethodPost, simulator.BasePath+"/search?term=AB12", nil)
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("X-Nextech-Practice-Id", c.Practices()[0])
	if w := c.do(r); w.Code != 405 {
		t.Errorf("got %d", w.Code)
	}
}

func TestErrorsHaveBodiesOfAllKinds(t *testing.T) {
	t.Parallel()
	kinds := map[simulator.ErrorBody]string{
		simulator.EmptyErrors: "", simulator.TextErrors: "text/plain", simulator.HTMLErrors: "text/html",
		simulator.JSONErrors: "application/json",
	}
	for kind, want := range kinds {
		c := open(t, simulator.Options{Size: -1, Errors: kind})
		w := c.ask("/9/encounters/search?section=Testperson")
		if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, want) || (w.Body.Len() == 0) != (want == "") {
			t.Errorf("%s: got %s %s", kind, got, w.Body)
		}
		if want != "" && !strings.Contains(w.Body.String(), simulator.Marker) {
			t.Errorf("%s: the body says nothing that must not be told: %s", kind, w.Body)
		}
	}
	c, seen := open(t, simulator.Options{Size: -1}), map[string]bool{}
	for range 40 {
		seen[c.ask("/9/encounters/search").Header().Get("Content-Type")] = true
	}
	if len(seen) != len(kinds) {
		t.Errorf("got %v in turn", seen)
	}
}

func TestAPracticeIsTakenAway(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	c.fault(t, "wrong-practice:"+c.Practices()[0])
	a, b := c.ask("/encounters/categories").Code, c.ask("/encounters/categories", c.Practices()[1]).Code
	if a != 403 || b != 200 {
		t.Errorf("got %d and %d", a, b)
	}
	c.fault(t, "wrong-practice")
	if got := c.ask("/encounters/categories", c.Practices()[1]).Code; got != 403 {
		t.Errorf("got %d", got)
	}
}

func TestTheLogKnowsWhatWasAsked(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	asked := 0
	c.Between(func(n int) { asked = n })
	c.ask("/search?term=AB12")
	c.refresh("x")
	got := c.Requests()
	if len(got) != 2 || asked != 2 || got[0].Query["term"] != "AB12" || got[0].Status != 200 || got[0].Practice != "0417" ||
		got[1].Call != simulator.CallToken || got[1].Status != 400 || got[1].Query != nil {
		t.Errorf("got %+v", got)
	}
	c.Forget()
	c.ask("/encounters/categories")
	if calls := c.Calls(); len(calls) != 1 || calls[simulator.CallCategories] != 1 || c.Requests()[0].Number != 3 {
		t.Errorf("got %v", calls)
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{AccessLifetime: 24 * time.Hour, Faults: []string{"429::1:*:7"}})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 5 {
				if code := c.ask(path(int64(1000 + i))).Code; code != 200 && code != 429 {
					t.Errorf("got %d", code)
				}
				c.refresh(c.RefreshToken())
				c.Change(1, 1, 1)
				c.Truth("")
			}
		})
	}
	all.Wait()
	if got := c.Tokens().Refreshes; got != 40 {
		t.Errorf("got %d refreshes", got)
	}
}
