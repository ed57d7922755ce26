package extracttest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// always is more often than anybody tries.
const always = 1000

// sameHost is a redirect that may be followed, unless it is a body that would go there.
const sameHost = "a redirect to the same host"

// posts reports whether the source asks in bodies.
func (s Suite) posts() bool { return len(s.Posts) > 0 }

// refused are the answers that another attempt does not change.
func (s Suite) refused(t *testing.T) {
	t.Parallel()
	type refusal struct {
		name  string
		fault Fault
		want  models.Outcome
	}
	all := []refusal{
		{"400", Refusal(http.StatusBadRequest), models.Failed},
		{"403", Refusal(http.StatusForbidden), models.NotEntitled},
		{"403 with an empty body", Answer(http.StatusForbidden, "text/plain", ""), models.NotEntitled},
		{"404", Refusal(http.StatusNotFound), models.Failed},
		{"404 with HTML", HTML(http.StatusNotFound), models.Failed},
		{"422 with a list", Answer(http.StatusUnprocessableEntity, "application/json", `{"detail":[{"msg":"`+Canary+`"}]}`), models.Failed},
		{"422 with errors", Answer(http.StatusUnprocessableEntity, "application/json", `{"errors":{"x":["`+Canary+`"]}}`), models.Failed},
		{"501", Refusal(http.StatusNotImplemented), models.Failed},
		{"a bomb", Bomb, models.Failed},
		{"another host", Elsewhere, models.Failed},
		{"an unasked encoding", Packed("br"), models.Failed},
		{"a wait of two days", TooMany("172800"), models.Unreachable},
	}
	if s.posts() { // what is in a body goes nowhere else
		all = append(all, refusal{sameHost, Slash, models.Failed})
	}
	for _, tt := range all {
		t.Run(tt.name, s.bubble(func(t *testing.T, sc *scene) {
			t.Helper()
			sc.faults.Next(always, tt.fault)
			all, err := Collect(sc.pages(t.Context()))
			sc.judged(t, err, "page 1", tt.want)
			if len(all) != 0 || len(sc.faults.Requests()) != 1 {
				t.Errorf("got %d pages from %d requests, want none from 1", len(all), len(sc.faults.Requests()))
			}
		}))
	}
}

// healed are the faults that pass. The window must come out as if nothing had been.
func (s Suite) healed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		fault    Fault
		wait     time.Duration // at least
		requests int           // besides the undisturbed ones
		atOnce   bool          // is asked again without a pause
	}{
		{"408", Refusal(http.StatusRequestTimeout), 0, 1, false},
		{"429 with seconds", TooMany("70"), 70 * time.Second, 1, false},
		{"429 with a date", TooManyUntil(s.Clock, 90*time.Second), 89 * time.Second, 1, false},
		{"429 with a date that has passed", TooManyUntil(s.Clock, -time.Hour), 0, 1, false},
		{"429 with 0", TooMany("0"), 0, 1, false},
		{"429 with -5", TooMany("-5"), 0, 1, false},
		{"429 with a word", TooMany("soon"), 0, 1, false},
		{"429 with nothing", TooMany(""), 0, 1, false},
		{"500 with an event", Refusal(http.StatusInternalServerError), 0, 1, false},
		{"502 with HTML", HTML(http.StatusBadGateway), 0, 1, false},
		{"503 with seconds", Refusal(http.StatusServiceUnavailable, "Retry-After", "40"), 40 * time.Second, 1, false},
		{"200 with HTML", HTML(http.StatusOK), 0, 1, false},
		{"a body cut short", Truncated, 0, 1, false},
		{"a body cut short as if whole", CutClean, 0, 1, false},
		{"a garbled body", Garbled, 0, 1, false},
		{"more than the body", Trailing, 0, 1, false},
		{"gzip that is none", Packed("gzip"), 0, 1, false},
		{"a connection hung up", HungUp, 0, 1, true},
		{"a body that stalls", Stalled, 0, 1, false},
		{"a server that is silent", Silent, 0, 1, false},
		{"a body that is slow", Slow, 80 * time.Second, 0, true},
		{sameHost, Slash, 0, 1, true},
	} {
		if tt.name == sameHost && s.posts() {
			continue
		}
		t.Run(tt.name, s.bubble(func(t *testing.T, sc *scene) {
			t.Helper()
			want := sc.whole(t)
			undisturbed := len(sc.faults.Requests())
			sc.faults.After(1, 1, tt.fault)
			start := sc.now()
			got := sc.whole(t)
			same(t, got, want)
			took := sc.now().Sub(start)
			if took < tt.wait || took > tt.wait+10*time.Minute {
				t.Errorf("took %s, want at least %s and not much more", took, tt.wait)
			}
			all := sc.faults.Requests()
			if asked := len(all) - undisturbed; asked != undisturbed+tt.requests {
				t.Errorf("got %d requests, want %d", asked, undisturbed+tt.requests)
			}
			if tt.requests == 0 {
				return
			}
			if pause := all[undisturbed+2].At.Sub(all[undisturbed+1].At); pause < 10*time.Millisecond && !tt.atOnce {
				t.Errorf("asked again after %s", pause)
			}
		}))
	}
}

