package simulator_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/nextech/simulator"
)

func (c *client) look(t *testing.T, path string) extracttest.Seen {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, simulator.BasePath+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("X-Nextech-Practice-Id", c.Practices()[0])
	return extracttest.Look(t, c, r, time.Now)
}

func TestEachFaultLooksAsItsNameSays(t *testing.T) {
	t.Parallel()
	status := func(n int, says string) func(extracttest.Seen) bool {
		return func(r extracttest.Seen) bool { return r.Status == n && r.Err == nil && strings.Contains(r.Body, says) }
	}
	exactly := func(n int, body string) func(extracttest.Seen) bool {
		return func(r extracttest.Seen) bool { return r.Status == n && r.Err == nil && r.Body == body }
	}
	waits := func(says func(string) bool) func(extracttest.Seen) bool {
		return func(r extracttest.Seen) bool { return r.Status == 429 && says(r.Header.Get("Retry-After")) }
	}
	looks := map[simulator.FaultKind]func(extracttest.Seen) bool{
		simulator.TooMany:        waits(func(s string) bool { return s == "" }),
		simulator.TooManySeconds: waits(func(s string) bool { return s == "2" }),
		simulator.TooManyDate:    waits(func(s string) bool { return s == "Mon, 15 Jun 2026 12:00:02 GMT" }),
		simulator.ServerHTML:     status(500, "<html>"),
		simulator.ServerEmpty:    exactly(500, ""),
		simulator.Unavailable:    status(503, "<html>"),
		simulator.Refused:        status(403, ""),
		simulator.NotFound:       status(404, ""),
		simulator.HTMLPage:       status(200, "<html>"),
		simulator.EmptyBody:      exactly(200, ""),
		simulator.NullBody:       exactly(200, "null"),
		simulator.Redirect: func(r extracttest.Seen) bool {
			return r.Status == 302 && strings.HasPrefix(r.Header.Get("Location"), "https://elsewhere.example.com/")
		},
		simulator.Slow: func(r extracttest.Seen) bool {
			return r.Err == nil && r.Took > 400*time.Millisecond && strings.HasSuffix(r.Body, "}]")
		},
		simulator.Stalled: func(r extracttest.Seen) bool { return r.Err != nil },
		simulator.Cut: func(r extracttest.Seen) bool {
			return r.Status == 200 && errors.Is(r.Err, io.ErrUnexpectedEOF) && len(r.Body) > 1000
		},
		simulator.Reset: func(r extracttest.Seen) bool { return errors.Is(r.Err, syscall.ECONNRESET) },
		simulator.Garbled: func(r extracttest.Seen) bool {
			return r.Status == 200 && r.Err == nil && !json.Valid([]byte(r.Body))
		},
	}
	for kind, is := range looks {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			c := open(t, simulator.Options{Pause: 25 * time.Millisecond, Faults: []string{string(kind) + ":encounters:1:1"}})
			if got := c.look(t, path(1000)); !is(got) {
				t.Fatalf("got %d %v after %v: %.400s", got.Status, got.Err, got.Took, got.Body)
			}
			if got := c.look(t, path(1000)); got.Status != 200 || got.Err != nil || !json.Valid([]byte(got.Body)) {
				t.Errorf("got %d %v after the fault", got.Status, got.Err)
			}
		})
	}
}

func TestEachFaultSaysWhatItIs(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	for _, e := range simulator.FaultKinds() {
		if e.About == "" {
			t.Errorf("%s says nothing about itself", e.Kind)
		}
		if err := c.Fault(string(e.Kind)); err != nil {
			t.Errorf("%s: %v", e.Kind, err)
		}
	}
}

func TestAFaultIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]simulator.Fault{
		"cut":                   {Kind: simulator.Cut},
		"500-html:search:3":     {Kind: simulator.ServerHTML, Call: "search", Nth: 3},
		"429:encounters:2:*":    {Kind: simulator.TooMany, Call: "encounters", Nth: 2, Count: simulator.Always},
		"expire:token:1:2:3":    {Kind: simulator.Expire, Call: "token", Nth: 1, Count: 2, Every: 3},
		"slow:::5":              {Kind: simulator.Slow, Count: 5},
		"cap:20":                {Kind: simulator.HitCap, Argument: "20"},
		"cap":                   {Kind: simulator.HitCap},
		"wrong-practice:0417":   {Kind: simulator.WrongPractice, Argument: "0417"},
		"object-replies":        {Kind: simulator.ObjectReplies},
		"big-ccd:1000000":       {Kind: simulator.BigCCD, Argument: "1000000"},
		"vanish:encounters:1:*": {Kind: simulator.Vanish, Call: "encounters", Nth: 1, Count: simulator.Always},
	} {
		got, err := simulator.ParseFault(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %+v %q, %v", text, got, got, err)
		}
	}
	for _, text := range []string{
		"", "nothing", "cut:patients", "cut:search:0", "cut:search:x", "cut:search:1:0", "cut:search:1:1:1:1", "cut:search:*",
		"cap:0", "cap:x", "cap:1:2", "cap:", "object-replies:1", "wrong-practice:",
	} {
		if _, err := simulator.ParseFault(text); err == nil || strings.Contains(err.Error(), "nothing") {
			t.Errorf("%q: got %v", text, err)
		}
	}
	if _, err := simulator.New(simulator.Options{Faults: []string{"nothing"}}); err == nil {
		t.Error("a login with an unknown fault was made")
	}
	if _, err := simulator.New(simulator.Options{Practices: 21}); err == nil {
		t.Error("21 practices were made")
	}
}

