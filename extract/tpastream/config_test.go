package tpastream

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		bend func(*Config)
		want string // what the error begins with; "" is none
	}{
		{"as it should be", func(*Config) {}, ""},
		{"everything given", func(c *Config) {
			c.PerPage, c.Sweeps, c.FullEvery, c.Settle, c.RequestsPerSecond, c.Refetch = 500, -1, time.Hour, 3*time.Minute, 2, 10
			c.Datasets = map[string]Tuning{"members": {PerPage: 100, Sweeps: 5}}
		}, ""},
		{"plain http", func(c *Config) { c.BaseURL = "http://app.tpastream.com/api" }, "base_url: "},
		{"no auth", func(c *Config) { c.Auth = Auth{} }, "auth.basic: missing"},
		{"two auths", func(c *Config) { c.Auth.SSHJWT = &SSHJWT{} }, "auth.basic: give"},
		{"no email", func(c *Config) { c.Auth.Basic.Email = "" }, "auth.basic.email: "},
		{"an email with a colon", func(c *Config) { c.Auth.Basic.Email = "a:b" }, "auth.basic.email: "},
		{"no key", func(c *Config) { c.Auth.Basic.APIKey = models.Secret{} }, "auth.basic.api_key: "},
		{"a key with a line end", func(c *Config) { c.Auth.Basic.APIKey = models.NewSecret("CANARY\n") }, "auth.basic.api_key: "},
		{"no email with a key", func(c *Config) { c.Auth = Auth{SSHJWT: &SSHJWT{}} }, "auth.ssh_jwt.email: "},
		{"no private key", func(c *Config) { c.Auth = Auth{SSHJWT: &SSHJWT{Email: "me"}} }, "auth.ssh_jwt.private_key: "},
		{"a page of nothing", func(c *Config) { c.PerPage = -1 }, "per_page: "},
		{"a page of everything", func(c *Config) { c.PerPage = 1_000_000 }, "per_page: "},
		{"too many sweeps", func(c *Config) { c.Sweeps = 99 }, "sweeps: "},
		{"never full", func(c *Config) { c.FullEvery = -1 }, "full_every: "},
		{"settled too early", func(c *Config) { c.Settle = time.Second }, "settle: "},
		{"no requests", func(c *Config) { c.RequestsPerSecond = -1 }, "requests_per_second: "},
		{"no refetch", func(c *Config) { c.Refetch = -1 }, "refetch: "},
		{"an unknown way to refetch", func(c *Config) { c.RefetchBy = "id" }, "refetch_by: "},
		{"a dataset that is none", func(c *Config) { c.Datasets = map[string]Tuning{"event": {}} }, "datasets.event: "},
		{"a dataset's page", func(c *Config) { c.Datasets = map[string]Tuning{"claims": {PerPage: -1}} }, "datasets.claims.per_page: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := Config{Auth: Auth{Basic: &Basic{Email: "me@example.com", APIKey: models.NewSecret("key")}}}
			tt.bend(&c)
			got := ""
			if err := c.Validate(); err != nil {
				got = err.Error()
			}
			if (tt.want == "") != (got == "") || !strings.HasPrefix(got, tt.want) || strings.Contains(got, "CANARY") {
				t.Errorf("got error %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSecretsStaySecret prints a configuration in every way.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	c := Auth{
		Basic:  &Basic{Email: "me", APIKey: models.NewSecret("CANARY")},
		SSHJWT: &SSHJWT{Email: "me", PrivateKey: models.NewSecret("CANARY")},
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	basic := newBasicAuth(*c.Basic)
	source, err := New("my-tpa", Config{Auth: Auth{Basic: c.Basic}}, transport.Env{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	printed.Write(text)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{c, *c.Basic, *c.SSHJWT, basic, source, *source} {
			fmt.Fprintf(&printed, verb, v)
		}
	}
	all := printed.String()
	if strings.Contains(all, "CANARY") || strings.Contains(all, "Q0FOQVJZ") || strings.Contains(all, "43414e415259") {
		t.Errorf("got %s", all)
	}
}
