package endtoend

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/load/durable"
	"carehouse/load/vault"
)

// A fate is what is left of a refresh token when a run is killed.
type fate int

const (
	unused fate = iota // nobody has handed it in
	lost               // it was handed in, and the one that came is not whole on the disk
	kept               // the one that came is
)

// An instant is a moment of a rotation at which a run is killed: before or after a durable step, or within one.
type instant struct {
	at   string
	left fate
}

// rotationMoments are all moments of a rotation, in their order: what is about to be handed in is written down, the server
// answers, and what came is written.
func rotationMoments() []instant {
	return []instant{
		{"vault.dir.syncdir:1", unused},
		{"vault.dir.syncdir.done:1", unused},
		{"vault.write.create:1", unused}, // what is about to be handed in
		{"vault.write.create.done:1", unused},
		{"vault.write.write:1", unused},
		{"vault.write.write.half:1", unused},
		{"vault.write.write.done:1", unused},
		{"vault.write.sync:1", unused},
		{"vault.write.sync.done:1", unused},
		{"vault.write.rename:1", unused},
		{"vault.write.rename.done:1", unused},
		{"vault.write.syncdir:1", unused},
		{"vault.write.syncdir.done:1", unused},
		{"vault.write.create:2", lost}, // the server has answered
		{"vault.write.create.done:2", lost},
		{"vault.write.write:2", lost},
		{"vault.write.write.half:2", lost},
		{"vault.write.write.done:2", kept},
		{"vault.write.sync:2", kept},
		{"vault.write.sync.done:2", kept},
		{"vault.write.rename:2", kept},
		{"vault.write.rename.done:2", kept},
		{"vault.write.syncdir:2", kept},
		{"vault.write.syncdir.done:2", kept},
	}
}

// An aftermath is a moment of the run that comes after a killed one.
type aftermath struct {
	instant

	first   string // where the one before was killed
	lenient bool   // with a lenient server only: a strict one has refused the token before
}

// aftermaths are the moments to which a rotation comes only where another one was interrupted, and some others.
func aftermaths() []aftermath {
	const whole, named, torn = "vault.write.write.done:2", "vault.write.rename:2", "vault.write.write.half:2"
	return []aftermath{
		{instant{"vault.write.write.done:1", unused}, whole, false}, // which left a whole token without its name
		{instant{"vault.adopt.sync:1", unused}, whole, false},
		{instant{"vault.adopt.sync.done:1", unused}, whole, false},
		{instant{"vault.adopt.rename:1", unused}, whole, false},
		{instant{"vault.adopt.rename.done:1", unused}, whole, false},
		{instant{"vault.adopt.syncdir:1", unused}, whole, false},
		{instant{"vault.adopt.syncdir.done:1", unused}, whole, false},
		{instant{"vault.write.write.half:2", lost}, named, false},
		{instant{"vault.write.write.done:2", kept}, named, false},
		{instant{"vault.stray.delete:1", kept}, torn, true}, // which left half of a token
		{instant{"vault.stray.delete.done:1", kept}, torn, true},
	}
}

// neverHere lists the durable steps of small files that no rotation comes to, and why.
func neverHere() map[string]string {
	return map[string]string{"vault.dir.mkdir": "the folder of a token is there: a login has made it"}
}

// dies kills a run: of all that a sync does it needs the token, and little else.
func (p *practice) dies(t *testing.T, at string) {
	t.Helper()
	if !p.killed(t, at, "sync", practiceName+"/section_names") {
		t.Error("the run ended before it came there")
	}
}

// TestNextechAKilledRunLosesNoToken kills runs at every moment of a rotation, once with a server that takes an old token
// back at once, and once with one that takes it until the new one was used. The next run needs no login, but where the
// answer had not reached the disk and the server is strict: nobody can help that, so it says what happened.
func TestNextechAKilledRunLosesNoToken(t *testing.T) {
	t.Parallel()

	for mode, lenient := range map[string]bool{"strict": false, "lenient": true} {
		p := practiceOf(t, eyes.Options{Seed: 421, Size: 10, Patients: 8, Lenient: lenient})
		p.sync(t, engine.OK)
		p.reachesAll(t)
		for _, at := range rotationMoments() {
			t.Run(mode+" at "+at.at, func(t *testing.T) {
				t.Parallel()

				q := p.neighbour(t)
				q.dies(t, at.at)
				q.survives(t, at.left)
			})
		}
		for _, at := range aftermaths() {
			if at.lenient && !lenient {
				continue
			}
			t.Run(mode+" at "+at.first+" and then at "+at.at, func(t *testing.T) {
				t.Parallel()

				q := p.neighbour(t)
				q.dies(t, at.first)
				q.dies(t, at.at)
				q.survives(t, at.left)
			})
		}
	}
}

// neighbour is a twin with a login of its own.
func (p *practice) neighbour(t *testing.T) *practice {
	t.Helper()
	q := p.twin(t)
	q.write(t, tokenOf(practiceName), p.login.RefreshToken()+"\n")
	return q
}

// reachesAll checks that the moments are all that there are.
func (p *practice) reachesAll(t *testing.T) {
	t.Helper()
	var c count
	p.neighbour(t).within(t, c.step, "check").expect(t, engine.OK)
	come := map[string]int{}
	for _, at := range rotationMoments() {
		step, _, _ := strings.Cut(at.at, ":")
		come[step]++
	}
	if !maps.Equal(come, c.steps) {
		t.Errorf("a rotation comes to %v, want %v", c.steps, come)
	}
	for _, at := range aftermaths() {
		step, _, _ := strings.Cut(at.at, ":")
		come[step]++
	}
	for _, step := range vault.Steps() {
		if (come[step] > 0) == (neverHere()[step] != "") {
			t.Errorf("%s: runs are killed there %d times, and the reason is %q", step, come[step], neverHere()[step])
		}
	}
}

