package tebra

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// write writes a file and returns its path.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ids.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestValidate(t *testing.T) {
	t.Parallel()
	zone := 15
	for _, tt := range []struct {
		name string
		bend func(*Config)
		want string
	}{
		{"as it is", func(*Config) {}, ""},
		{"no key", func(c *Config) { c.Auth.CustomerKey = models.Secret{} }, "auth.customer_key: missing; it is the Tebra customer key"},
		{"no key, in the old words", func(c *Config) { c.Auth.CustomerKey, c.called = models.Secret{}, "kareo" }, "auth.customer_key: missing; it is the Kareo customer key"},
		{"no user", func(c *Config) { c.Auth.User = models.Secret{} }, "auth.user: missing"},
		{"a line break in the password", func(c *Config) { c.Auth.Password = models.NewSecret("CANARY\n") }, "auth.password: holds a character"},
		{"plain http", func(c *Config) { c.BaseURL = "http://example.com/x.svc" }, "base_url: "},
		{"an empty practice", func(c *Config) { c.Practices = []string{"1", " "} }, "practices[1]: empty"},
		{"a short overlap", func(c *Config) { c.Overlap = time.Hour }, "overlap: "},
		{"a negative margin", func(c *Config) { c.Margin = -1 }, "margin: "},
		{"a long margin", func(c *Config) { c.Margin = time.Hour }, "margin: "},
		{"a batch too large", func(c *Config) { c.BatchSize = 1001 }, "batch_size: "},
		{"long ago", func(c *Config) { c.From = at("1980-01-01") }, "from: "},
		{"full readings in the past", func(c *Config) { c.FullEvery = -1 }, "full_every: "},
		{"far ahead", func(c *Config) { c.Ahead = 20 * 365 * day }, "ahead: "},
		{"a zone that there is not", func(c *Config) { c.TimeZoneOffset = &zone }, "time_zone_offset: "},
		{"no vendor", func(c *Config) { c.ExternalIDs = &ExternalIDs{File: "x"} }, "external_ids.vendor_id: "},
		{"no file", func(c *Config) { c.ExternalIDs = &ExternalIDs{VendorID: 7} }, "external_ids.file: missing"},
		{"a file that is not there", func(c *Config) { c.ExternalIDs = &ExternalIDs{VendorID: 7, File: "/nowhere/CANARY"} }, "external_ids.file: cannot be opened"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := testConfig()
			tt.bend(&config)
			_, err := New("my-co", config, transport.Env{Clock: time.Now}, NewAccounts())
			if (tt.want == "") != (err == nil) || (err != nil && (!strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "CANARY"))) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestExternalIDs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, want, err string
	}{
		{"plain", "external_id\nA\nB\n", "A B", ""},
		{"other columns, a mark and white space", "\uFEFFname, external_id\nTestperson, A \n\"x, y\",B\n", "A B", ""},
		{"twice and empty", "external_id\nA\n\"\"\nA\n", "A", ""},
		{"25 characters", "external_id\n" + strings.Repeat("é", 25), strings.Repeat("é", 25), ""},
		{"26 characters", "external_id\nA\n" + strings.Repeat("x", 26), "", "record 3: longer than the 25 characters"},
		{"no header", "", "", "has no header"},
		{"another header", "id\nA\n", "", "has no column external_id"},
		{"a short record", "name,external_id\nCANARY\n", "", "record 2 cannot be read"},
		{"a quote that does not end", "external_id\n\"CANARY\n", "", "record 2 cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x, err := parseExternal(strings.NewReader(tt.text))
			if got := strings.Join(x.ids, " "); got != tt.want || (err == nil) != (tt.err == "") || (err != nil && !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil && strings.Contains(err.Error(), "CANARY") {
				t.Error("the error repeats the file")
			}
		})
	}
}

// TestDriver opens a source by either name.
func TestDriver(t *testing.T) {
	t.Parallel()
	d := Driver()
	for _, tt := range []struct{ called, words string }{{"tebra", "Tebra customer key"}, {"kareo", "Kareo customer key"}} {
		config, ok := d.Config(tt.called).(*Config)
		if !ok {
			t.Fatal("the configuration is of another type")
		}
		config.Auth = testConfig().Auth
		source, err := d.Open("my-co", config, transport.Env{Clock: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := source.(*Source); !ok || !strings.Contains(s.credentialAdvice(), tt.words) || s.config.BaseURL != DefaultBaseURL {
			t.Errorf("%s: got advice without %s", tt.called, tt.words)
		}
	}
	if _, err := d.Open("my-co", Config{}, transport.Env{Clock: time.Now}); err == nil {
		t.Error("another driver's settings were taken")
	}
	if len(d.Datasets) != len(d.Tables()) {
		t.Errorf("got %d datasets and %d tables", len(d.Datasets), len(d.Tables()))
	}
	for _, table := range d.Tables() {
		if operationOf(table.Name) == "" {
			t.Errorf("no operation fills %s", table.Name)
		}
	}
}
