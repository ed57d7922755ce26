package simulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
)

func TestAFaultIsReadStrictly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]simulator.Fault{
		"503":                   {Kind: "503"},
		"503:patients":          {Kind: "503", Call: "patients"},
		"expire:encounters:3":   {Kind: "expire", Call: "encounters", Nth: 3},
		"429::2:*":              {Kind: "429", Nth: 2, Count: simulator.Always},
		"502:authenticate:1:4":  {Kind: "502", Call: "authenticate", Nth: 1, Count: 4},
		"unlicensed:ehr":        {Kind: "unlicensed", Argument: "ehr"},
		"missed:30":             {Kind: "missed", Argument: "30"},
		"skew:-90":              {Kind: "skew", Argument: "-90"},
		"mfa:none":              {Kind: "mfa", Argument: "none"},
		"drift":                 {Kind: "drift"},
		"duplicates:patients::": {Kind: "duplicates", Call: "patients"},
	} {
		got, err := simulator.ParseFault(text)
		if err != nil || got != want {
			t.Errorf("%s: got %+v and %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "505", "503:claims", "503:patients:0", "503:patients:x", "503:patients:1:0", "503:patients:1:1:1", "unlicensed",
		"unlicensed:marketing", "missed:101", "missed:-1", "missed", "mfa", "mfa:", "mfa:fax", "drift:x", "skew:soon",
		"missed:30:patients", "moved:patients",
	} {
		if f, err := simulator.ParseFault(text); err == nil {
			t.Errorf("%q was taken for %+v", text, f)
		} else if _, typed, _ := strings.Cut(text, ":"); typed != "" && strings.Contains(err.Error(), typed) {
			t.Errorf("%q is repeated: %v", text, err)
		}
		if _, err := simulator.New(simulator.Options{Faults: []string{text}}); err == nil {
			t.Errorf("%q was taken from the options", text)
		}
	}
	for _, e := range simulator.FaultKinds() {
		if e.About == "" {
			t.Errorf("%s: about nothing", e.Kind)
		}
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	for _, x := range []struct {
		fault  string
		status int
		code   string
		header string
		value  string
	}{
		{"429", http.StatusTooManyRequests, "rate_limited", "Retry-After", "2"},
		{"429-date", http.StatusTooManyRequests, "rate_limited", "Retry-After", "Mon, 15 Jun 2026 12:00:03 GMT"},
		{"429-bare", http.StatusTooManyRequests, "rate_limited", "Retry-After", ""},
		{"409", http.StatusConflict, "portal_busy", "", ""},
		{"423", http.StatusLocked, "portal_locked", "", ""},
		{"500", http.StatusInternalServerError, "internal", "", ""},
		{"502", http.StatusBadGateway, "", "Content-Type", "text/html; charset=utf-8"},
		{"503", http.StatusServiceUnavailable, "upstream_unavailable", "Retry-After", "1"},
		{"504", http.StatusGatewayTimeout, "", "Content-Length", "0"},
		{"html-200", http.StatusOK, "", "Content-Type", "text/html; charset=utf-8"},
		{"empty-body", http.StatusOK, "", "Content-Length", "0"},
		{"redirect", http.StatusFound, "", "Location", "https://elsewhere.example.com/login"},
	} {
		for _, call := range []string{"patients", "authenticate"} {
			mustFault(t, c, x.fault+":"+call)
			var a said
			if call == "authenticate" {
				a = c.authenticate(t, c.Login(0), nil)
			} else {
				a = c.get(t, call)
			}
			expect(t, x.fault, a, x.status, x.code)
			if got := a.header.Get(x.header); x.header != "" && got != x.value {
				t.Errorf("%s: got %s %q, want %q", x.fault, x.header, got, x.value)
			}
		}
		expect(t, "afterwards", c.get(t, "patients"), http.StatusOK, "")
	}
}

func TestAFaultStrikesTheCallThatItWasSentFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60, Faults: []string{"503:patients:2:2", "500::6"}})
	var got []int
	for range 5 {
		got = append(got, c.get(t, "patients").status)
	}
	c.token = c.enter(t, 0) // is not counted
	for range 2 {
		got = append(got, c.get(t, "encounters").status)
	}
	if want := []int{200, 503, 503, 200, 200, 500, 200}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	mustFault(t, c, "503::1:*")
	c.get(t, "patients")
	expect(t, "always", c.get(t, "patients"), http.StatusServiceUnavailable, "upstream_unavailable")
	c.Heal()
	expect(t, "healed", c.get(t, "patients"), http.StatusOK, "")
}

