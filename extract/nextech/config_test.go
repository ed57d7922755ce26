package nextech

import (
	"strings"
	"testing"
	"time"

	"carehouse/extract/transport"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		bend func(*Config)
		want string // "" is a good one
	}{
		{"the least", func(*Config) {}, ""},
		{"terms", func(c *Config) { c.Roster, c.Terms = "", &Terms{Sweep: true} }, ""},
		{"a query", func(c *Config) { c.Roster = "who.sql" }, ""},
		{"no practice", func(c *Config) { c.PracticeID = "" }, "practice_id: "},
		{"a practice that no header can carry", func(c *Config) { c.PracticeID = "1\n2" }, "practice_id: "},
		{"plain http", func(c *Config) { c.BaseURL = "http://api.example" }, "base_url: "},
		{"no client", func(c *Config) { c.Auth.ClientID = "" }, "auth.client_id: missing"},
		{"no resource", func(c *Config) { c.Auth.Resource = "" }, "auth.resource: missing"},
		{"no token file", func(c *Config) { c.Auth.RefreshToken = "" }, "auth.refresh_token: missing"},
		{"no login page", func(c *Config) { c.Auth.AuthorizeURL = "" }, "auth.authorize_url: missing"},
		{"a token call by plain http", func(c *Config) { c.Auth.TokenURL = "http://login.example/token" }, "auth.token_url: plain http"},
		{"a login page with a query", func(c *Config) { c.Auth.AuthorizeURL = "https://login.example/?CANARY" }, "auth.authorize_url: "},
		{"a redirect elsewhere", func(c *Config) { c.Auth.RedirectURI = "http://app.example/" }, "auth.redirect_uri: plain http"},
		{"nobody", func(c *Config) { c.Roster = "" }, "roster: missing"},
		{"both", func(c *Config) { c.Terms = &Terms{Sweep: true} }, "terms: give roster or terms"},
		{"another file", func(c *Config) { c.Roster = "who.xlsx" }, "roster: must be"},
		{"terms that nobody understood", func(c *Config) { c.Roster, c.Terms = "", &Terms{} }, "terms.sweep: "},
		{"no alphabet", func(c *Config) { c.Roster, c.Terms = "", &Terms{Sweep: true, Alphabet: "  "} }, "terms.alphabet: "},
		{"no length", func(c *Config) { c.Roster, c.Terms = "", &Terms{Sweep: true, MaxLength: -1} }, "terms.max_length: "},
		{"no terms", func(c *Config) { c.Roster, c.Terms = "", &Terms{Sweep: true, MaxTerms: -1} }, "terms.max_terms: "},
		{"another date", func(c *Config) { c.DateFormat = "dmy" }, "date_format: must be"},
		{"another path", func(c *Config) { c.PathStyle = "x" }, "path_style: must be"},
		{"too early", func(c *Config) { c.From = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC) }, "from: "},
		{"an overlap", func(c *Config) { c.Overlap = -1 }, "overlap: "},
		{"too often", func(c *Config) { c.FullEvery = time.Minute }, "full_every: "},
		{"too fast", func(c *Config) { c.RequestsPerSecond = 2000 }, "requests_per_second: "},
		{"a budget", func(c *Config) { c.DailyBudget = -1 }, "daily_budget: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := testConfig(t)
			tt.bend(&config)
			err := config.Validate()
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("got error %v", err)
			case tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "CANARY")):
				t.Errorf("got error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestASourceNeedsAVault(t *testing.T) {
	t.Parallel()
	if _, err := New(testTenant, testConfig(t), transport.Env{Clock: time.Now}); err == nil {
		t.Error("got a source that cannot keep its token")
	}
}

// TestDriver opens what it configures, and nothing else.
func TestDriver(t *testing.T) {
	t.Parallel()
	d := Driver()
	if _, err := d.Open(testTenant, &struct{}{}, transport.Env{}); err == nil {
		t.Error("got a source with another driver's settings")
	}
	if len(d.Datasets) != 3 || d.Config("nextech") == nil || !strings.Contains(d.Sample, "carehouse login") {
		t.Errorf("got driver %+v", d)
	}
}