func TestAFaultStrikesTheCallsThatItIsFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1, Faults: []string{"500-empty:search:2:2:2"}})
	var got []int
	for range 6 {
		got = append(got, c.ask("/search?term=AB12").Code)
		if code := c.ask("/encounters/categories").Code; code != 200 {
			t.Fatalf("another call got %d", code)
		}
	}
	if want := []int{200, 500, 200, 500, 200, 200}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	c.fault(t, "503::1:*")
	if code := c.ask("/encounters/categories").Code; code != 503 {
		t.Errorf("got %d", code)
	}
	taken(t, c.refresh(c.RefreshToken())) // the login is struck only by name
	c.fault(t, "500-html:token")
	token := c.RefreshToken()
	if w := c.refresh(token); w.Code != 500 {
		t.Errorf("got %d", w.Code)
	}
	taken(t, c.refresh(token)) // and has done nothing
	c.Heal()
	if code := c.ask("/encounters/categories").Code; code != 200 {
		t.Errorf("got %d after healing", code)
	}
}

func TestFaultsOfTokens(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1, Faults: []string{"expire:search:2", "expire:token:2", "rotate-away:categories"}})
	search := func() int { return c.ask("/search?term=AB12").Code }
	if a, b, after := search(), search(), search(); a != 200 || b != 401 || after != 401 {
		t.Errorf("got %d, %d, %d", a, b, after)
	}
	refresh := c.RefreshToken()
	for _, want := range []int{200, 401, 200} {
		next := taken(t, c.refresh(refresh))
		refresh, c.token = next.Refresh, next.Access
		if got := search(); got != want || next.Expires != "3600" {
			t.Errorf("got %d with a token for %s s, want %d", got, next.Expires, want)
		}
	}
	if got := c.ask("/encounters/categories").Code; got != 200 {
		t.Errorf("got %d", got)
	}
	refused(t, c.refresh(refresh), 400, "invalid_grant", 70008)
	refresh = c.RefreshToken()
	c.fault(t, "revoke:token")
	refused(t, c.refresh(refresh), 400, "invalid_grant", 50173)
}

func TestACutTokenCallHasRotated(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1, Faults: []string{"cut:token"}})
	token := c.RefreshToken()
	whole := c.refresh(token)
	if json.Valid(whole.Body.Bytes()) {
		t.Errorf("got %s", whole.Body)
	}
	if got := c.Grant(token); got.Good {
		t.Error("the old one is still good")
	}
	if got := c.Tokens(); got.Refreshes != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestFaultsOfEncounters(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Faults: []string{"vanish", "redate::4"}})
	c.ask("/search?term=AB12")                               // nothing to strike there
	if got := c.ask(path(1005)).Body.String(); got != "[]" { // nor there
		t.Fatalf("got %s", got)
	}
	before := len(c.Truth("").Encounters)
	fewer, all := visits(t, c.ask(path(1000))), visits(t, c.ask(path(1000)))
	if len(fewer) != len(all)-1 || fewer[0].Summary.EncounterID != all[1].Summary.EncounterID {
		t.Errorf("got %d of %d", len(fewer), len(all))
	}
	moved := visits(t, c.ask(path(1000)))
	was, _ := time.Parse(time.RFC3339, all[0].Summary.EncounterDate)
	is, _ := time.Parse(time.RFC3339, moved[0].Summary.EncounterDate)
	if was.Sub(is) != 200*24*time.Hour || len(c.Truth("").Encounters) != before {
		t.Errorf("got %s after %s", is, was)
	}
}

func TestUnknownMembersAndTextFlags(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Faults: []string{"drift", "text-flags"}})
	if got := c.ask("/search?term=AB123").Body.String(); !strings.Contains(got, `"portalStatus":"active"`) {
		t.Errorf("got %s", got)
	}
	w := c.ask(path(1000))
	if !strings.Contains(w.Body.String(), `"tags":[{"id":7`) {
		t.Error("no unknown members")
	}
	for _, e := range visits(t, w) {
		if _, ok := e.Summary.EncounterLocked.(string); !ok {
			t.Errorf("got %v", e.Summary.EncounterLocked)
		}
	}
}
