package simulator_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/extract/tebra/simulator"
)

// A ticker is a clock that moves by hand.
type ticker struct {
	mu sync.Mutex
	at time.Time
}

func (c *ticker) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *ticker) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const tooFast = "429: GetPatients endpoint requested more than allowed over time interval 1000 milliseconds. " +
	"Please wait to try again."

func TestEachOperationHasItsOwnInterval(t *testing.T) {
	t.Parallel()
	clock := &ticker{at: time.Unix(1_800_000_000, 0)}
	a := open(t, simulator.Options{Size: 20, Scale: 1, Tick: clock.now})
	patients := func() string { return a.ask(t, "GetPatients", filter("GetPatients")).get("ErrorResponse/ErrorMessage") }
	steps := []struct {
		wait time.Duration
		want string
	}{
		{0, ""},
		{0, tooFast},
		{999 * time.Millisecond, tooFast},
		{time.Millisecond, tooFast}, // exactly the interval
		{time.Millisecond, ""},
		{time.Second, tooFast},
		{250 * time.Millisecond, ""},
	}
	throttled := 0
	for i, step := range steps {
		clock.add(step.wait)
		if got := patients(); got != step.want {
			t.Fatalf("step %d: got %q, want %q", i, got, step.want)
		}
		if step.want != "" {
			throttled++
		}
	}
	if got := a.ask(t, "GetPayments", filter("GetPayments")).get("ErrorResponse/IsError"); got != "false" {
		t.Errorf("another operation was throttled too")
	}
	if a.Throttled() != throttled || a.Calls()["GetPatients"] != len(steps) {
		t.Errorf("got %d of %d throttled, want %d of %d", a.Throttled(), a.Calls()["GetPatients"], throttled, len(steps))
	}
}

func TestALoginThatFailsUsesNoInterval(t *testing.T) {
	t.Parallel()
	clock := &ticker{at: time.Unix(1_800_000_000, 0)}
	a := open(t, simulator.Options{Size: -1, Scale: 1, Tick: clock.now})
	b := a
	b.password = "x"
	b.ask(t, "GetPatients", filter("GetPatients"))
	if got := a.ask(t, "GetPatients", filter("GetPatients")).get("ErrorResponse/IsError"); got != "false" {
		t.Fatal("got throttled after somebody else's bad password")
	}
}

func TestThrottlesAreToldAsTheyAre(t *testing.T) {
	t.Parallel()
	published := map[string]float64{
		"GetAllPatients": 5000, "GetThrottles": 5000, "GetAppointments": 1000, "GetCharges": 1000, "GetExternalVendors": 1000,
		"GetPatients": 1000, "GetPayments": 1000, "GetTransactions": 1000, "GetAppointmentReasons": 1000, "GetAppointment": 500,
		"GetEncounterDetails": 500, "GetPractices": 500, "GetProcedureCodes": 500, "GetProviders": 500,
		"GetServiceLocations": 500, "GetPatient": 250,
	}
	for scale, factor := range map[float64]float64{1: 1, 0: 0.01, 0.5: 0.5, -1: 0} {
		a := open(t, simulator.Options{Size: -1, Scale: scale, Tick: (&ticker{}).now})
		rows := a.ask(t, "GetThrottles", "").rows()
		if len(rows) != len(published) || a.Count("throttles") != len(published) {
			t.Fatalf("got %d throttles, want %d", len(rows), len(published))
		}
		for _, r := range rows {
			got, err := strconv.ParseFloat(r.get("ThrottleTimeMs"), 64)
			if want := published[r.get("Endpoint")] * factor; err != nil || got != want {
				t.Errorf("scale %v: %s: got %v, want %v", scale, r.get("Endpoint"), got, want)
			}
		}
	}
}

func TestAThrottledAnswerHasManySpellings(t *testing.T) {
	t.Parallel()
	for spelling, is := range map[string]func(status int, body string) bool{
		"": func(status int, body string) bool {
			return status == 200 && strings.Contains(body, `<SecurityResponse i:nil="true"/><Patients i:nil="true"/>`)
		},
		"throttle-bare": func(status int, body string) bool {
			return status == 200 && !strings.Contains(body, "SecurityResponse")
		},
		"throttle-reordered": func(status int, body string) bool {
			return status == 200 && strings.Index(body, "<Patients") < strings.Index(body, "<ErrorResponse")
		},
		"throttle-429": func(status int, body string) bool { return status == 429 && strings.HasSuffix(body, "Envelope>") },
		"throttle-cut": func(status int, body string) bool { return status == 200 && !strings.HasSuffix(body, "Envelope>") },
	} {
		a := open(t, simulator.Options{Size: -1, Scale: 1, Tick: (&ticker{}).now, Faults: []string{"throttled:GetPatients:2"}})
		if spelling != "" {
			a.fault(t, spelling)
		}
		if w := a.post("GetPatients", a.message("GetPatients", filter("GetPatients"))); strings.Contains(w.Body.String(), "429:") {
			t.Errorf("%s: the first call was throttled", spelling)
		}
		w := a.post("GetPatients", a.message("GetPatients", filter("GetPatients")))
		if !is(w.Code, w.Body.String()) || !strings.Contains(w.Body.String(), tooFast) || a.Throttled() != 1 {
			t.Errorf("%s: got %d %s", spelling, w.Code, w.Body)
		}
	}
}

func TestWithoutATickNothingIsThrottled(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1, Scale: 1})
	for range 5 {
		a.ask(t, "GetThrottles", "")
	}
	if a.Throttled() != 0 {
		t.Fatalf("got %d throttled, want 0", a.Throttled())
	}
}
