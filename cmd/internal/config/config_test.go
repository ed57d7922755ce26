package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carehouse/models"
)

// canary is a secret that must never be seen.
const canary = "Zq7canaryXv2"

// api is the settings of a source as tests know it.
type api struct {
	BaseURL  string      `yaml:"base_url" doc:"The address of the API."`
	Auth     auth        `yaml:"auth,required" doc:"How it lets us in."`
	Accounts []string    `yaml:"accounts" doc:"Which accounts to fetch."`
	From     models.Date `yaml:"from" doc:"How far back to go."`
	Roster   string      `yaml:"roster" kind:"path" doc:"A file with names."`
	Token    string      `yaml:"token" kind:"token" doc:"What lets us in the next time."`
	Profile  *profile    `yaml:"profile" kind:"yaml" doc:"How it spells things."`
	Deep     bool        `yaml:"deep" doc:"Whether to go deep."`

	Rate  float64         `yaml:"rate" doc:"Calls a second."`
	Tuned map[string]tune `yaml:"tuned" doc:"What differs for one dataset."`
}

// profile is what a file of its own says.
type profile struct {
	Name   string            `yaml:"name,required" doc:"What it is called."`
	Roster string            `yaml:"roster" kind:"path" doc:"A file beside it."`
	Size   int               `yaml:"size" doc:"How many."`
	Fields map[string]string `yaml:"fields" doc:"Ours and theirs."`
}

// Validate wants few.
func (p profile) Validate() error {
	if p.Size > 100 {
		return errors.New("size: too many")
	}
	return nil
}

type tune struct {
	PerPage int `yaml:"per_page" doc:"Records a page."`
}

type auth struct {
	Basic *basic `yaml:"basic" doc:"By key."`
	Key   *key   `yaml:"ssh_jwt" doc:"By signature."`
}

type basic struct {
	Email  string        `yaml:"email,required" doc:"The login."`
	APIKey models.Secret `yaml:"api_key,required" doc:"The key."`
}

type key struct {
	PrivateKey models.Secret `yaml:"private_key,required" doc:"The key."`
}

// Validate wants an address of a person.
func (b basic) Validate() error {
	if b.Email == "nobody" {
		return errors.New("email: nobody reads it")
	}
	if b.APIKey.Empty() {
		return errors.New("rest.of.it: missing")
	}
	return nil
}

// Validate wants exactly one way in.
func (a *auth) Validate() error {
	if (a.Basic == nil) == (a.Key == nil) {
		return errors.New("neither or both of basic and ssh_jwt")
	}
	return nil
}

func drivers() []Driver {
	return []Driver{
		{
			Name: "api", Aliases: []string{"other"}, Doc: "An API.",
			Config:   func(string) any { return &api{BaseURL: "https://api.example/v1"} },
			Datasets: []string{"claims", "members"},
			Sample:   "name: my-api\nsource: api\nauth:\n  basic: {email: me@example.com, api_key: env:API_KEY}",
		},
		{
			Name: "second", Doc: "Another.", Config: func(string) any { return &struct{}{} },
			Sample: "name: my-second\nsource: second # nothing else",
		},
	}
}

