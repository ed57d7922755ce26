package endtoend

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/extracttest"
	eyes "carehouse/extract/nextech/simulator"
	deployment "carehouse/extract/supergood/simulator"
)

// A memoryNet is a network without sockets, on which each API has a host of its own, so that a test may live in a bubble
// where days take no time.
type memoryNet map[string]http.RoundTripper

// RoundTrip implements [http.RoundTripper].
func (n memoryNet) RoundTrip(r *http.Request) (*http.Response, error) {
	return n[r.URL.Host].RoundTrip(r)
}

// serve puts an API on the network.
func (n memoryNet) serve(t *testing.T, api http.Handler) string {
	t.Helper()
	host := fmt.Sprintf("127.0.0.1:%d", 7001+len(n))
	n[host] = extracttest.Serve(t, api)
	return "http://" + host
}

// A weight is what a program that runs for long holds on to, in its process and in its home.
type weight struct{ goroutines, heap, manifests, memory int }

func (d *duet) weighs(t *testing.T) (w weight) {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.goroutines, w.heap = runtime.NumGoroutine(), int(m.HeapAlloc)
	must(t, filepath.WalkDir(d.path("home"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if e.Name() == "manifest.jsonl" {
			w.manifests++
		}
		if strings.HasPrefix(path, d.path("home", "memory")) {
			w.memory += int(got(e.Info())(t).Size())
		}
		return nil
	}))
	return w
}

// eachLine is told what a program prints, line by line.
type eachLine func(line string)

// Write implements [io.Writer].
func (f eachLine) Write(line []byte) (int, error) {
	f(strings.TrimSpace(string(line)))
	return len(line), nil
}

// bubble marks the process in which days take no time. It is one of its own: what a library makes in a bubble, once for all, is
// no good outside of it, and nobody else's memory is counted.
const bubble = "CAREHOUSE_TEST_BUBBLE"

// TestHardshipsWhoWatchesForDaysHoldsOnToNothing watches two APIs for four days. In each round an access token and a session have
// expired; things happen, and then nothing does; an administrator takes the login away, and a person logs in again while
// the program goes on.
func TestHardshipsWhoWatchesForDaysHoldsOnToNothing(t *testing.T) {
	t.Parallel()

	if os.Getenv(bubble) == "" {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		child.Env = append(os.Environ(), bubble+"=1")
		if out, err := child.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
			t.Errorf("in a bubble: %v\n%s", err, out)
		}
		return
	}
	synctest.Test(t, func(t *testing.T) {
		const happens, revoked, comes, last = 2, 9, 12, 16
		network := memoryNet{}
		d := duetOn(t, network.serve, eyes.Options{Seed: 631, Size: 30, Patients: 10, Now: time.Now(), Tick: time.Now},
			deployment.Options{Seed: 631, Size: 40, Tenants: 1, MFA: "totp"})
		text := string(got(os.ReadFile(d.path("carehouse.yaml")))(t))
		d.write(t, "carehouse.yaml", strings.Replace(text, "home: ./home\n", "home: ./home\nkeep: {landing: 1d}\n", 1))
		var weights []weight
		before := eyes.Tokens{}
		each := eachLine(func(line string) {
			round, tokens := len(weights)+1, d.clinic.login.Tokens()
			weights = append(weights, d.weighs(t))
			refreshed, refused := tokens.Refreshes-before.Refreshes, tokens.Refused-before.Refused
			alone := strings.Contains(line, "left alone: "+practiceName)
			switch out := round > revoked && round <= comes || round == comes+1 && alone; {
			case !out && (refreshed != 1 || refused != 0):
				t.Errorf("round %d: %d tokens came and %d were refused: %s", round, refreshed, refused, line)
			case out && (refreshed != 0 || alone != (refused == 0) || refused > 1):
				t.Errorf("round %d: %d tokens came and %d were refused: %s", round, refreshed, refused, line)
			case out && !alone && !strings.Contains(line, "let us in again: carehouse login "+practiceName):
				t.Errorf("round %d does not say what to do: %s", round, line)
			}
			before = tokens
			switch round {
			case happens:
				d.clinic.login.Insert(2)
				d.portal.site.Change(1, 2, 0)
			case revoked:
				d.clinic.login.Revoke()
			case comes:
				d.letIn(t)
			}
		})
		d.insideOf(t, network, each, nil, "watch", "--every", "6h", "--rounds", strconv.Itoa(last)).expect(t, engine.OK)
		if len(weights) != last {
			t.Fatalf("%d rounds were told", len(weights))
		}
		settled := weights[happens+1]
		for i, w := range weights[happens+2:] {
			if w.goroutines > settled.goroutines || w.heap > settled.heap+(4<<20) || w.manifests > 75 || w.memory > settled.memory+100 {
				t.Errorf("round %d: got %+v, and before %+v", i+happens+3, w, settled)
			}
		}
		d.holdsAll(t)
	})
}
