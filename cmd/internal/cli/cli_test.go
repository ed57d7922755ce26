package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/models"
)

var update = flag.Bool("update", false, "rewrite the golden screens; read the diff before committing it")

// canary is a secret that must never be seen.
const canary = "Zq7canaryXv2"

// settings is how the pretended source is configured.
type settings struct {
	Key models.Secret `yaml:"key,required" doc:"The key."`
}

// visit is a record of the pretended source.
type visit struct {
	_      models.Row   `table:"visits" doc:"One visit, as the clinic's book tells it."`
	ID     models.Int   `json:"id" col:"visit_id,key" phi:"linked" doc:"The visit's id."`
	Paid   models.Money `json:"paid" doc:"What was paid; don't add it to billed."`
	Person models.Text  `json:"person" phi:"direct" doc:"Who | came."`
	Notes  []note       `json:"notes" table:"visit_notes" doc:"What was noted."`
}

type note struct {
	Text models.Text `json:"text" phi:"linked" doc:"The note."`
}

func pretended() []config.Driver {
	return []config.Driver{{
		Name: "clinic", Aliases: []string{"surgery"}, Doc: "A clinic's book.",
		Config:   func(string) any { return &settings{} },
		Sample:   "name: my-clinic\nsource: clinic\nkey: env:CLINIC_KEY",
		Profile:  "# ours, not the vendor's\nname: clinic\n",
		Datasets: []string{"visits", "payers"},
		Tables:   func() []*models.Table { return []*models.Table{models.MustCompile[visit]("clinic")} },
	}, {
		Name: "bureau", Doc: "A bureau.", Config: func(string) any { return &struct{}{} },
		Sample: "name: my-bureau\nsource: bureau", Datasets: []string{"charges"},
	}}
}

const configuration = `home: ./home
tenants:
  - name: my-clinic
    source: clinic
    key: env:CLINIC_KEY
  - name: other-clinic
    source: clinic
    key: env:CLINIC_KEY
  - name: my-bureau
    source: bureau
`

// A desk is a program with everything it touches within reach of a test.
type desk struct {
	Program
	dir      string
	out, err bytes.Buffer
}

// morning is when the tests happen.
func morning() time.Time {
	return time.Date(2026, time.November, 20, 6, 0, 53, 0, time.FixedZone("PST", -8*60*60))
}

// sit prepares a program in a folder with a configuration.
func sit(t *testing.T, e engine.Engine) *desk {
	t.Helper()

	d := &desk{dir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(d.dir, "carehouse.yaml"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"CLINIC_KEY": canary}
	d.Program = Program{
		Engine: e, Drivers: pretended(), Version: "v0.1.0", Usual: filepath.Join(d.dir, "carehouse.yaml"),
		Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Ask: func(_ context.Context, prompt string) (string, error) {
			d.err.WriteString(prompt + "\n")
			return canary, nil
		},
		Stdout: &d.out, Stderr: &d.err, Now: morning, Random: strings.NewReader(strings.Repeat("abc", 1000)),
	}
	return d
}

// run runs a command line with the desk's configuration.
func (d *desk) run(ctx context.Context, args ...string) engine.Exit {
	return d.Run(ctx, append([]string{"--config", filepath.Join(d.dir, "carehouse.yaml")}, args...))
}

// screen returns what a person would see, without the test's own folder.
func (d *desk) screen(exit engine.Exit) string {
	var b strings.Builder
	b.WriteString(d.out.String())
	if d.err.Len() > 0 {
		b.WriteString("--- stderr\n" + d.err.String())
	}
	b.WriteString("--- " + exit.Meaning() + "\n")
	return strings.ReplaceAll(b.String(), d.dir, "DIR")
}

// checkGolden compares got with testdata/<test>.golden, or rewrites it under -update.
func checkGolden(t *testing.T, got string) {
	t.Helper()

	path := filepath.Join("testdata", strings.ReplaceAll(t.Name(), " ", "_")+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run go test ./cmd/internal/cli -update, then read the diff)", err)
	}
	if got != string(want) {
		t.Errorf("the screen differs from %s\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}
