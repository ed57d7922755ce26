package endtoend

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/pipeline"
	"carehouse/extract"
	"carehouse/extract/supergood"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/load/durable"
)

// office is the tenant of houses whose source is Supergood.
const office = "my-portal"

// aDay is what windows and sweeps are counted in.
const aDay = 24 * time.Hour

// A surgery is a simulated deployment of Supergood and a home that is filled from it.
type surgery struct {
	*house

	site  *deployment.Simulator
	ahead time.Duration // how far the clocks of this machine and of the deployment have been moved together
}

// surgeryOf makes a surgery. The settings are lines of the tenant's entry in the configuration.
func surgeryOf(t *testing.T, o deployment.Options, settings ...string) *surgery {
	t.Helper()
	s := &surgery{house: emptyHouse(t), site: siteOf(t, o)}
	s.url = serve(t, s.site)
	s.configure(t, settings...)
	return s
}

// emptyHouse makes a house without an API. Its configuration names a user, who is no secret there and is one elsewhere.
func emptyHouse(t *testing.T) *house {
	t.Helper()
	h := &house{dir: t.TempDir(), secret: "carehouse.yaml"}
	must(t, os.Mkdir(h.path("tmp"), 0o700))
	h.watched(t)
	return h
}

// siteOf makes a deployment that lives today. When the test is over it must not have asked a payer nor written anything,
// nor had two questions of one user at a time: whatever a test does, it does not provoke that.
func siteOf(t *testing.T, o deployment.Options) *deployment.Simulator {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	o.Tick, o.Pause, o.Stall = time.Now, time.Millisecond, 200*time.Millisecond
	site := got(deployment.New(o))(t)
	told.forbid(site.Canaries()...)
	for n := range site.Options().Tenants {
		told.forbid(site.Login(n).Password, site.Login(n).TOTPSecret)
	}
	t.Cleanup(func() {
		calls := site.Calls()
		if live, writes := site.LiveChecks(), site.Writes(); live+writes+calls["eligibility"]+calls["create_appointment"]+calls["submit_claim"] > 0 {
			t.Errorf("%d live checks and %d writes: %v", live, writes, calls)
		}
		if n := site.AtOnce(); n > 1 {
			t.Errorf("%d requests of one user at a time", n)
		}
	})
	return site
}

// configure writes carehouse.yaml with one tenant.
func (s *surgery) configure(t *testing.T, settings ...string) {
	t.Helper()
	s.write(t, "carehouse.yaml", alone+s.officeEntry(office, s.url, s.site.Login(0), s.site.Base(), settings...))
}

// officeEntry is an entry of the configuration, and puts what it refers to into the environment.
func (h *house) officeEntry(name, url string, login deployment.Login, base string, settings ...string) string {
	prefix := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	h.env = append(h.env, prefix+"_PASSWORD="+login.Password, prefix+"_TOTP="+login.TOTPSecret)
	var text strings.Builder
	text.WriteString("  - name: " + name + "\n    source: supergood\n")
	own := strings.Join(settings, "\n")
	for _, line := range []string{
		"base_url: " + url + base, "requests_per_second: 1000",
		fmt.Sprintf("auth: {username: %s, tenant_id: %s, password: env:%s_PASSWORD, totp_secret: env:%[3]s_TOTP}",
			login.Username, login.TenantID, prefix),
	} {
		key, _, _ := strings.Cut(line, ":")
		if !strings.Contains("\n"+own, "\n"+key+":") {
			text.WriteString("    " + line + "\n")
		}
	}
	if own != "" {
		text.WriteString("    " + strings.ReplaceAll(own, "\n", "\n    ") + "\n")
	}
	return text.String()
}

// faults switches faults on.
func (s *surgery) faults(t *testing.T, faults ...string) {
	t.Helper()
	strickenBy(t, s.site, faults...)
}

func strickenBy(t *testing.T, site *deployment.Simulator, faults ...string) {
	t.Helper()
	for _, text := range faults {
		site.Fault(got(deployment.ParseFault(text))(t))
	}
}

// waits moves the clocks of this machine and of the deployment on, for [surgery.later].
func (s *surgery) waits(d time.Duration) {
	s.ahead += d
	s.site.Advance(d)
}

// later runs a command within the test process, at the time that the clocks tell.
func (s *surgery) later(t *testing.T, args ...string) ended {
	t.Helper()
	return s.elsewhen(t, s.ahead, nil, args...)
}

// elsewhen runs a command within the test process, with another clock or another network.
func (h *house) elsewhen(t *testing.T, ahead time.Duration, network http.RoundTripper, args ...string) ended {
	t.Helper()
	p := &pipeline.Pipeline{
		Drivers: []extract.Driver{supergood.Driver()}, Clock: func() time.Time { return time.Now().Add(ahead) },
		Disk: durable.FS{}, Network: network,
	}
	env := map[string]string{}
	for _, pair := range h.env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	return h.inProcess(t, p, env, args...)
}

// ofOffice returns what a run did to a dataset.
func ofOffice(t *testing.T, did engine.Sync, dataset string) engine.SyncDataset {
	t.Helper()
	return datasetOf(t, did, office, dataset)
}
