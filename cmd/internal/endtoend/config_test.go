package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// literal is a secret that somebody wrote where none may stand.
const literal = "CANARYLITERAL-Zz+9/secret&key"

// TestMistakesInTheConfiguration makes one mistake at a time, and reads what a person at a shell would.
func TestMistakesInTheConfiguration(t *testing.T) {
	t.Parallel()

	told.forbid(literal)
	const key = "api_key: env:TPASTREAM_API_KEY"
	tests := []struct {
		name, from, to string
		what, next     string // expressions
	}{
		{"unknown key", "home:", "hmoe: ./x\nhome:", `yaml:1: hmoe: unknown key`, `did you mean home\?`},
		{"unknown key of a tenant", "    requests_per_second", "    per_pages: 7\n    requests_per_second", `yaml:6: tenant my-tpa: per_pages: unknown key`, `did you mean per_page\?`},
		{"a variable that is not set", "TPASTREAM_API_KEY", "NOBODY_SET_THIS", `yaml:8: tenant my-tpa: auth.basic.api_key: the environment variable NOBODY_SET_THIS is not set`, `export NOBODY_SET_THIS=`},
		{"no secret", ", " + key, "", `yaml:8: tenant my-tpa: auth.basic.api_key: missing`, `env:CAREHOUSE_API_KEY`},
		{"a literal secret", key, "api_key: '" + literal + "'", `yaml:8: tenant my-tpa: auth.basic.api_key: not a reference, but perhaps the secret itself`, `write api_key: env:`},
		{"a literal secret behind env", key, "api_key: 'env:" + literal + "'", `yaml:8: tenant my-tpa: auth.basic.api_key: not a reference`, `write api_key: env:`},
		{"a literal secret for the email", simulator.DefaultEmail, "'" + literal + ":x'", `yaml:8: tenant my-tpa: auth.basic.email: must not hold a colon`, `schema`},
		{"a file that the group may read", key, "api_key: file:./open.key", `yaml:8: tenant my-tpa: auth.basic.api_key: \S*open.key: other users of this machine may open it`, `chmod 600 \S*open.key`},
		{"a file that is not there", key, "api_key: file:./none.key", `yaml:8: tenant my-tpa: auth.basic.api_key: \S*none.key: no such file or directory`, `chmod 600 \S*none.key`},
		{"http to elsewhere", "URL", "http://app.tpastream.example/api", `yaml:5: tenant my-tpa: base_url: http to a host that is not this machine`, `https://`},
		{"a password in an address", "URL", "https://me:" + literal + "@app.tpastream.example/api", `yaml:5: tenant my-tpa: base_url: `, `write `},
		{"a number for a text", "home: ./home", "home: 7", `yaml:1: home: not text`, `quotes`},
		{"a text for a number", "requests_per_second: 1000", "requests_per_second: " + literal, `yaml:6: tenant my-tpa: requests_per_second: not a number`, `.`},
		{"an unknown source", "source: tpastream", "source: tpastreem", `yaml:4: tenant my-tpa: source: tpastreem is not a source`, `did you mean tpastream\?`},
		{"the same tenant twice", "AGAIN", "  - {name: my-tpa, source: tpastream, auth: {basic: {email: a@example.com, " + key + "}}}\n", `yaml:9: tenant my-tpa: name: the name is taken`, `choose`},
		{"no YAML", "home: ./home", "home: [" + literal, `yaml:\d+: this is not valid YAML`, `carehouse init`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			h := unconfigured(t)
			text := "home: ./home\ntenants:\n" + h.tenant("my-tpa", "URL")
			text = strings.Replace(text, "URL/api", "URL", 1) + "AGAIN"
			if !strings.Contains(text, tt.from) {
				t.Fatalf("%q is not in the configuration", tt.from)
			}
			text = strings.Replace(text, tt.from, tt.to, 1)
			text = strings.TrimSuffix(strings.Replace(text, "URL", "https://app.tpastream.example/api", 1), "AGAIN")
			h.write(t, "carehouse.yaml", text)
			for _, command := range []string{"sync", "plan"} {
				e := h.run(t, command).expect(t, engine.Usage)
				told := e.three(t)
				if !regexp.MustCompile(`^carehouse: \S*carehouse\.` + tt.what).MatchString(told[0]) {
					t.Errorf("got %q, want %q", told[0], tt.what)
				}
				if !regexp.MustCompile(tt.next).MatchString(told[2]) {
					t.Errorf("got the advice %q, want %q", told[2], tt.next)
				}
				e.silent(t)
			}
			e := h.run(t, "check", "--json").expect(t, engine.Usage)
			wrong := answered[struct {
				Exit   engine.Exit
				Errors []engine.Fault
			}](t, e)
			if wrong.Exit != engine.Usage || len(wrong.Errors) != 1 || wrong.Errors[0].What == "" || wrong.Errors[0].Next == "" {
				t.Errorf("got %+v", wrong)
			}
			e.silent(t)
			if _, err := os.Stat(h.path("home")); err == nil {
				t.Error("a home was made all the same")
			}
		})
	}
}

func TestWithoutAConfigurationInitIsWhatToType(t *testing.T) {
	t.Parallel()

	h := unconfigured(t)
	told := h.run(t, "sync").expect(t, engine.Usage).three(t)
	if !strings.Contains(told[0], "carehouse.yaml: there is no such file") || !strings.Contains(told[2], "carehouse init") {
		t.Errorf("got %q", told)
	}
	told = h.run(t, "sync", "--config", filepath.Join("elsewhere", "c.yaml")).expect(t, engine.Usage).three(t)
	if !strings.Contains(told[0], filepath.Join("elsewhere", "c.yaml")+": there is no such file") {
		t.Errorf("got %q", told)
	}
}

// unconfigured is a house whose configuration is still to be written. It is not searched when the test is over: what
// must not be said is in its configuration.
func unconfigured(t *testing.T) *house {
	t.Helper()
	h := &house{api: simulator.New(simulator.Options{Claims: -1, APIKey: apiKey}), dir: t.TempDir()}
	must(t, os.Mkdir(h.path("tmp"), 0o700))
	h.write(t, "open.key", literal)
	must(t, os.Chmod(h.path("open.key"), 0o640))
	return h
}

// three returns the three lines in which one mistake is told, and checks that the exit code follows and nothing else.
func (e ended) three(t *testing.T) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(e.stderr, "\n"), "\n")
	if len(lines) != 4 || lines[3] != "exit 2: usage or configuration" || e.stdout != "" {
		t.Fatalf("want three lines and the exit code, and nothing on stdout:\n%s%s", e.stdout, e.stderr)
	}
	return lines
}

// silent checks that no secret was said, in no way of writing it.
func (e ended) silent(t *testing.T) {
	t.Helper()
	for how, written := range encoded(literal) {
		if strings.Contains(e.stdout+e.stderr, written) {
			t.Errorf("carehouse %s says the secret %s", e.args[0], how)
		}
	}
}
