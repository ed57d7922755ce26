package endtoend

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
)

// pages and size are the claims that every tenant of a street has.
const pages, size = 3, 8

// TestBadDays runs the tenants to whom the same happens in homes of some ten, on their bad day, and on a good one where
// the bad one cost them anything.
func TestBadDays(t *testing.T) {
	t.Parallel()

	const tenants = 11
	kinds := map[string][]*badDay{}
	for _, d := range badDays() {
		kind := fmt.Sprint("exit ", int(d.exit))
		if d.costs() {
			kind += ", and then a good day"
		}
		kinds[kind] = append(kinds[kind], d)
	}
	for kind, all := range kinds {
		for days := range slices.Chunk(all, tenants) {
			t.Run(kind+": "+days[0].name(), func(t *testing.T) {
				t.Parallel()

				h := street(t, days)
				h.badDay(t, days)
				if days[0].costs() {
					h.mends(t, days)
				}
			})
		}
	}
}

// costs reports whether the bad day leaves anything that another has to make good.
func (d *badDay) costs() bool {
	return d.exit != engine.OK || d.rejects != nil || d.drift != nil || d.deaf || d.moves
}

// badDay runs a bad day.
func (h *house) badDay(t *testing.T, days []*badDay) {
	t.Helper()
	did, said := h.suffers(t, days[0].exit)
	r := h.current(t)
	for _, d := range days {
		d.struck(t)
		d.told(t, did, said)
		d.kept(t, r.of(d.name()))
	}
	if !days[0].costs() {
		h.whole(t, days)
	}
}

// mends runs a good day, after which nothing of the bad one is left.
func (h *house) mends(t *testing.T, days []*badDay) {
	t.Helper()
	for _, d := range days {
		d.api.Heal()
	}
	h.sync(t, engine.OK, "--full")
	h.whole(t, days)
}

// whole checks that the tables hold what the tenants' APIs hold.
func (h *house) whole(t *testing.T, days []*badDay) {
	t.Helper()
	all := truth{files: map[string]string{}}
	for _, d := range days {
		all.beside(truthOf(t, d.name(), d.api, d.api.Truth()))
	}
	h.current(t).matches(t, all)
}

// last checks that the last line says in words how the run ended.
func (e ended) last(t *testing.T, exit engine.Exit) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(e.stderr), "\n")
	want := fmt.Sprintf("exit %d: %s", exit, exit.Meaning())
	if line := lines[len(lines)-1]; exit != engine.OK && !strings.HasPrefix(line, want) {
		t.Errorf("the last line is %q, want %q", line, want)
	}
}

// faults returns what is said of each dataset that failed: what happened, perhaps why, and what to do.
func (e ended) faults(t *testing.T) map[string]string {
	t.Helper()
	said, about := map[string]string{}, ""
	for line := range strings.Lines(e.stderr) {
		line = strings.TrimSuffix(line, "\n")
		switch rest, begins := strings.CutPrefix(line, "carehouse: "); {
		case begins:
			about, rest, _ = strings.Cut(rest, ": ")
			said[about] += rest
		case strings.HasPrefix(line, "  "):
			said[about] += "\n" + line
		}
	}
	for about, text := range said {
		if lines := strings.Count(text, "\n") + 1; lines < 2 || lines > 3 {
			t.Errorf("%s: %d lines:\n%s", about, lines, text)
		}
	}
	return said
}

// street opens a home whose tenants have a bad day each.
func street(t *testing.T, days []*badDay) *house {
	t.Helper()
	h := build(t, simulator.Options{Claims: -1})
	entries := []string{"home: ./home\ntenants:\n"}
	elsewhere := serve(t, nowhere(t))
	for i, d := range days {
		o := simulator.Options{
			Seed: uint64(100 + i), Claims: pages * size, Retention: long, Canaries: true, APIKey: apiKey, Elsewhere: elsewhere,
			Stall: 200 * time.Millisecond, Pause: time.Millisecond, Plain: d.drift != nil,
		}
		settings := []string{fmt.Sprint("per_page: ", size)}
		if d.ssh {
			o.APIKey, o.Now = "", time.Now() // so that the first token is good
			settings = append(settings, h.sshKey(t, d.name(), &o))
		}
		d.api = simulator.New(o)
		d.api.Fault(simulator.Fault{Kind: d.kind, Call: cmp.Or(d.path, list), Nth: d.nth, Count: d.count})
		entries = append(entries, h.tenant(d.name(), serve(t, d.api), settings...))
	}
	h.write(t, "carehouse.yaml", strings.Join(entries, ""))
	return h
}