// survives checks what the next run makes of what a killed one left, and that nothing but the token can be lost.
func (p *practice) survives(t *testing.T, left fate) {
	t.Helper()
	link, listed := p.listing(t)
	args := []string{"sync", practiceName + "/section_names"}
	if p.login.Options().Lenient { // there is nothing more that could go wrong, and this is quicker
		args = []string{"check"}
	}
	if left == lost && !p.login.Options().Lenient {
		e := p.run(t, args...).expect(t, engine.Person)
		said := e.faults(t)[practiceName+" section_names"]
		want := "the refresh token is refused (status 400, invalid_grant, AADSTS70008); a run was killed in the middle of a " +
			"rotation, and the token that came then is lost\n  "
		if !strings.Contains(said, want) || !strings.HasSuffix(said, "let us in again: carehouse login "+practiceName) {
			t.Errorf("got %q", said)
		}
		p.write(t, tokenOf(practiceName), p.login.RefreshToken()+"\n") // as a login does
	}
	if e := p.run(t, args...).expect(t, engine.OK); strings.Contains(e.stderr, "killed") {
		t.Errorf("got %s", e.stderr)
	}
	if now, there := p.listing(t); now != link || there != listed {
		t.Errorf("left %s with %s, want %s with %s", now, there, link, listed)
	}
	if grant := p.login.Grant(p.token(t)); !grant.Good {
		t.Errorf("the token on the disk is worth nothing: %+v", grant)
	}
	for _, e := range got(os.ReadDir(p.path(keptApart)))(t) {
		if strings.HasSuffix(e.Name(), durable.Temp) {
			t.Errorf("%s was left", e.Name())
		}
	}
}

// token is the refresh token that is on the disk.
func (p *practice) token(t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(string(got(os.ReadFile(p.path(tokenOf(practiceName))))(t)))
}

// TestNextechARunIsKilledWhileTheServerAnswers kills a run when its token has arrived and the answer has not.
func TestNextechARunIsKilledWhileTheServerAnswers(t *testing.T) {
	t.Parallel()

	for mode, left := range map[string]fate{"strict": lost, "lenient": unused} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()

			p := practiceOf(t, eyes.Options{Seed: 422, Size: 10, Patients: 8, Lenient: mode == "lenient"})
			p.sync(t, engine.OK)
			ctx, kill := context.WithCancel(t.Context())
			defer kill()
			cmd := p.command(ctx, nil, "sync", practiceName+"/section_names")
			var arrived atomic.Bool
			p.login.Between(func(int) {
				if arrived.CompareAndSwap(false, true) {
					kill()
					time.Sleep(300 * time.Millisecond) // it is gone when it is answered
				}
			})
			before := p.login.Tokens().Refreshes
			if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != -1 {
				t.Fatalf("the run was not killed: %v", err)
			}
			for range 100 {
				if p.login.Tokens().Refreshes > before {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			if left == lost { // it is said each time
				p.run(t, "check").expect(t, engine.Person)
			}
			p.survives(t, left)
		})
	}
}

// TestNextechAKilledRunGoesOnWhereItWas kills a run amid the patients of a window. What was landed is not asked for again,
// and what comes of it is what an undisturbed run makes.
func TestNextechAKilledRunGoesOnWhereItWas(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 423, Size: 60, Patients: 20})
	calm := p.neighbour(t)
	calm.sync(t, engine.OK)
	p.sync(t, engine.OK, practiceName+"/patients")
	p.took()
	if !p.killed(t, "landing.page.line.sync.done:7", "sync", practiceName+"/encounters") {
		t.Fatal("the run was not killed")
	}
	first, _ := visited(p.took())
	if n := len(first); n < 7 || n > 8 {
		t.Fatalf("%d patients were asked for before it was killed", n)
	}
	did := p.sync(t, engine.OK)
	second, _ := visited(p.took())
	again := slices.DeleteFunc(slices.Clone(second), func(id string) bool { return !slices.Contains(first, id) })
	if all := len(p.everybody()); len(again) > 1 || len(second) != all-7 {
		t.Errorf("%d of %d patients were asked for again, %d of them after they had come", len(second), all, len(again))
	}
	if d := datasetOf(t, did, practiceName, "encounters"); d.Records != 60 || d.Requests != int64(len(second)) {
		t.Errorf("got %+v", d)
	}
	p.present(t, func(r *reader) {
		r.holdsPractice(t, p.login.Truth(""))
		calm.present(t, func(other *reader) { r.calmly(t, other) })
	})
	p.verify(t)
}

// calmly compares what is there with what an undisturbed run made, but for when its documents were made.
func (r *reader) calmly(t *testing.T, other *reader) {
	t.Helper()
	for _, side := range []*reader{r, other} {
		columns := side.tables["encounter_documents"]
		side.tables["encounter_documents"] = slices.DeleteFunc(columns, func(c string) bool {
			return c == "html_count" || c == "bytes" || c == "raw_hash"
		})
		delete(side.tables, "encounter_document_html")
		for table, columns := range side.tables {
			if strings.HasPrefix(table, "encounter_") {
				side.tables[table] = slices.DeleteFunc(columns, func(c string) bool { return c == "_hash" })
			}
		}
	}
	r.state(t).equal(t, other.state(t))
	if len(r.tables["encounter_documents"]) < 8 {
		t.Error(fmt.Sprint("too little is compared: ", r.tables))
	}
}
