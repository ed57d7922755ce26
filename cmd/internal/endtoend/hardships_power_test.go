package endtoend

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/load/durable"
	"carehouse/load/vault"
)

// A drive knows what of some folders would be there after a power loss: names as they were when their folder was forced out last,
// contents as they were when their file was. It is told of a run's steps, whose writes come one after another.
type drive struct {
	mu    sync.Mutex
	roots []string
	names map[string]uint64 // by path
	holds map[uint64][]byte // by inode
}

// driveOf begins with what is there.
func driveOf(t *testing.T, roots ...string) *drive {
	t.Helper()
	d := &drive{roots: roots, holds: map[uint64][]byte{}}
	now, contents := d.look(t)
	d.names = now
	maps.Copy(d.holds, contents)
	return d
}

// look returns what is there now, forced out or not.
func (d *drive) look(t *testing.T) (names map[string]uint64, contents map[uint64][]byte) {
	t.Helper()
	names, contents = map[string]uint64{}, map[uint64][]byte{}
	for _, root := range d.roots {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			info := got(os.Stat(path))(t)
			inode := info.Sys().(*syscall.Stat_t).Ino
			names[path], contents[inode] = inode, got(os.ReadFile(path))(t)
			return nil
		})
		if !errors.Is(err, fs.ErrNotExist) {
			must(t, err)
		}
	}
	return names, contents
}

// step is told of a durable step.
func (d *drive) step(t *testing.T, step string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	names, contents := d.look(t)
	switch {
	case !strings.HasPrefix(step, "vault."):
	case strings.HasSuffix(step, ".sync"+durable.Done):
		for path, inode := range names {
			if strings.HasSuffix(path, durable.Temp) {
				d.holds[inode] = contents[inode]
			}
		}
	case strings.HasSuffix(step, ".syncdir"+durable.Done):
		d.names = names
	}
}

// lost is what is left when the power goes now: what was not forced out is gone, or where torn, half of it is there under the
// newest name.
func (d *drive) lost(t *testing.T, torn bool) map[string][]byte {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	names, contents := d.look(t)
	if !torn {
		names = d.names
	}
	left := map[string][]byte{}
	for path, inode := range names {
		content, forced := d.holds[inode]
		if half := contents[inode]; !forced && torn {
			content = make([]byte, len(half))
			copy(content, half[:len(half)/2])
		}
		left[path] = content
	}
	return left
}

// after makes folders hold what was left, elsewhere.
func after(t *testing.T, left map[string][]byte, from, to string, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		must(t, os.RemoveAll(filepath.Join(to, folder)))
	}
	for path, content := range left {
		there := filepath.Join(to, strings.TrimPrefix(path, from))
		must(t, os.MkdirAll(filepath.Dir(there), 0o700))
		must(t, os.WriteFile(there, content, 0o600))
	}
}

// reads is what the program finds of a file after a power loss.
func reads(t *testing.T, left map[string][]byte, from, path string) string {
	t.Helper()
	dir := t.TempDir()
	after(t, left, from, dir)
	content, err := vault.New(durable.FS{}, "").Read(filepath.Join(dir, path))
	if !errors.Is(err, fs.ErrNotExist) {
		must(t, err)
	}
	return strings.TrimSpace(string(content))
}

// before tells of each request before it is answered.
func before(tell func(path string)) func(*testing.T, http.Handler) string {
	return func(t *testing.T, api http.Handler) string {
		t.Helper()
		return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tell(r.URL.Path)
			api.ServeHTTP(w, r)
		}))
	}
}

// TestHardshipsAPowerLossCostsNothingThatWasUsed looks at what a power loss would leave of runs. A token is forced out before anything is
// asked for with what came beside it, the step of a code before the code is sent, and what was learned before its window
// ends. The next run goes on from what is left at some of the moments, whether that is gone or torn.
func TestHardshipsAPowerLossCostsNothingThatWasUsed(t *testing.T) {
	t.Parallel()

	number := seed(t)
	t.Logf("CAREHOUSE_TEST_SEED=%d", number)
	dice := rand.New(rand.NewPCG(number, 1))
	const memory = "home/memory"
	var d *duet
	var disk *drive
	asked := map[string]int{}
	looks := func(what string, good func(left map[string][]byte) bool) {
		for _, torn := range []bool{false, true} {
			if !good(disk.lost(t, torn)) {
				t.Errorf("%s, and it would not be there after a power loss (torn: %v)", what, torn)
			}
		}
	}
	empty := duetOn(t, before(func(path string) {
		switch {
		case disk == nil:
		case strings.HasPrefix(path, eyes.BasePath):
			asked["eyes"]++
			looks("a token is used", func(left map[string][]byte) bool {
				return d.clinic.login.Grant(reads(t, left, d.dir, tokenOf(practiceName))).Good
			})
		case strings.HasSuffix(path, "/authenticate"):
			if asked["codes"]++; asked["codes"] == 2 { // the first one asks whether a code is wanted
				looks("a code is sent", func(left map[string][]byte) bool { return strings.Contains(fmt.Sprintf("%s", left), `{"step":`) })
			}
		}
	}), eyes.Options{Seed: 651, Size: 16, Patients: 8}, deployment.Options{Seed: 651, Size: 20, Tenants: 1, MFA: "totp"})
	calm := empty.twin(t)
	calm.does(t, engine.OK, "sync")
	for _, dataset := range []string{practiceName + "/patients", office + "/patients"} {
		d, disk = empty.twin(t), nil
		heard := empty.twin(t)
		steps := 0
		heard.inside(t, func(string) error { steps++; return nil }, "sync", dataset).expect(t, engine.OK)
		cuts := map[int]bool{}
		for range 3 * tries(t) {
			cuts[dice.IntN(steps)] = true
		}
		type cut struct {
			twin *duet
			at   string
		}
		var left []cut
		disk = driveOf(t, d.path(memory), d.path(keptApart))
		at := 0
		d.inside(t, func(step string) error {
			disk.step(t, step)
			if strings.HasPrefix(dataset, practiceName) && step == "landing.end.write" {
				looks("a window ends", func(left map[string][]byte) bool {
					return strings.Contains(reads(t, left, d.dir, memory+"/nextech/"+practiceName+"/ledger.json"), `"since"`)
				})
			}
			if cuts[at] {
				torn := dice.IntN(2) == 0
				h := d.house.twin(t)
				h.secret = keptApart
				twin := &duet{h, &practice{house: h, login: d.clinic.login}, &surgery{house: h, site: d.portal.site}}
				config := got(os.ReadFile(d.path("carehouse.yaml")))(t)
				after(t, disk.lost(t, torn), d.dir, h.dir, memory, keptApart)
				twin.write(t, keptApart+"/carehouse.yaml", string(config))
				left = append(left, cut{twin, fmt.Sprintf("%s, torn %v", step, torn)})
			}
			at++
			return nil
		}, "sync", dataset).expect(t, engine.OK)
		disk = nil
		for _, c := range left {
			c.twin.letIn(t) // its token has been used meanwhile
			c.twin.does(t, engine.OK, "sync")
			c.twin.holdsAll(t)
			c.twin.equals(t, calm)
			c.twin.noStrays(t)
			if t.Failed() {
				t.Fatalf("the power was cut at %s", c.at)
			}
		}
	}
	if asked["eyes"] < 5 || asked["codes"] < 2 {
		t.Errorf("asked %v", asked)
	}
}
