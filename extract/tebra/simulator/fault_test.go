package simulator_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/tebra/simulator"
)

func look(t *testing.T, a account, operation string) extracttest.Seen {
	t.Helper()
	r, err := http.NewRequestWithContext(
		t.Context(), http.MethodPost, simulator.Path, strings.NewReader(a.message(operation, filter(operation))),
	)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	r.Header.Set("SOAPAction", `"`+kareo+"KareoServices/"+operation+`"`)
	return extracttest.Look(t, a, r, time.Now)
}

func TestEachFaultLooksAsItsNameSays(t *testing.T) {
	t.Parallel()
	status := func(n int, says string) func(extracttest.Seen) bool {
		return func(r extracttest.Seen) bool { return r.Status == n && r.Err == nil && strings.Contains(r.Body, says) }
	}
	looks := map[string]func(extracttest.Seen) bool{
		"internal-fault":         status(500, "a:InternalServiceFault"),
		"deserialization-failed": status(500, "a:DeserializationFailed"),
		"contract-mismatch":      status(500, "ContractFilter mismatch"),
		"html-200":               status(200, "<html>"),
		"html-503":               status(503, "<html>"),
		"http-429":               status(429, ""),
		"redirect": func(r extracttest.Seen) bool {
			return r.Status == 302 && strings.HasPrefix(r.Header.Get("Location"), "https://elsewhere.example.com/")
		},
		"empty-body": func(r extracttest.Seen) bool { return r.Status == 200 && r.Body == "" && r.Err == nil },
		"doctype":    status(200, "<!DOCTYPE"),
		"truncated": func(r extracttest.Seen) bool {
			return r.Status == 200 && errors.Is(r.Err, io.ErrUnexpectedEOF) && len(r.Body) > 1000
		},
		"reset": func(r extracttest.Seen) bool {
			return errors.Is(r.Err, syscall.ECONNRESET)
		},
		"slow": func(r extracttest.Seen) bool {
			return r.Err == nil && r.Took > 900*time.Millisecond && strings.HasSuffix(r.Body, "Envelope>")
		},
		"stalled":   func(r extracttest.Seen) bool { return r.Err != nil },
		"throttled": status(200, "429: GetPayments endpoint requested more than allowed"),
		"empty":     status(200, `<Payments><PaymentData><AdjudicationDate i:nil="true"/>`),
		"error":     status(200, "<IsError>true"),
		"outside":   status(200, "<PaymentData>"),

		"change-between": status(200, "<PaymentData>"),
	}
	for _, e := range simulator.FaultKinds() {
		if e.About == "" {
			t.Errorf("%s says nothing about itself", e.Kind)
		}
	}
	for name, is := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := open(t, simulator.Options{Size: 40, Faults: []string{name + ":GetPayments:1:1"}})
			if got := look(t, a, "GetPayments"); !is(got) {
				t.Fatalf("got %d %v after %v: %.400s", got.Status, got.Err, got.Took, got.Body)
			}
			if n := len(a.find(t, "GetPayments")); n < 10 {
				t.Fatalf("got %d rows after the fault, want them all", n)
			}
		})
	}
}

func TestAFaultStrikesTheCallsThatItIsFor(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 20, Faults: []string{"internal-fault:GetPayments:2:2"}})
	var got []int
	for range 5 {
		got = append(got, a.post("GetPayments", a.message("GetPayments", filter("GetPayments"))).Code)
		if code := a.post("GetCharges", a.message("GetCharges", filter("GetCharges"))).Code; code != 200 {
			t.Fatalf("another operation got %d", code)
		}
	}
	for i, want := range []int{200, 500, 500, 200, 200} {
		if got[i] != want {
			t.Fatalf("got %v", got)
		}
	}
	a.fault(t, "html-503::1:*")
	if code := a.post("GetCharges", a.message("GetCharges", filter("GetCharges"))).Code; code != 503 {
		t.Errorf("got %d, want 503", code)
	}
	a.Heal()
	if code := a.post("GetCharges", a.message("GetCharges", filter("GetCharges"))).Code; code != 200 {
		t.Errorf("got %d after healing", code)
	}
}

func TestFaultsThatWouldDoNothingAreRefused(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	for _, spec := range []string{
		"", "nothing", "no-permission", "no-permission:GetClaims", "no-practice:x", "wide-fault", "slow:GetClaims",
		"slow:GetCharges:0", "slow:GetCharges:1:x", "slow:GetCharges:1:1:1", "bad-key:1:2",
	} {
		if err := a.Fault(spec); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
	if _, err := simulator.New(simulator.Options{Faults: []string{"nothing"}}); err == nil {
		t.Error("an account with an unknown fault was made")
	}
	if _, err := simulator.New(simulator.Options{Practices: 99}); err == nil {
		t.Error("99 practices were made")
	}
}

func TestARowOutsideTheWindowComesWithIt(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200, Faults: []string{"outside:GetCharges:2"}})
	pairs := []string{
		"FromServiceDate", "2026-01-01", "IncludeUnapprovedCharges", "T", "PracticeName", a.PracticeName(1),
		"ToServiceDate", "2026-01-31",
	}
	good, bad := a.find(t, "GetCharges", pairs...), a.find(t, "GetCharges", pairs...)
	if len(bad) != len(good)+1 || bad[len(good)].get("PracticeID") != "1" {
		t.Fatalf("got %d rows, want %d and one of the same practice", len(bad), len(good))
	}
	if first, _ := days(t, bad, "ServiceStartDate"); !first.Before(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %v, want a day outside", first)
	}
}