func TestASessionCanDieInTheMiddle(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	mustFault(t, c, "expire:patients:2")
	next := c.begun(t, "patients")
	expect(t, "the second page", c.get(t, "patients", "cursor", next), http.StatusUnauthorized, "session_expired")
	expect(t, "and it stays so", c.get(t, "encounters"), http.StatusUnauthorized, "session_expired")
	c.token = c.enter(t, 0)
	expect(t, "the cursor lives", c.get(t, "patients", "cursor", next), http.StatusOK, "")
}

func TestAModuleThatIsNotLicensed(t *testing.T) {
	t.Parallel()
	for module, closed := range map[string][]string{
		"ehr": {"encounters"}, "billing": {"eligibility_checks"}, "scheduling": {"patients", "appointments"},
	} {
		c := open(t, simulator.Options{Size: 8})
		mustFault(t, c, "unlicensed:"+module)
		for _, dataset := range simulator.Datasets() {
			want := map[bool]string{true: "module_not_licensed"}[slices.Contains(closed, dataset)]
			query := map[string][]string{"appointments": ever}[dataset]
			if got := c.get(t, dataset, query...); got.code() != want || (want != "" && got.status != http.StatusForbidden) {
				t.Errorf("without %s, %s: got %d %q", module, dataset, got.status, got.code())
			}
		}
	}
}

func TestSomeEditsAreMissed(t *testing.T) {
	t.Parallel()
	seen := func(percent string) (n int) {
		c := open(t, simulator.Options{Size: 800, Faults: []string{"missed:" + percent}})
		c.Advance(time.Hour)
		since := c.Clock().Format(time.RFC3339)
		before := map[string]any{}
		for _, r := range c.sweep(t, "patients") {
			id, _ := r["id"].(string)
			before[id] = r["email"]
		}
		c.Update(0, "patients", 100)
		changed := 0
		for _, r := range c.sweep(t, "patients") {
			if id, _ := r["id"].(string); before[id] != r["email"] {
				changed++
			}
		}
		if changed != 100 {
			t.Fatalf("got %d patients changed", changed)
		}
		return len(c.sweep(t, "patients", "updated_since", since))
	}
	if none, all := seen("100"), seen("0"); none != 0 || all != 100 {
		t.Errorf("got %d with all missed and %d with none", none, all)
	}
	if some := seen("30"); some < 55 || some > 85 {
		t.Errorf("got %d with 30 of 100 missed", some)
	}
}

func TestFieldsDrift(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, Faults: []string{"drift", "scraped"}})
	c.Advance(time.Hour)
	for _, dataset := range simulator.Datasets() {
		for _, r := range c.sweep(t, dataset) {
			_, email := r["email"]
			_, renamed := r["email_address"]
			if r["portal_build"] == nil || email || renamed != (dataset == "patients") {
				t.Fatalf("%s: got %v", dataset, r)
			}
			if at := r["updated_at"]; at != nil && !stamp(t, at).Equal(c.Clock()) {
				t.Fatalf("%s: updated at %v, read at %v", dataset, at, c.Clock())
			}
		}
	}
	c.Heal()
	for _, r := range c.sweep(t, "patients") {
		if _, there := r["email"]; !there || stamp(t, r["updated_at"]).Equal(c.Clock()) {
			t.Fatalf("healed: got %v", r)
		}
	}
}