// in writes files into a folder and returns it.
func in(t *testing.T, files map[string]os.FileMode) string {
	t.Helper()

	dir := t.TempDir()
	for name, mode := range files {
		content := canary + "\n"
		if strings.HasPrefix(name, "empty") {
			content = "\n"
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func reader() Reader {
	env := map[string]string{"API_KEY": canary, "EMPTY": "  "}
	return Reader{Drivers: drivers(), Env: func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}}
}

const whole = `
home: ./home
tenants:
  - name: one
    source: other
    base_url: http://127.0.0.1:8080/v1
    auth:
      ssh_jwt: {private_key: file:./key}
    accounts: [a, "7"]
    from: 2024-02-29
    roster: ../people.csv
    deep: true
    rate: 0.5
    tuned: {claims: {per_page: 7}}
  - name: two
    source: api
    auth: {basic: {email: me@example.com, api_key: env:API_KEY}}
keep: {generations: 5, landing: 1d12h}
limits: {memory: 1GiB, workers: 4}
`

func TestParseReadsEveryKey(t *testing.T) {
	t.Parallel()

	dir := in(t, map[string]os.FileMode{"key": 0o600})
	path := filepath.Join(dir, "carehouse.yaml")
	if err := os.WriteFile(path, []byte(whole), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := reader().Load(path)
	if err != nil {
		t.Fatal(err)
	}
	one := c.Tenants[0].Settings.(*api)
	two := c.Tenants[1].Settings.(*api)
	checks := []struct {
		name      string
		got, want any
	}{
		{"home is beside the file", c.Home, filepath.Join(dir, "home")},
		{"an alias is the source", c.Tenants[0].Source, "api"},
		{"names", c.Tenants[0].Name + c.Tenants[1].Name, "onetwo"},
		{"lines", c.Tenants[0].Line*100 + c.Tenants[1].Line, 415},
		{"rate", one.Rate, 0.5},
		{"tuned", one.Tuned["claims"].PerPage, 7},
		{"address", one.BaseURL, "http://127.0.0.1:8080/v1"},
		{"default address", two.BaseURL, "https://api.example/v1"},
		{"secret of a file has no line feed", one.Auth.Key.PrivateKey.Reveal(), canary},
		{"secret of the environment", two.Auth.Basic.APIKey.Reveal(), canary},
		{"list", strings.Join(one.Accounts, ","), "a,7"},
		{"day", one.From, models.NewDate(2024, time.February, 29)},
		{"path", one.Roster, filepath.Join(filepath.Dir(dir), "people.csv")},
		{"truth", one.Deep, true},
		{"keep", c.Keep, Keep{5, 36 * time.Hour}},
		{"limits", c.Limits, Limits{Gibibyte, 4}},
		{"secrets", c.Secrets, Count{Env: 1, File: 1}},
	}
	for _, check := range checks {
		if check.got != check.want {
			t.Errorf("%s: got %v, want %v", check.name, check.got, check.want)
		}
	}
}

func TestParseWithoutSecretsFollowsNoReference(t *testing.T) {
	t.Parallel()

	r := Reader{Drivers: drivers(), Unresolved: true}
	c, err := r.Parse("nowhere/carehouse.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	if !c.Tenants[0].Settings.(*api).Auth.Key.PrivateKey.Empty() {
		t.Error("got a secret that nobody asked for")
	}
}

func TestTemplateIsAConfiguration(t *testing.T) {
	t.Parallel()

	for _, chosen := range [][]string{nil, {"second"}, {"other", "second"}} {
		text := Template(drivers(), chosen...)
		c, err := reader().Parse("carehouse.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%v: %v\n%s", chosen, err, text)
		}
		if got, want := len(c.Tenants), max(1, len(chosen)); got != want {
			t.Errorf("%v: got %d tenants, want %d", chosen, got, want)
		}
		if c.Keep != defaults().Keep || c.Limits != defaults().Limits {
			t.Errorf("got %v %v, want the defaults", c.Keep, c.Limits)
		}
	}
}

func TestFilesAreMadeInTheirFolder(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "new")
	files := map[string][]byte{"a.csv": []byte("a"), "secrets/token": []byte(canary)}
	if err := CreateAll(dir, files); err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v", name, info, err)
		}
	}
	if err := CreateAll(dir, files); !errors.Is(err, ErrExists) {
		t.Errorf("once more: got %v", err)
	}
	for _, name := range []string{"../outside", "/etc/outside", ""} {
		if err := CreateAll(dir, map[string][]byte{name: nil}); err == nil {
			t.Errorf("%q: it was written", name)
		}
	}
}

func TestCreateNeverReplacesAFile(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "carehouse.yaml")
	if err := Create(path, "first"); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, "second"); !errors.Is(err, ErrExists) {
		t.Errorf("got %v, want ErrExists", err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "first" {
		t.Errorf("got %q, %v, want the first text", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, want 0600", info.Mode())
	}
}
