package endtoend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/generation"
)

// A scenario is a run that is killed: in which home it starts, and what must be there in the end.
type scenario struct {
	name  string
	home  *house      // as it is before; every try has a twin of it
	args  []string    // the run that is killed
	mend  []string    // the run that makes it good, when it is another
	exit  engine.Exit // how it ends
	twice bool        // the next run may be one sweep more, and conclude what two sweeps conclude
	steps map[string]int
	took  time.Duration
	fresh bool    // nothing is published before
	seen  []state // what readers may see in between
	want  []state // what everybody may see in the end; the first is what an undisturbed run leads to
}

// scenarios makes homes in which a run comes to different steps. They share one world, which has been read once and has
// changed since, and does not change any more.
func scenarios(t *testing.T) []*scenario {
	t.Helper()
	empty := build(t, simulator.Options{Seed: 21, Claims: 120, Retention: long}, "per_page: 30")
	read := empty.twin(t)
	read.sync(t, engine.OK)
	read.sync(t, engine.OK) // brings nothing, so that there is something to be pruned
	api := empty.api
	api.Insert(8)
	api.Update(9)
	api.Edit(5)
	api.UpdateMembers(3)
	api.Delete(40)
	api.Advance(shown)

	keepsOne := read.twin(t)
	keepsOne.write(t, "carehouse.yaml", "keep: {generations: 1, landing: 1s}\n"+string(got(os.ReadFile(read.path("carehouse.yaml")))(t)))
	marked := read.twin(t)
	marked.sync(t, engine.OK, "--full")
	fresh := read.twin(t)
	fresh.sync(t, engine.OK)
	halfway := read.twin(t)
	if !halfway.killed(t, "landing.page.line.sync:6", "sync") {
		t.Fatal("the feed is too short to be interrupted")
	}
	first := read.current(t).state(t)
	all := []*scenario{
		{name: "the first sync", home: empty},
		{name: "what the feed names", home: keepsOne},
		{name: "a second sweep that deletes", home: marked, args: []string{"sync", "--full", "--allow-shrink"}},
		{name: "a second sweep that is refused", home: marked, args: []string{"sync", "my-tpa/claims", "--full"}, exit: engine.Refused},
		{name: "nothing new", home: fresh},
		{name: "a home that was left untidy", home: untidy(t, read)},
		{name: "a feed that is given up", home: halfway, args: []string{"sync", "--full", "--allow-shrink"}, twice: true},
		{name: "a rollback", home: fresh, args: []string{"rollback"}, mend: []string{"sync"}, seen: []state{first}},
	}
	for _, s := range all {
		s.complete(t)
	}
	return all
}

// untidy is a home in which killed runs left one of everything: an unfinished generation, a window that was never
// begun, a torn line, and a page that does not count.
func untidy(t *testing.T, read *house) *house {
	t.Helper()
	h, unpublished, begun := read.twin(t), read.twin(t), read.twin(t)
	for at, killed := range map[string]*house{
		"landing.page.line.write.half:3": h, "generation.publish.sync:2": unpublished, "landing.begin.write:1": begun,
	} {
		if !killed.killed(t, at, "sync") {
			t.Fatalf("%s was not reached", at)
		}
	}
	folder := h.path("home", "generations", "000002.tmp")
	must(t, os.CopyFS(folder, os.DirFS(unpublished.path("home", "generations", "000002.tmp"))))
	for _, dataset := range []string{"claims", "employers", "members", "policy_holders"} {
		root := begun.path("home", "landing", "tpastream", "my-tpa", dataset)
		for _, window := range got(os.ReadDir(root))(t) {
			if _, err := os.Stat(filepath.Join(root, window.Name(), "manifest.jsonl")); err != nil {
				must(t, os.CopyFS(h.path("home", "landing", "tpastream", "my-tpa", dataset, window.Name()),
					os.DirFS(filepath.Join(root, window.Name()))))
			}
		}
	}
	return h
}

// complete runs the scenario undisturbed, inside this process to hear of its steps and outside to see how long it
// takes, and remembers what is there then.
func (s *scenario) complete(t *testing.T) {
	t.Helper()
	if s.args == nil {
		s.args = []string{"sync"}
	}
	if s.mend == nil {
		s.mend = s.args
	}
	before, ok := s.home.visible(t)
	if s.fresh = !ok; ok {
		s.seen = append(s.seen, before)
	}
	var c count
	heard := s.home.twin(t)
	heard.inside(t, c.step, s.args...).expect(t, s.exit)
	s.steps = c.steps
	quiet := s.home.twin(t)
	started := time.Now()
	quiet.run(t, s.args...).expect(t, s.exit)
	s.took = time.Since(started)
	for _, h := range []*house{heard, quiet} {
		if !slices.Equal(s.mend, s.args) {
			h.run(t, s.mend...).expect(t, s.exit)
		}
		end, _ := h.visible(t)
		end.agree(t)
		s.want = append(s.want, end)
	}
	s.want[1].equal(t, s.want[0])
	if s.twice {
		quiet.run(t, s.mend...).expect(t, s.exit)
		s.want[1], _ = quiet.visible(t)
	}
	s.seen = append(s.seen, s.want...)
}

// visible is what readers see now. It says false while nothing is published.
func (h *house) visible(t *testing.T) (state, bool) {
	t.Helper()
	home := got(generation.OpenReader(h.path("home")))(t)
	g, ok, err := home.Current()
	must(t, err)
	if !ok {
		return state{}, false
	}
	must(t, g.Verify(true))
	r := got(newReader(g.Dir))(t)
	defer r.close(t)
	return r.state(t), true
}

// survives checks a home whose run was killed: readers see one whole state, the next run ends as an undisturbed one,
// and so do the tables.
func (s *scenario) survives(t *testing.T, h *house) {
	t.Helper()
	saw, ok := h.visible(t)
	switch {
	case !ok && !s.fresh:
		t.Error("readers see nothing any more")
	case ok && !slices.ContainsFunc(s.seen, saw.same):
		t.Errorf("readers see something between before and after: %v", saw)
	}
	h.run(t, s.mend...).expect(t, s.exit)
	end, ok := h.visible(t)
	if !ok {
		t.Fatal("nothing is published")
	}
	if !slices.ContainsFunc(s.want, end.same) {
		end.equal(t, s.want[0])
	}
	h.tidy(t)
}

// tidy checks that a run which ended left nothing that was for itself alone.
func (h *house) tidy(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(h.path("home", "staging")); err == nil {
		t.Error("the folder for staged files was left")
	}
	for _, e := range got(os.ReadDir(h.path("home", "generations")))(t) {
		if e.IsDir() && strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("generations/%s was left", e.Name())
		}
	}
}
