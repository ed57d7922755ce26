package pipeline

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
)

// A paper is a simulated clinic whose entry refers to files.
type paper struct{ files map[string][]byte }

func (paper) ServeHTTP(http.ResponseWriter, *http.Request) {}
func (paper) Change(_, _, _ int)                           {}
func (paper) Faults() []string                             { return nil }

func (paper) Tenant(name, _ string) (entry string, env map[string]string) {
	return "name: " + name + "\nsource: clinic\ntoken: file:" + name + ".token", nil
}

func (p paper) Files(name string) map[string][]byte {
	return map[string][]byte{name + ".token": p.files["token"], "lists/" + name + ".csv": []byte("patient_id\n7\n")}
}

// paperConfig is how the clinic is configured that wants a token.
type paperConfig struct {
	Token string `yaml:"token,required" kind:"token" doc:"The token."`
}

func papers(t *testing.T) *house {
	t.Helper()

	driver := (&clinic{news: []int64{3}}).driver()
	driver.Config = func(string) any { return &paperConfig{} }
	driver.Simulate = func(extract.SimulateOptions) (extract.Simulated, error) {
		return paper{map[string][]byte{"token": []byte("made up")}}, nil
	}
	h := build(t, nil, driver)
	h.Drivers = h.Drivers[1:]
	return h
}

func TestTheDemoWritesTheFilesOfItsTenants(t *testing.T) {
	t.Parallel()

	h := papers(t)
	dir := t.TempDir()
	got, err := h.demo(t.Context(), engine.Run{ID: "r"}, engine.DemoAsk{Home: dir, Size: 10})
	done(t, err)
	if got.Exit() != engine.OK {
		t.Errorf("got %+v", got.Full)
	}
	for name, want := range map[string]string{"demo-clinic.token": "made up", "lists/demo-clinic.csv": "patient_id\n7\n"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(content) != want {
			t.Errorf("%s: got %q, %v", name, content, err)
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v", name, info, err)
		}
	}
}

func TestASimulatorTellsItsFiles(t *testing.T) {
	t.Parallel()

	ctx, stop := context.WithCancel(t.Context())
	var got engine.Simulator
	err := papers(t).simulate(ctx, engine.Run{}, engine.SimulateAsk{Listen: "127.0.0.1:0"}, func(s engine.Simulator) {
		got = s
		stop()
	})
	done(t, err)
	want := []engine.SimulatedFile{{Path: "demo-clinic.token", Content: "made up"}, {Path: "lists/demo-clinic.csv", Content: "patient_id\n7\n"}}
	if len(got.Files) != 2 || got.Files[0] != want[0] || got.Files[1] != want[1] {
		t.Errorf("got %+v", got.Files)
	}
}
