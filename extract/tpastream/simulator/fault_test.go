package simulator_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract/tpastream/simulator"
)

func TestEveryFaultDoesWhatItSays(t *testing.T) {
	t.Parallel()
	all := looks()
	for _, e := range simulator.FaultKinds() {
		kind := e.Kind
		if kind == simulator.GzipBomb || kind == simulator.NextForever {
			continue // have their own tests
		}
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			check, ok := all[kind]
			if !ok {
				t.Fatal("nobody has said what it looks like")
			}
			l := connect(t, simulator.Options{
				Claims: 60, Plain: true, Stall: 30 * time.Millisecond, Pause: time.Millisecond,
			})
			if calm := l.get(t, "/api/claims?page=2"); check(l, calm) {
				t.Fatal("an answer without the fault looks like one with it")
			}
			l.Forget()
			l.Fault(simulator.Fault{Kind: kind, Call: "/api/claims"})
			if r := l.get(t, "/api/claims?page=2"); !check(l, r) {
				t.Fatalf("got status %d, %d bytes, error %v, header %v:\n%.200s", r.status, len(r.body), r.err, r.header, r.body)
			}
			if r := l.get(t, "/api/member"); r.status != 200 || r.err != nil {
				t.Fatalf("another path: got %d, %v", r.status, r.err)
			}
			if log := l.Requests(); log[0].Fault != kind && kind != simulator.BigIDs {
				t.Fatalf("the log says %q", log[0].Fault)
			}
			l.Heal()
			if r := l.get(t, "/api/claims?page=1"); r.status != 200 || !r.valid() {
				t.Fatalf("healed: got %d", r.status)
			}
		})
	}
}

func TestTheBombUnpacksToMoreThanAnybodyWants(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 5})
	l.Fault(simulator.Fault{Kind: simulator.GzipBomb})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.address+"/api/claims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // by hand, so that nothing is unpacked for us
	answer, err := l.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil || len(packed) > 2<<20 {
		t.Fatalf("got %d bytes and %v, want at most two megabytes", len(packed), err)
	}
	z, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, z, 100<<20); err != nil {
		t.Fatalf("got %d bytes and %v, want a hundred megabytes and more", n, err)
	}
}

func TestAFaultStrikesWhomItShould(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"unavailable":                    "x.........",
		"unavailable:/api/claims:3":      "..x.......",
		"unavailable:/api/claims:2:3":    ".xxx......",
		"unavailable:/api/claims:1:*:4":  "x...x...x.",
		"unavailable:/api/claims::*":     "xxxxxxxxxx",
		"unavailable:/api/member":        "..........",
		"past-the-end:/api/claims":       "..........",
		"redirect-forever:/api/claims:8": ".......xxx",
	} {
		f, err := simulator.ParseFault(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		s := simulator.New(simulator.Options{Claims: 5})
		s.Fault(f)
		got := ""
		var gotSb100 strings.Builder
		for range 10 {
			mark := "."
			if ask(s, "/api/claims", basic()).Code != 200 {
				mark = "x"
			}
			gotSb100.WriteString(mark)
		}
		got += gotSb100.String()
		if got != want {
			t.Fatalf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestFaultsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, e := range simulator.FaultKinds() {
		kind := e.Kind
		for _, f := range []simulator.Fault{
			{Kind: kind},
			{Kind: kind, Call: "/api/claims"},
			{Kind: kind, Nth: 3},
			{Kind: kind, Count: simulator.Always},
			{Kind: kind, Call: "/api", Nth: 2, Count: 4, Every: 2},
		} {
			got, err := simulator.ParseFault(f.String())
			if err != nil || got != f {
				t.Fatalf("%s: got %+v, %v, want %+v", f, got, err, f)
			}
		}
		if e.About == "" {
			t.Fatalf("%s does not say what it does", kind)
		}
	}
	for _, text := range []string{
		"", "unheard-of", "reset:/api:x", "reset:/api:0", "reset:/api:*", "reset:/api:1:2:3:4", "reset:/api:1:2:*",
	} {
		if f, err := simulator.ParseFault(text); err == nil {
			t.Fatalf("%q: got %+v, want an error", text, f)
		}
	}
}

func TestPastTheEndEndsASweepThatHadMore(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 60})
	s.Fault(simulator.Fault{Kind: simulator.PastTheEnd})
	if first := get(t, s, "/api/claims"); !first.HasNext {
		t.Fatal("page 1 has no next page")
	}
	if w := ask(s, "/api/claims?page=2", basic()); w.Code != 404 {
		t.Fatalf("page 2: got %d, want 404", w.Code)
	}
}

func TestAListThatNeverEndsRepeatsItsLastPage(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 25})
	s.Fault(simulator.Fault{Kind: simulator.NextForever})
	third, tenth := get(t, s, "/api/claims?page=3"), get(t, s, "/api/claims?page=10")
	if !slices.Equal(third.ids(), tenth.ids()) || !tenth.HasNext || tenth.Page != 10 {
		t.Fatalf("got %v and %v", third.ids(), tenth.ids())
	}
}

func TestAnswersArePackedWhenTheClientCanUnpack(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 60})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.address+"/api/claims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(simulator.DefaultEmail, simulator.DefaultAPIKey)
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := l.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("got encoding %q, want gzip", got)
	}
	if plain := l.get(t, "/api/claims"); !plain.valid() {
		t.Fatal("unpacked: not JSON")
	}
	if got := answer.Header.Get("Date"); got != "Mon, 15 Jun 2026 12:00:00 GMT" {
		t.Fatalf("got date %q, want the simulator's", got)
	}
}

func TestOneConnectionMayAskForManyThingsAtOnce(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 500})
	l.Between(func(n int) {
		if n%5 == 0 {
			l.Update(2)
			l.Advance(time.Minute)
		}
	})
	done := make(chan bool)
	for i := range 4 {
		go func() {
			fine := true
			for n := range 10 {
				fine = fine && l.get(t, "/api/claims?page="+strconv.Itoa(n+1+i)).valid()
				_ = l.Truth()
			}
			done <- fine
		}()
	}
	for range 4 {
		if !<-done {
			t.Fatal("an answer is no JSON")
		}
	}
	if n := len(l.Requests()); n != 40 {
		t.Fatalf("got %d requests in the log, want 40", n)
	}
}
