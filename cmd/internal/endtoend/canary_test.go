package endtoend

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/parquet/file"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
	"carehouse/models/tpastream"
)

func TestEveryWayOfWritingAWordIsFound(t *testing.T) {
	t.Parallel()

	const word = "ZZCANARYLAST"
	for _, said := range []string{
		"Anna " + word, base64.StdEncoding.EncodeToString([]byte("x:" + word + "-Smith")),
		base64.StdEncoding.EncodeToString([]byte("xy:" + word + "-Smith")), base64.URLEncoding.EncodeToString([]byte(word + "?>?")),
		"5a5a43414e4152594c415354", "ssn 900-12-3456", `{"ssn":900123456}`, "900123456", "1900123456 900900900", "90 90 67 65 78 65 82 89 76 65 83 84",
		"key=CANARYKEY-end%2Fto%2Bend%3C7f3a%26%C3%A9%3E", "CANARYKEY-end/to+end&lt;7f3a&amp;é&gt;",
		base64.StdEncoding.EncodeToString([]byte("operator@example.com:" + apiKey)),
	} {
		var e evidence
		e.add("here", "all is well", said, "and so on")
		if leaks := e.leaks(); len(leaks) == 0 {
			t.Errorf("nothing was found in %q", said)
		}
	}
	var e evidence
	e.add("here", strings.Repeat("claim 900123 of tenant my-tpa, sha256 0a900123456ff 1900123456 ", 3))
	if leaks := e.leaks(); len(leaks) > 0 {
		t.Errorf("got %v", leaks)
	}
}

// TestNoCommandSaysWhoAnybodyIs runs every command over records that are odd in every way, with all that can be told
// switched on. What is said is searched when the last test is over.
func TestNoCommandSaysWhoAnybodyIs(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 101, Claims: 150, Retention: long, Poison: true}, "per_page: 40")
	now := h.api.Truth()
	for _, m := range now.Members {
		told.forbid(spoken(m.SSN, m.Email, m.FullName)...)
	}
	for _, p := range now.PolicyHolders {
		told.forbid(spoken(p.Username, p.Fullname)...)
	}
	for _, kind := range []simulator.FaultKind{
		simulator.TypeChange, simulator.BadUTF8, simulator.CaseKeys, simulator.MoneyTooLarge, simulator.NoKey, simulator.Malformed,
	} {
		h.api.Fault(simulator.Fault{Kind: kind, Call: "/api/claims", Nth: 2})
		h.api.Fault(simulator.Fault{Kind: kind, Call: "/api/member", Nth: 1})
	}
	loud := []string{"CAREHOUSE_LOG=debug,json"}
	h.runWith(t, loud, "sync").expect(t, engine.OK)
	h.api.Heal()
	h.api.Insert(4)
	h.api.Update(6)
	h.api.Delete(3)
	h.api.Advance(shown)
	h.runWith(t, loud, "sync", "--json").expect(t, engine.OK)
	h.run(t, "sync", "--full").expect(t, engine.OK)
	h.run(t, "sync", "--full").expect(t, engine.OK)
	rejects := answered[engine.Rejects](t, h.run(t, "rejects", "list", "--json").expect(t, engine.OK))
	if len(rejects.Rejects) == 0 {
		t.Fatal("nothing was set aside")
	}
	for _, args := range append(tour("my-tpa/claims"), [][]string{
		{"check"},
		{"rejects", "show", rejects.Rejects[0].ID},
		{"rejects", "retry"},
		{"state", "rewind", "my-tpa/members"},
		{"rebuild"},
		{"rollback"},
		{"sync"},
		{"version"},
	}...) {
		h.runWith(t, loud, args...).expect(t, engine.OK)
	}
	h.api.Fault(simulator.Fault{Kind: simulator.ServerError, Count: simulator.Always})
	h.runWith(t, loud, "check").expect(t, engine.Partial)
	h.api.Heal()
	h.api.Fault(simulator.Fault{Kind: simulator.Unprocessable, Count: simulator.Always})
	h.runWith(t, loud, "sync").expect(t, engine.Partial)

	must(t, h.collect("the tour"))
	told.has(
		t, "the tour: home/runs.jsonl", "the tour: home/lock", "generation.json", "manifest.jsonl", ".parquet: footer",
		"the tour: meta.rejects", "the tour: meta.drift", "the tour: meta.windows", "the tour: meta.columns", "rejects show", "check",
	)
}

