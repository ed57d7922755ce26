package extracttest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Base is the address of the API in memory. It is this machine by name, so that plain http is allowed.
const Base = "http://127.0.0.1:8000/api"

// What the faults say that must never get out, and the one thing that may.
const (
	Canary  = "ZZCANARYLAST Testperson"
	EventID = "7f3ac0ffee"
)

// A Suite is what there is to know about a source.
type Suite struct {
	// API returns a fresh server under /api that holds a little, always the same, and names Canary in its records.
	API func(t *testing.T) http.Handler
	// New builds the source.
	New func(t *testing.T, base string, env transport.Env) (extract.Source, error)
	// Dataset is one whose first window is at least three requests long, a page each, none of which may be refused.
	Dataset string
	Clock   func() time.Time // time.Now, which is fake here
	Secrets []string         // that New puts into requests, however they are written there
	Renews  bool             // a 401 is answered with other credentials
	Posts   []string         // paths that may be asked with POST; a source that has some asks for its pages so
	Doors   []string         // paths of the calls that bring credentials; they are not counted, and no fault strikes them
}

// Run checks the source.
func Run(t *testing.T, s Suite) {
	t.Helper()
	t.Run("what it offers is complete", s.bubble(offers))
	t.Run("planning is pure", s.bubble(plans))
	t.Run("nothing is asked before somebody wants it", s.bubble(lazy))
	t.Run("a window's pages are numbered and the last has the verdict", s.bubble(shape))
	t.Run("an interrupted window goes on where it was", s.bubble(resumes))
	t.Run("what cannot be landed is handed on", s.bubble(landedError))
	t.Run("an error is not asked again where that is no use", s.refused)
	t.Run("a passing fault is waited out", s.healed)
	t.Run("a lasting fault ends the window with the page", s.lasting)
	t.Run("a cancelled window stops at once", s.bubble(cancels))
	t.Run("credentials are renewed once", s.bubble(renews))
	t.Run("a check says what is refused", s.bubble(checks))
	t.Run("plain http stays on this machine", s.bubble(insecure))
}

// A scene is one source before one server.
type scene struct {
	Suite
	faults *Faults
	source extract.Source
	set    extract.Dataset
	window models.Window
	lead   iter.Seq2[models.Page, error]
}

// bubble runs a test in fake time on a fresh scene.
func (s Suite) bubble(test func(*testing.T, *scene)) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			test(t, s.scene(t))
		})
	}
}

func (s Suite) scene(t *testing.T) *scene {
	t.Helper()
	sc := &scene{Suite: s, faults: &Faults{Clock: s.Clock, Doors: s.Doors}}
	way := Serve(t, sc.faults.Wrap(s.API(t)))
	source, err := s.New(t, Base, sc.env(way))
	if err != nil {
		t.Fatal(err)
	}
	sc.source = source
	for _, d := range source.Datasets() {
		if d.Name == s.Dataset {
			sc.set = d
		}
	}
	if sc.set.Plan == nil {
		t.Fatalf("there is no dataset %s", s.Dataset)
	}
	windows := sc.set.Plan(nil, extract.Want{Now: s.now()})
	if len(windows) == 0 {
		t.Fatal("a first plan has no windows")
	}
	sc.window = windows[0]
	return sc
}

// env is the environment of a client on a way to a server, with an even jitter.
func (s Suite) env(way http.RoundTripper) transport.Env {
	return transport.Env{
		Clock: s.Clock, Random: func() float64 { return 0.5 }, Network: way, Vault: Vault(), Memory: "memory/my-tenant",
	}
}

// now is the time in the bubble.
func (s Suite) now() time.Time { return s.Clock().UTC() }

// pages asks for the window.
func (sc *scene) pages(ctx context.Context, landed ...models.Page) iter.Seq2[models.Page, error] {
	return sc.set.Pages(ctx, sc.window, Landed(landed...), sc.lead)
}

// Landed is what a landing gives back.
func Landed(pages ...models.Page) iter.Seq2[models.Page, error] {
	return func(yield func(models.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Collect pulls a window to its end.
func Collect(pages iter.Seq2[models.Page, error]) ([]models.Page, error) {
	var all []models.Page
	for p, err := range pages {
		if err != nil {
			return all, err
		}
		all = append(all, p)
	}
	return all, nil
}

// whole pulls a window that must not fail.
func (sc *scene) whole(t *testing.T, landed ...models.Page) []models.Page {
	t.Helper()
	all, err := Collect(sc.pages(t.Context(), landed...))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 3 {
		t.Fatalf("got %d pages, want at least 3 to test with", len(all))
	}
	return all
}

// quiet fails when a text says what it must not.
func (sc *scene) quiet(t *testing.T, text string) {
	t.Helper()
	for _, word := range append([]string{"CANARY", "Testperson", "127.0.0.1", "elsewhere.example", "?", "http:"}, sc.Secrets...) {
		if strings.Contains(text, word) {
			t.Errorf("%q says %q", text, word)
		}
	}
}

// judged looks at an error as a caller does.
func (sc *scene) judged(t *testing.T, err error, page string, want models.Outcome) {
	t.Helper()
	if err == nil {
		t.Fatal("got no error")
	}
	if got := extract.OutcomeOf(err); got != want {
		t.Errorf("got outcome %q, want %q (%v)", got, want, err)
	}
	if !strings.Contains(err.Error(), page) {
		t.Errorf("%q does not name %s", err, page)
	}
	f, ok := errors.AsType[extract.Finder](err)
	if !ok || f.Advice() == "" {
		t.Errorf("%q has no advice", err)
	} else {
		sc.quiet(t, f.Advice())
	}
	sc.quiet(t, err.Error())
}