// lasting are the faults that do not pass in time.
func (s Suite) lasting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault Fault
		want  models.Outcome
		says  string
	}{
		{"429", TooMany("1"), models.Unreachable, "status 429 after 5 attempts"},
		{"500 with an event", Refusal(http.StatusInternalServerError), models.Unreachable, "status 500 after 5 attempts (event " + EventID + ")"},
		{"502 with HTML", HTML(http.StatusBadGateway), models.Unreachable, "status 502 after 5 attempts"},
		{"a body cut short", Truncated, models.Unreachable, "after 5 attempts: the answer was cut short"},
		{"a body cut short as if whole", CutClean, models.Unreachable, "after 5 attempts"},
		{"a garbled body", Garbled, models.Unreachable, "after 5 attempts"},
		{"a connection hung up", HungUp, models.Unreachable, "after 5 attempts"},
		{"a body that stalls", Stalled, models.Unreachable, "after 5 attempts: the answer stopped coming"},
		{"a server that is silent", Silent, models.Unreachable, "after 5 attempts: no answer in time"},
	} {
		t.Run(tt.name, s.bubble(func(t *testing.T, sc *scene) {
			t.Helper()
			sc.faults.After(1, always, tt.fault)
			all, err := Collect(sc.pages(t.Context()))
			sc.judged(t, err, "page 2", tt.want)
			if len(all) != 1 {
				t.Errorf("got %d pages before the fault, want 1", len(all))
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got error %q, want it to say %q", err, tt.says)
			}
			if got := len(sc.faults.Requests()); got > 10 {
				t.Errorf("asked %d times", got)
			}
		}))
	}
}

func renews(t *testing.T, sc *scene) {
	t.Helper()
	want := sc.whole(t)
	if sc.Renews {
		sc.faults.After(1, 1, Refusal(http.StatusUnauthorized))
		same(t, sc.whole(t), want)
	}
	before := len(sc.faults.Requests())
	sc.faults.Next(always, Refusal(http.StatusUnauthorized))
	_, err := Collect(sc.pages(t.Context()))
	sc.judged(t, err, "page 1", models.NeedsPerson)
	attempts := 1
	if sc.Renews {
		attempts = 2
	}
	if got := len(sc.faults.Requests()) - before; got != attempts {
		t.Errorf("got %d requests with credentials that are refused, want %d", got, attempts)
	}
	_, err = Collect(sc.pages(t.Context()))
	sc.judged(t, err, "page 1", models.NeedsPerson)
	if got := len(sc.faults.Requests()) - before; got != attempts {
		t.Error("asked on with credentials that had been refused; that locks accounts")
	}
}

func checks(t *testing.T, sc *scene) {
	t.Helper()
	checker, ok := sc.source.(extract.Checker)
	if !ok {
		t.Skip("this source has no check")
	}
	report, err := checker.Check(t.Context())
	if err != nil || len(report.Problems) != 0 || report.Seen == "" {
		t.Errorf("got %+v, %v from a server that lets us in", report, err)
	}
	for _, fault := range []Fault{Refusal(http.StatusForbidden), Refusal(http.StatusUnauthorized)} {
		sc.faults.Next(always, fault)
		report, err = checker.Check(t.Context())
		if err != nil || len(report.Problems) == 0 {
			t.Errorf("got %+v, %v from a server that refuses everything", report, err)
		}
		for _, p := range report.Problems {
			sc.quiet(t, p.What)
			sc.quiet(t, p.Advice)
			if p.Advice == "" {
				t.Errorf("%q comes without advice", p.What)
			}
		}
	}
}