// tour lists commands that tell of a home, and one that loads a dataset again. None of them asks an API.
func tour(loaded string) [][]string {
	return [][]string{
		{"plan"},
		{"plan", "--json", "--full"},
		{"status"},
		{"status", "--json"},
		{"verify"},
		{"verify", "--json"},
		{"rejects", "list"},
		{"rejects", "list", "--json"},
		{"state", "show"},
		{"replay", loaded},
		{"schema"},
		{"schema", "--format", "sql"},
		{"schema", "--config"},
	}
}

// spoken returns the texts that are long enough to be looked for.
func spoken(all ...models.Text) []string {
	var found []string
	for _, text := range all {
		if s, ok := text.Get(); ok && len(s) > 6 {
			found = append(found, s)
		}
	}
	return found
}

// has checks that there is something to be searched: whoever finds nothing because nothing was kept has proved nothing.
func (e *evidence) has(t *testing.T, places ...string) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
next:
	for _, place := range places {
		for _, text := range e.texts {
			if strings.Contains(text.where, place) {
				continue next
			}
		}
		t.Errorf("nothing was kept of %s", place)
	}
}

// TestFootersDoNotSayWhoIsInAFile looks at what a Parquet file says of its columns: smallest and largest values, but not
// of those that name somebody.
func TestFootersDoNotSayWhoIsInAFile(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 102, Claims: 60, Retention: long})
	h.sync(t, engine.OK)
	h.current(t).footers(t, tpastream.Tables(), 20)
}

// footers checks that no file says between whom its rows are, and that there were as many columns to look at, of both kinds.
func (r *reader) footers(t *testing.T, roots []*models.Table, least int) {
	t.Helper()
	silent, telling := 0, 0
	for _, root := range roots {
		for table := range root.All() {
			for _, path := range got(filepath.Glob(filepath.Join(r.dir, "lake", r.schema, table.Name, "*", "*.parquet")))(t) {
				for _, column := range table.Columns {
					switch told := tells(t, path, column.Name); {
					case column.Privacy != models.Direct && column.Privacy != models.Locked:
						telling += told
					case told > 0:
						t.Errorf("%s: the footer says between whom %s is", table.Name, column.Name)
					default:
						silent++
					}
				}
			}
		}
	}
	if silent < least || telling < least {
		t.Errorf("%d columns are silent and %d tell: the test has looked at nothing", silent, telling)
	}
}

// tells counts the row groups of a file whose footer has values of a column.
func tells(t *testing.T, path, column string) int {
	t.Helper()
	r := got(file.OpenParquetFile(path, false))(t)
	defer r.Close()
	at := r.MetaData().Schema.ColumnIndexByName(column)
	if at < 0 {
		t.Fatalf("%s has no column %s", filepath.Base(path), column)
	}
	n := 0
	for group := range r.NumRowGroups() {
		chunk := got(r.MetaData().RowGroup(group).ColumnChunk(at))(t)
		stats, err := chunk.Statistics()
		must(t, err)
		if stats != nil && stats.HasMinMax() {
			n++
		}
	}
	return n
}

// TestWhatAKilledRunLeavesIsItsOwnersAlone looks at the modes of everything that a run makes, when it ends and when it
// does not.
func TestWhatAKilledRunLeavesIsItsOwnersAlone(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 103, Claims: 60, Retention: long})
	if !h.killed(t, "generation.publish.sync:4", "sync") {
		t.Fatal("the run was not killed")
	}
	h.private(t, "home")
	h.sync(t, engine.OK)
	h.private(t, "home")
	if info := got(os.Stat(h.path("home")))(t); time.Since(info.ModTime()) > time.Hour {
		t.Error("nothing happened")
	}
}

// private checks that a folder and what is in it are their owner's alone.
func (h *house) private(t *testing.T, folder string) {
	t.Helper()
	must(t, filepath.Walk(h.path(folder), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", strings.TrimPrefix(path, h.dir), info.Mode())
		}
		return nil
	}))
}
