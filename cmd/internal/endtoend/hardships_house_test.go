package endtoend

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli"
	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/pipeline"
	"carehouse/extract"
	eyesight "carehouse/extract/nextech"
	eyes "carehouse/extract/nextech/simulator"
	portals "carehouse/extract/supergood"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/load/durable"
	nextech "carehouse/models/nextech"
	supergood "carehouse/models/supergood"
)

// A duet is a home that is filled from Nextech and from Supergood: both remember something, and both let nobody in who has
// lost it.
type duet struct {
	*house

	clinic *practice
	portal *surgery
}

// duetOf makes a home whose token is good and whose authenticator has a code for everybody. The settings are lines of the
// practice's entry in the configuration.
func duetOf(t *testing.T, o eyes.Options, site deployment.Options, settings ...string) *duet {
	t.Helper()
	return duetOn(t, serve, o, site, settings...)
}

// duetOn is duetOf on another network.
func duetOn(
	t *testing.T, serve func(*testing.T, http.Handler) string, o eyes.Options, site deployment.Options, settings ...string,
) *duet {
	t.Helper()
	h := &house{dir: t.TempDir(), secret: keptApart}
	must(t, os.Mkdir(h.path("tmp"), 0o700))
	must(t, os.Mkdir(h.path(keptApart), 0o700))
	h.watched(t)
	o.Now = cmp.Or(o.Now, time.Now())
	d := &duet{h, &practice{house: h, login: loginOf(t, o)}, &surgery{house: h, site: siteOf(t, site)}}
	h.admits(t, practiceName, d.clinic.login)
	h.write(t, keptApart+"/carehouse.yaml", "") // it names a user, who is a secret here
	must(t, os.Symlink(filepath.Join(keptApart, "carehouse.yaml"), h.path("carehouse.yaml")))
	h.write(t, "carehouse.yaml", alone+practiceEntry(practiceName, d.clinic.login, serve(t, d.clinic.login), settings...)+
		h.officeEntry(office, serve(t, d.portal.site), d.portal.site.Login(0), d.portal.site.Base(), "back: 800d")) // so that whatever changes is seen
	return d
}

// twin is a copy of the home beside the same APIs, with a token of its own.
func (d *duet) twin(t *testing.T) *duet {
	t.Helper()
	h := d.house.twin(t)
	h.secret = keptApart
	copied := &duet{
		h, &practice{house: h, login: d.clinic.login, now: d.clinic.now}, &surgery{house: h, site: d.portal.site, ahead: d.portal.ahead},
	}
	copied.letIn(t)
	return copied
}

// letIn is what a login does.
func (d *duet) letIn(t *testing.T) {
	t.Helper()
	d.write(t, tokenOf(practiceName), d.clinic.login.RefreshToken()+"\n")
}

// fresh lets the portal's authenticator show a code that nobody has used.
func (d *duet) fresh() { d.portal.site.Advance(31 * time.Second) }

// runs syncs and checks how it ends.
func (d *duet) does(t *testing.T, want engine.Exit, args ...string) engine.Sync {
	t.Helper()
	d.fresh()
	return d.house.does(t, want, args...)
}

// holdsAll checks that what is published is what the APIs hold, and that nobody has concluded that anything is gone.
func (d *duet) holdsAll(t *testing.T) {
	t.Helper()
	r := d.currentOf(t, nextech.Source)
	defer r.close(t)
	r.holdsPractice(t, d.clinic.login.Truth(""))
	other := d.currentOf(t, supergood.Source)
	defer other.close(t)
	other.holdsOffice(t, d.portal.site)
	for _, r := range []*reader{r, other} {
		for _, table := range r.names() {
			if n := r.one(t, "SELECT count(*) FROM "+r.history(table)+" WHERE op = 'delete'"); n != "0" {
				t.Errorf("%s: %s were concluded to be gone", table, n)
			}
		}
	}
}

// equals checks that two homes publish the same.
func (d *duet) equals(t *testing.T, want *duet) {
	t.Helper()
	r, calm := d.currentOf(t, nextech.Source), want.currentOf(t, nextech.Source)
	r.calmly(t, calm)
	r.close(t)
	calm.close(t)
	r, calm = d.currentOf(t, supergood.Source), want.currentOf(t, supergood.Source)
	r.state(t).equal(t, calm.state(t))
	r.close(t)
	calm.close(t)
}

// noStrays checks that nothing is left of files that were being written.
func (d *duet) noStrays(t *testing.T) {
	t.Helper()
	for _, folder := range []string{d.path(keptApart), d.path("home", "memory", "*"), d.path("home", "memory", "*", "*")} {
		for _, left := range got(filepath.Glob(filepath.Join(folder, ".*"+durable.Temp)))(t) {
			t.Errorf("%s was left", strings.TrimPrefix(left, d.dir))
		}
	}
}

// inside runs a command within the test process, with a hook at each durable step.
func (d *duet) inside(t *testing.T, step func(string) error, args ...string) ended {
	t.Helper()
	d.fresh()
	return d.insideOf(t, nil, io.Discard, step, args...)
}

// insideOf is inside on another network, and tells somebody what is printed at once.
func (d *duet) insideOf(t *testing.T, network http.RoundTripper, tell io.Writer, step func(string) error, args ...string) ended {
	t.Helper()
	line := &pipeline.Pipeline{
		Drivers: []extract.Driver{eyesight.Driver(), portals.Driver()}, Clock: time.Now, Disk: durable.FS{Step: step}, Network: network,
	}
	var stdout, stderr bytes.Buffer
	exit := cli.Program{
		Engine: line.Engine(), Drivers: line.Known(), Stdout: io.MultiWriter(&stdout, tell), Stderr: &stderr, Now: time.Now,
		Random: rand.Reader, Env: d.variable, Usual: d.path("carehouse.yaml"),
	}.Run(t.Context(), append([]string{"--config", d.path("carehouse.yaml")}, args...))
	debug.SetMemoryLimit(math.MaxInt64) // a run sets a limit that is too small for all tests together
	e := ended{args: args, exit: int(exit), stdout: stdout.String(), stderr: stderr.String()}
	told.add(t.Name()+": inside, carehouse "+strings.Join(args, " "), e.stdout, e.stderr)
	return e
}

// variable is what the program finds in its environment.
func (h *house) variable(name string) (string, bool) {
	for _, pair := range h.env {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value, true
		}
	}
	return "", false
}
