package extracttest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

func offers(t *testing.T, sc *scene) {
	t.Helper()
	names := map[string]bool{}
	for _, d := range sc.source.Datasets() {
		if names[d.Name] {
			t.Errorf("there are two datasets %s", d.Name)
		}
		if d.Leader != "" && !names[d.Leader] {
			t.Errorf("dataset %s is listed before its leader", d.Name)
		}
		names[d.Name] = true
		if d.Plan == nil || d.Pages == nil || d.Estimate == nil || len(d.Tables) == 0 || slices.Contains(d.Tables, nil) {
			t.Errorf("dataset %s is not complete", d.Name)
		}
	}
	if got := len(sc.faults.Requests()); got != 0 {
		t.Errorf("building, listing and planning sent %d requests", got)
	}
}

// folder is what a window's id may look like.
var folder = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func plans(t *testing.T, sc *scene) {
	t.Helper()
	now := sc.now()
	ended := map[string][]models.Past{} // the first windows, by dataset
	for _, d := range sc.source.Datasets() {
		lead := ended[d.Leader]
		first := d.Plan(nil, extract.Want{Now: now, Lead: lead})
		if len(first) == 0 {
			t.Errorf("%s: a first plan has no windows", d.Name)
			continue
		}
		past := []models.Past{{
			Window: first[0], Ended: now.Add(time.Minute),
			Verdict: models.Verdict{Outcome: models.Complete, Sweep: 1, Absence: true, Claimed: 5, Distinct: 5, Cursor: "17", CursorAt: now},
		}}
		ended[d.Name] = past
		before := slices.Clone(past)
		for _, want := range []extract.Want{{Now: now.Add(24 * time.Hour), Lead: lead}, {Now: now.Add(24 * time.Hour), Lead: lead, Full: true}} {
			one, two := d.Plan(past, want), d.Plan(past, want)
			if !reflect.DeepEqual(one, two) {
				t.Errorf("%s: got two plans from one past", d.Name)
			}
			if want.Full && len(one) == 0 {
				t.Errorf("%s: everything was wanted and nothing is planned", d.Name)
			}
			names := map[string]bool{}
			for _, w := range append(slices.Clone(one), first...) {
				if w.Dataset != d.Name || w.Tenant == "" || w.Source == "" || !folder.MatchString(w.ID) || names[w.ID] {
					t.Errorf("%s: window %q is not well named", d.Name, w.ID)
				}
				names[w.ID] = true
				if n := d.Estimate(past, w); n < 0 {
					t.Errorf("%s: got an estimate of %d requests", d.Name, n)
				}
			}
		}
		if !reflect.DeepEqual(past, before) {
			t.Errorf("%s: planning changed the past", d.Name)
		}
	}
	if got := len(sc.faults.Requests()); got != 0 {
		t.Errorf("planning sent %d requests", got)
	}
}

func lazy(t *testing.T, sc *scene) {
	t.Helper()
	next, stop := iter.Pull2(sc.pages(t.Context()))
	synctest.Wait()
	if got := len(sc.faults.Requests()); got != 0 {
		t.Errorf("got %d requests before a page was wanted", got)
	}
	for want := 1; want <= 2; want++ {
		if _, err, ok := next(); err != nil || !ok {
			t.Fatalf("got no page %d: %v", want, err)
		}
		time.Sleep(time.Hour) // of fake time, for whoever asks behind our back
		if got := len(sc.faults.Requests()); got != want {
			t.Errorf("got %d requests for %d pages", got, want)
		}
	}
	stop()
	time.Sleep(time.Hour)
	if got := len(sc.faults.Requests()); got != 2 {
		t.Errorf("got %d requests after nobody wanted more, want 2", got)
	}
}