// nowhere is an API that nobody may ask.
func nowhere(t *testing.T) http.Handler {
	t.Helper()
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a request was led away") })
}

// sshKey makes a key, known to the API, and returns the settings that use it.
func (h *house) sshKey(t *testing.T, tenant string, o *simulator.Options) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	block := got(ssh.MarshalPrivateKey(private, ""))(t)
	text := string(pem.EncodeToMemory(block))
	told.forbid(strings.Split(text, "\n")[2]) // the first line is that of every key
	file := filepath.Join(t.TempDir(), tenant+".key")
	must(t, os.WriteFile(file, []byte(text), 0o600))
	o.PublicKeys = []ssh.PublicKey{got(ssh.NewPublicKey(public))(t)}
	return "auth:\n  ssh_jwt: {email: " + simulator.DefaultEmail + ", private_key: \"file:" + file + "\"}"
}

// told checks what was said of the tenant's claims, and that nothing happened to its other datasets.
func (d *badDay) told(t *testing.T, did engine.Sync, said map[string]string) {
	t.Helper()
	name, want := d.name(), cmp.Or(d.outcome, models.Complete)
	for _, s := range did.Datasets {
		if s.Tenant != name {
			continue
		}
		fits := s.Outcome == want && s.Rejects == int64(len(d.rejects)) &&
			(d.requests == 0 || s.Requests == int64(d.requests))
		if s.Dataset == "claims" && !fits {
			t.Errorf("%s: got %+v, want %s, %d rejects and %d requests", name, s, want, len(d.rejects), d.requests)
		}
		if s.Dataset != "claims" && s.Outcome != models.Complete && d.exit != engine.Person {
			t.Errorf("%s: %s: got outcome %q", name, s.Dataset, s.Outcome)
		}
	}
	text, spoken := said[name+" claims"]
	if spoken != (d.says != "") || !regexp.MustCompile(d.says).MatchString(text) {
		t.Errorf("%s: got %q, want %q", name, text, d.says)
	}
}

// struck checks that the fault did strike.
func (d *badDay) struck(t *testing.T) {
	t.Helper()
	struck := 0
	for _, r := range d.api.Requests() {
		if r.Fault == d.kind && strings.HasPrefix(r.Path, cmp.Or(d.path, list)) {
			struck++
		}
	}
	if d.kind == simulator.BigIDs { // which strikes nobody: the ids are others from then on
		struck = int(min(1, d.api.ClaimIDs()[0]>>53))
	}
	if struck == 0 || d.count > 0 && struck != d.count {
		t.Errorf("%s: %d requests were struck", d.name(), struck)
	}
}

// kept checks how many claims are published, and what is listed of those that are odd.
func (d *badDay) kept(t *testing.T, r *reader) {
	t.Helper()
	rows := d.rows
	if rows == 0 {
		rows = d.api.Count()
	}
	for _, from := range []string{r.database("claims"), r.lake("claims")} {
		if have := r.one(t, "SELECT count(*) FROM "+from); have != strconv.Itoa(max(rows, 0)) {
			t.Errorf("%s: got %s claims, want %d", d.name(), have, rows)
		}
	}
	of := " WHERE tenant = '" + d.name() + "' ORDER BY ALL"
	rejects := r.lines(t, "SELECT path || ': ' || reason FROM meta.rejects"+of)
	if !slices.Equal(rejects, d.rejects) {
		t.Errorf("%s: got rejects %q, want %q", d.name(), rejects, d.rejects)
	}
	drift := r.lines(t, "SELECT path FROM meta.drift"+of)
	if d.drift != nil && !slices.Equal(drift, d.drift) {
		t.Errorf("%s: got drift %q, want %q", d.name(), drift, d.drift)
	}
}
