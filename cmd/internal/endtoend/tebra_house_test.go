package endtoend

import (
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	records "carehouse/models/tebra"
)

// company is the tenant of houses whose source is Tebra.
const company = "my-co"

// visits is how far back the simulated accounts go, and a little more.
const visits = 2*365*24*time.Hour + 40*24*time.Hour

// A clinic is a simulated account of Tebra and a home that is filled from it.
type clinic struct {
	*house
	account *soap.Simulator
}

// clinicOf makes a clinic. The settings are lines of the tenant's entry in the configuration.
func clinicOf(t *testing.T, o soap.Options, settings ...string) *clinic {
	t.Helper()
	c := &clinic{house: bareHouse(t), account: accountOf(t, o)}
	c.url = serve(t, c.account)
	c.configure(t, settings...)
	return c
}

// bareHouse makes a house without an API or a configuration, whose environment holds what Tebra wants.
func bareHouse(t *testing.T) *house {
	t.Helper()
	h := &house{dir: t.TempDir(), env: credentials(t)}
	must(t, os.Mkdir(h.path("tmp"), 0o700))
	h.watched(t)
	return h
}

// credentials returns the environment of every simulated account, none of which may be told.
func credentials(t *testing.T) []string {
	t.Helper()
	any := got(soap.New(soap.Options{Size: -1}))(t)
	key, password, user := any.Credentials()
	told.forbid(key, password, user)
	told.forbid(any.Canaries()...)
	return []string{"TEBRA_CUSTOMER_KEY=" + key, "TEBRA_PASSWORD=" + password, "TEBRA_USER=" + user}
}

// accountOf makes an account that lives today and does not throttle, unless the options say otherwise.
func accountOf(t *testing.T, o soap.Options) *soap.Simulator {
	t.Helper()
	o.Now = time.Now()
	if o.Scale == 0 {
		o.Scale = -1
	}
	return got(soap.New(o))(t)
}

// configure writes carehouse.yaml with one tenant.
func (c *clinic) configure(t *testing.T, settings ...string) {
	t.Helper()
	c.write(t, "carehouse.yaml", alone+companyEntry(company, records.Source, c.url, settings...))
}

// companyEntry is an entry of the configuration. Everything that the account holds lies behind its first day.
func companyEntry(name, source, url string, settings ...string) string {
	lines := append([]string{
		"source: " + source, "base_url: " + url + soap.Path,
		"auth: {customer_key: env:TEBRA_CUSTOMER_KEY, user: env:TEBRA_USER, password: env:TEBRA_PASSWORD}",
	}, settings...)
	for _, line := range []string{ago(visits), "ahead: 200d", "margin: 1ms"} {
		key, _, _ := strings.Cut(line, ":")
		if !strings.Contains(strings.Join(settings, "\n"), key+":") {
			lines = append(lines, line)
		}
	}
	return "  - name: " + name + "\n    " + strings.Join(lines, "\n    ") + "\n"
}

// ago is the setting of a first day.
func ago(d time.Duration) string { return "from: " + time.Now().Add(-d).Format(time.DateOnly) }

// faulty switches faults on.
func faulty(t *testing.T, account *soap.Simulator, faults ...string) {
	t.Helper()
	for _, f := range faults {
		must(t, account.Fault(f))
	}
}

// since counts the calls of each operation that came after the others were counted.
func since(before, now map[string]int) map[string]int {
	calls := map[string]int{}
	for op, n := range now {
		if n > before[op] {
			calls[op] = n - before[op]
		}
	}
	return calls
}

func sum(calls map[string]int) (n int) {
	for _, c := range calls {
		n += c
	}
	return n
}

// of returns what a run did to a dataset of the company.
func of(t *testing.T, did engine.Sync, dataset string) engine.SyncDataset {
	t.Helper()
	return datasetOf(t, did, company, dataset)
}

// A gate stands before an account and sees who comes.
type gate struct {
	http.Handler
	seen func(w http.ResponseWriter, r *http.Request, operation string) (answered bool)
}

// ServeHTTP implements [http.Handler].
func (g gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	action := strings.Trim(r.Header.Get("SOAPAction"), `"`)
	if !g.seen(w, r, action[strings.LastIndexByte(action, '/')+1:]) {
		g.Handler.ServeHTTP(w, r)
	}
}

// practicesOf lists the ids of the practices whose rows a table has.
func (r *reader) practicesOf(t *testing.T, table string) string {
	t.Helper()
	return strings.Join(r.lines(t, "SELECT DISTINCT practice_id FROM "+r.database(table)+" ORDER BY 1"), " ")
}

// operations are those that an account was asked for.
func operations(calls map[string]int) []string { return slices.Sorted(maps.Keys(calls)) }