func shape(t *testing.T, sc *scene) {
	t.Helper()
	all := sc.whole(t)
	for i, p := range all {
		last := i == len(all)-1
		switch {
		case p.Number != i+1:
			t.Errorf("got page %d in place %d", p.Number, i+1)
		case (p.Verdict != nil) != last:
			t.Errorf("page %d of %d: got verdict %v", p.Number, len(all), p.Verdict)
		case p.Table == "" || p.Call == "" || p.AskedAt.IsZero() || p.AskedAt.Location() != time.UTC:
			t.Errorf("page %d does not say what it is", p.Number)
		case !slices.ContainsFunc(sc.set.Tables, func(table *models.Table) bool { return table.Name == p.Table }):
			t.Errorf("page %d: %s is not one of the dataset's tables", p.Number, p.Table)
		}
		sc.quiet(t, p.Call)
		sc.quiet(t, p.Token)
	}
	v := all[len(all)-1].Verdict
	if !v.Outcome.Whole() {
		t.Errorf("got outcome %q of an undisturbed window", v.Outcome)
	}
	for _, r := range sc.faults.Requests() {
		if r.Method != http.MethodGet && (r.Method != http.MethodPost || !slices.Contains(sc.Posts, r.Path)) {
			t.Errorf("got %s %s, want reads only", r.Method, r.Path)
		}
	}
}

// same compares pages by what a landing keeps of them, but for the times, which differ from walk to walk.
func same(t *testing.T, got, want []models.Page) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d pages, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		g.AskedAt, w.AskedAt, g.Token, w.Token = time.Time{}, time.Time{}, "", ""
		if !reflect.DeepEqual(g, w) {
			t.Errorf("page %d differs from the undisturbed one", i+1)
		}
	}
}

func resumes(t *testing.T, sc *scene) {
	t.Helper()
	want := sc.whole(t)
	for n := range len(want) + 1 {
		before := len(sc.faults.Requests())
		landed := slices.Clone(want[:n])
		for i := range landed {
			landed[i].Verdict = &models.Verdict{Outcome: models.Failed} // whatever was noted, the pages decide
		}
		got := sc.whole(t, landed...)
		same(t, got, want)
		if asked := len(sc.faults.Requests()) - before; asked != len(want)-n {
			t.Errorf("got %d requests with %d of %d pages landed", asked, n, len(want))
		}
		for i := range landed {
			if got[i].Token != want[i].Token || !got[i].AskedAt.Equal(want[i].AskedAt) {
				t.Errorf("landed page %d was not given back as it was", i+1)
			}
		}
	}
}

func landedError(t *testing.T, sc *scene) {
	t.Helper()
	torn := errors.New("torn")
	landed := func(yield func(models.Page, error) bool) { yield(models.Page{}, torn) }
	_, err := Collect(sc.set.Pages(t.Context(), sc.window, landed, sc.lead))
	if !errors.Is(err, torn) {
		t.Errorf("got error %v, want the landing's", err)
	}
	if got := len(sc.faults.Requests()); got != 0 {
		t.Errorf("got %d requests", got)
	}
}

func cancels(t *testing.T, sc *scene) {
	t.Helper()
	sc.faults.After(1, 1, TooMany("600"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(5*time.Second, cancel)
	start := sc.now()
	all, err := Collect(sc.pages(ctx))
	if !errors.Is(err, context.Canceled) || len(all) != 1 {
		t.Errorf("got %d pages and error %v", len(all), err)
	}
	if took := sc.now().Sub(start); took > 6*time.Second {
		t.Errorf("stopping took until %s", took)
	}
	sc.quiet(t, err.Error())
}

func insecure(t *testing.T, sc *scene) {
	t.Helper()
	for _, base := range []string{
		"http://api.example/api", "http://10.0.0.1/api", "https://me:" + Canary + "@api.example/", "ftp://api.example",
		"https://api.example/?key=" + Canary, "api.example",
	} {
		_, err := sc.New(t, base, sc.env(nil))
		if err == nil {
			t.Errorf("got no error for %s", base)
			continue
		}
		if strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), "base_url") {
			t.Errorf("got error %q, want one that names base_url", err)
		}
	}
}
