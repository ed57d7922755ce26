package endtoend

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/pipeline"
	"carehouse/extract"
	"carehouse/extract/nextech"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/load/durable"
	records "carehouse/models/nextech"
)

// practiceName is the tenant of houses whose source is Nextech, and keptApart the folder of what is a secret there: the
// refresh token and whom the roster names.
const (
	practiceName = "eye-clinic"
	keptApart    = "kept-apart"
)

// A practice is a simulated login to Nextech and a home that is filled from it. Its clock is told, where that matters.
type practice struct {
	*house
	login *eyes.Simulator
	now   time.Time // of runs inside of the test process
}

// practiceOf makes a practice whose token is good and whose roster is whole. The settings are lines of the tenant's entry in
// the configuration.
func practiceOf(t *testing.T, o eyes.Options, settings ...string) *practice {
	t.Helper()
	p := &practice{house: &house{dir: t.TempDir(), secret: keptApart}, now: o.Now}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	p.login = loginOf(t, o)
	p.url = serve(t, p.login)
	must(t, os.Mkdir(p.path("tmp"), 0o700))
	must(t, os.Mkdir(p.path(keptApart), 0o700))
	p.watched(t)
	p.admits(t, practiceName, p.login)
	p.configure(t, settings...)
	return p
}

// loginOf makes a login. Practices are 1 unless the options say otherwise.
func loginOf(t *testing.T, o eyes.Options) *eyes.Simulator {
	t.Helper()
	if o.Practices == 0 {
		o.Practices = 1
	}
	login := got(eyes.New(o))(t)
	told.forbid(slices.DeleteFunc(login.Canaries(), func(word string) bool { return word == eyes.Marker })...) // doctors are no patients
	return login
}

// admits gives a tenant a fresh refresh token and the roster of the first practice.
func (h *house) admits(t *testing.T, tenant string, login *eyes.Simulator) {
	t.Helper()
	h.write(t, tokenOf(tenant), login.RefreshToken()+"\n")
	h.write(t, rosterOf(tenant), string(login.CSV("")))
}

func tokenOf(tenant string) string  { return keptApart + "/" + tenant + ".token" }
func rosterOf(tenant string) string { return keptApart + "/" + tenant + ".csv" }

// configure writes carehouse.yaml with one tenant.
func (p *practice) configure(t *testing.T, settings ...string) {
	t.Helper()
	p.write(t, "carehouse.yaml", alone+practiceEntry(practiceName, p.login, p.url, settings...))
}

// practiceEntry is an entry of the configuration. A setting takes the place of the line with its key.
func practiceEntry(name string, login *eyes.Simulator, url string, settings ...string) string {
	who := login.Credentials()
	lines := []string{
		"source: " + records.Source, "base_url: " + url + eyes.BasePath, "practice_id: " + strconv.Quote(login.Practices()[0]),
		"requests_per_second: 1000", "roster: ./" + rosterOf(name),
		"auth:\n      client_id: " + who.ClientID + "\n      authorize_url: " + url + eyes.AuthorizePath +
			"\n      token_url: " + url + eyes.TokenPath + "\n      resource: " + who.Resource +
			"\n      redirect_uri: " + who.RedirectURI + "\n      refresh_token: file:./" + tokenOf(name),
	}
	key := func(line string) string {
		key, _, _ := strings.Cut(line, ":")
		return key
	}
	for _, s := range settings {
		at := slices.IndexFunc(lines, func(line string) bool { return key(line) == key(s) || key(s) == "terms" && key(line) == "roster" })
		if at < 0 {
			lines = append(lines, s)
		} else {
			lines[at] = s
		}
	}
	return "  - name: " + name + "\n    " + strings.Join(lines, "\n    ") + "\n"
}

// twin is a practice beside the same login, with a copy of the home.
func (p *practice) twin(t *testing.T) *practice {
	t.Helper()
	copied := &practice{house: p.house.twin(t), login: p.login, now: p.now}
	copied.secret = keptApart
	return copied
}

// faulty switches faults on.
func (p *practice) faulty(t *testing.T, faults ...string) {
	t.Helper()
	for _, f := range faults {
		must(t, p.login.Fault(f))
	}
}

// later moves the clocks of the practice and of its login.
func (p *practice) later(d time.Duration) {
	p.now = p.now.Add(d)
	p.login.Advance(d)
}

// night syncs within the test process, at the practice's own time. No reader may be open, because a process can open a
// database in one way only.
func (p *practice) night(t *testing.T, want engine.Exit, args ...string) engine.Sync {
	t.Helper()
	p.later(time.Minute)
	e := p.within(t, nil, append([]string{"sync", "--json"}, args...)...).expect(t, want)
	return answered[engine.Sync](t, e)
}

// within runs a command within the test process, with a hook at each durable step.
func (p *practice) within(t *testing.T, step func(string) error, args ...string) ended {
	t.Helper()
	started := time.Now()
	clock := time.Now
	if !p.now.IsZero() {
		clock = func() time.Time { return p.now.Add(time.Since(started)) }
	}
	line := &pipeline.Pipeline{Drivers: []extract.Driver{nextech.Driver()}, Clock: clock, Disk: durable.FS{Step: step}}
	return p.inProcess(t, line, nil, args...)
}

// took returns the requests since the last time it was called.
func (p *practice) took() []eyes.Request {
	all := p.login.Requests()
	p.login.Forget()
	return all
}

// callsOf counts requests by their call.
func callsOf(all []eyes.Request) map[string]int {
	calls := map[string]int{}
	for _, r := range all {
		calls[r.Call]++
	}
	return calls
}
