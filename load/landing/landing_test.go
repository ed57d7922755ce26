package landing

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"carehouse/load/durable"
	"carehouse/models"
)

// noon is when everything happens here.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.UTC) }

func window(dataset string, hours int) models.Window {
	w := models.NewWindow("tpastream", "my-tpa", dataset, models.Snapshot, noon().Add(time.Duration(hours)*time.Hour))
	w.From, w.To, w.After = noon().Add(-time.Hour), noon(), "cursor-1"
	return w
}

func page(number int) models.Page {
	return models.Page{
		Number: number, Table: "claims", Records: "data", Sweep: 1, Call: "GET /api/claims", Token: "page=1",
		AskedAt: noon(), Body: []byte(strings.Repeat(`{"data":[{"patient_name":"Testperson"}]}`, number)),
		Given: map[int]map[string]string{2: {"practice_id": "7", "vendor_id": ""}}[number],
		Only:  map[int][]int{1: {}, 2: {0, 2}}[number],
		Names: map[int]map[string]string{2: {"phones.number": "contacts.value"}}[number],
	}
}

func verdict() models.Verdict {
	return models.Verdict{
		Outcome: models.Complete, Sweep: 1, Absence: true, Claimed: 3, Distinct: 3, Cursor: "cursor-2", CursorAt: noon(),
	}
}

func open(t *testing.T, dir string, step func(string) error) *Store {
	t.Helper()
	s, err := Open(dir, durable.FS{Step: step})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ok fails the test for an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must fails the test for an error and gives the value on.
func must[V any](v V, err error) func(t *testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		ok(t, err)
		return v
	}
}

// landed is a window of three pages that has ended.
func landed(t *testing.T, s *Store, w models.Window) *Window {
	t.Helper()
	got := must(s.Begin(w))(t)
	for n := 1; n <= 3; n++ {
		p := page(n)
		if n == 3 {
			v := verdict()
			p.Verdict = &v
		}
		ok(t, got.Put(p))
	}
	ok(t, got.End(verdict(), noon()))
	return got
}

func pages(t *testing.T, w *Window) []models.Page {
	t.Helper()
	var all []models.Page
	for p, err := range w.Pages() {
		ok(t, err)
		all = append(all, p)
	}
	return all
}

func TestWhatWasLandedIsReadBack(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "landing")
	put := landed(t, open(t, dir, nil), window("claims", 0))
	windows := must(open(t, dir, nil).Windows())(t)
	if len(windows) != 1 {
		t.Fatalf("got %d windows, want 1", len(windows))
	}
	got := windows[0]
	if !reflect.DeepEqual(got.Facts(), put.Facts()) {
		t.Errorf("got facts %+v, want %+v", got.Facts(), put.Facts())
	}
	if f := got.Facts(); f.State != StateEnded || f.Verdict != verdict() || !f.Ended.Equal(noon()) || f.Window != window("claims", 0) {
		t.Errorf("got %+v", f)
	}
	for i, p := range pages(t, got) {
		want := page(i + 1)
		if i == 2 {
			v := verdict()
			want.Verdict = &v
		}
		if !reflect.DeepEqual(p, want) {
			t.Errorf("got page %+v, want %+v", p, want)
		}
		again := must(got.Page(i + 1))(t)
		if !reflect.DeepEqual(again, p) {
			t.Errorf("page %d alone differs from page %d of all", i+1, i+1)
		}
	}
	for page, want := range []string{"", "claims", "claims", "claims", ""} {
		if table := got.TableOf(page); table != want {
			t.Errorf("page %d is of table %q, want %q", page, table, want)
		}
	}
	if _, err := got.Page(4); err == nil {
		t.Error("page 4 of 3 was read")
	}
}

// TestAPageWithoutFactsSaysNothingOfThem has lines that read as they did before pages had facts, and the other way round.
func TestAPageWithoutFactsSaysNothingOfThem(t *testing.T) {
	t.Parallel()

	w := landed(t, open(t, t.TempDir(), nil), window("claims", 0))
	lines := strings.Split(string(must(os.ReadFile(filepath.Join(w.dir, manifestName)))(t)), "\n")
	for number, want := range []bool{1: false, 2: true, 3: false} {
		if got := strings.Contains(lines[number], `"given"`); number > 0 && got != want {
			t.Errorf("page %d: got facts in its line: %t, want %t", number, got, want)
		}
	}
	given := pages(t, w)[1].Given
	given["practice_id"] = "8"
	if got := pages(t, w)[1].Given["practice_id"]; got != "7" {
		t.Errorf("got %s, want what was landed whatever a reader does to it", got)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	t.Parallel()

	w := landed(t, open(t, t.TempDir(), nil), window("claims", 0))
	stored := must(os.ReadFile(w.page(3)))(t)
	if strings.Contains(string(stored), "TestpersonTestperson") || len(stored) >= len(page(3).Body) {
		t.Errorf("got %d bytes of %d", len(stored), len(page(3).Body))
	}
}

func TestEmptyBodyIsAPage(t *testing.T) {
	t.Parallel()

	w := must(open(t, t.TempDir(), nil).Begin(window("claims", 0)))(t)
	ok(t, w.Put(models.Page{Number: 1}))
	if got := must(w.Page(1))(t); len(got.Body) != 0 {
		t.Errorf("got %q", got.Body)
	}
}

func TestContinueGoesOnAtTheNextPage(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s := open(t, dir, nil)
	landed(t, s, window("claims", 0))
	old := must(s.Begin(window("claims", 1)))(t)
	ok(t, old.Put(page(1)))
	newer := must(s.Begin(window("claims", 2)))(t)
	ok(t, newer.Put(page(1)))
	ok(t, newer.Put(page(2)))
	gone := must(s.Begin(window("claims", 3)))(t)
	ok(t, gone.Abandon("asked for everything", noon()))
	must(s.Begin(window("members", 4)))(t)

	again, found, err := open(t, dir, nil).Continue("tpastream", "my-tpa", "claims")
	ok(t, err)
	if !found || again.String() != newer.String() {
		t.Fatalf("got %v %v, want %v", again, found, newer)
	}
	if err := again.Put(page(2)); !errors.Is(err, ErrState) {
		t.Errorf("page 2 again: got %v, want %v", err, ErrState)
	}
	ok(t, again.Put(page(3)))
	ok(t, again.End(verdict(), noon()))
	if got := len(pages(t, again)); got != 3 {
		t.Errorf("got %d pages, want 3", got)
	}
	again, _, err = s.Continue("tpastream", "my-tpa", "claims")
	ok(t, err)
	if again.String() != old.String() {
		t.Errorf("then got %v, want %v", again, old)
	}
	if _, found, err := s.Continue("tpastream", "nobody", "claims"); found || err != nil {
		t.Errorf("nobody's: got %v %v", found, err)
	}
}

func TestStatesFollowEachOther(t *testing.T) {
	t.Parallel()

	put := func(w *Window) error { return w.Put(page(len(w.Facts().Pages) + 1)) }
	end := func(w *Window) error { return w.End(verdict(), noon()) }
	settle := func(w *Window) error { return w.Settle(noon()) }
	abandon := func(w *Window) error { return w.Abandon("no longer wanted", noon()) }
	type act = func(*Window) error
	tests := []struct {
		name string
		acts []act
		want State
		last error // of the last act
	}{
		{"ended without a page", []act{end}, StateEnded, nil},
		{"settled", []act{put, end, settle}, StateSettled, nil},
		{"settled twice is once", []act{put, end, settle, settle}, StateSettled, nil},
		{"abandoned while open", []act{put, abandon}, StateAbandoned, nil},
		{"abandoned twice is once", []act{put, abandon, abandon}, StateAbandoned, nil},
		{"abandoned after its end", []act{end, abandon}, StateAbandoned, nil},
		{"a page after the end", []act{end, put}, StateEnded, ErrState},
		{"ended twice", []act{end, end}, StateEnded, ErrState},
		{"settled while open", []act{put, settle}, StateOpen, ErrState},
		{"abandoned after settling", []act{end, settle, abandon}, StateSettled, ErrState},
		{"a page after abandoning", []act{abandon, put}, StateAbandoned, ErrState},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			dir := t.TempDir()
			w := must(open(t, dir, nil).Begin(window("claims", 0)))(t)
			for i, act := range tt.acts {
				want := error(nil)
				if i == len(tt.acts)-1 {
					want = tt.last
				}
				if err := act(w); !errors.Is(err, want) {
					t.Fatalf("act %d: got %v, want %v", i, err, want)
				}
			}
			again := must(open(t, dir, nil).Windows())(t)[0]
			if got := again.Facts(); got.State != tt.want || !reflect.DeepEqual(got, w.Facts()) {
				t.Errorf("got %s on disk and %s in memory, want %s", got.State, w.Facts().State, tt.want)
			}
			if past, ended := again.Facts().Past(); ended != (tt.want == StateEnded || tt.want == StateSettled) ||
				ended && past.Verdict != verdict() {
				t.Errorf("got past %v %+v", ended, past)
			}
		})
	}
}

func TestNoPageAfterTheVerdict(t *testing.T) {
	t.Parallel()

	w := must(open(t, t.TempDir(), nil).Begin(window("claims", 0)))(t)
	p, v := page(1), verdict()
	p.Verdict = &v
	ok(t, w.Put(p))
	if got := w.Facts().Last(); got == nil || *got != v {
		t.Errorf("got verdict %v", got)
	}
	if err := w.Put(page(2)); !errors.Is(err, ErrState) {
		t.Errorf("got %v, want %v", err, ErrState)
	}
}

func TestBeginRefuses(t *testing.T) {
	t.Parallel()

	good := window("claims", 0)
	change := func(f func(*models.Window)) models.Window {
		w := good
		f(&w)
		return w
	}
	tests := []struct {
		name   string
		window models.Window
		want   error
	}{
		{"a source that climbs", change(func(w *models.Window) { w.Source = ".." }), ErrName},
		{"a tenant with a slash", change(func(w *models.Window) { w.Tenant = "a/b" }), ErrName},
		{"a tenant that climbs", change(func(w *models.Window) { w.Tenant = "../../etc" }), ErrName},
		{"no dataset", change(func(w *models.Window) { w.Dataset = "" }), ErrName},
		{"a dataset with a zero byte", change(func(w *models.Window) { w.Dataset = "a\x00b" }), ErrName},
		{"a dataset of other letters", change(func(w *models.Window) { w.Dataset = "claïms" }), ErrName},
		{"an id that climbs", change(func(w *models.Window) { w.ID = "../x" }), ErrName},
		{"an id of two dots", change(func(w *models.Window) { w.ID = ".." }), ErrName},
		{"a hidden id", change(func(w *models.Window) { w.ID = ".removed-x" }), ErrName},
		{"an absolute id", change(func(w *models.Window) { w.ID = "/tmp/x" }), ErrName},
		{"no id", change(func(w *models.Window) { w.ID = "" }), ErrName},
		{"a very long id", change(func(w *models.Window) { w.ID = strings.Repeat("x", 129) }), ErrName},
		{"a window that is there", good, ErrBegun},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			root := t.TempDir()
			s := open(t, filepath.Join(root, "landing"), nil)
			must(s.Begin(good))(t)
			if _, err := s.Begin(tt.window); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if got := must(os.ReadDir(root))(t); len(got) != 1 {
				t.Errorf("got %v beside the landing", got)
			}
		})
	}
	if _, _, err := open(t, t.TempDir(), nil).Continue("tpastream", "..", "claims"); !errors.Is(err, ErrName) {
		t.Errorf("continue: got %v, want %v", err, ErrName)
	}
}

func TestWindowsAreSorted(t *testing.T) {
	t.Parallel()

	s := open(t, t.TempDir(), nil)
	want := []models.Window{window("claims", 1), window("claims", 2), window("members", 0)}
	for _, i := range []int{2, 1, 0} {
		must(s.Begin(want[i]))(t)
	}
	for i, w := range must(s.Windows())(t) {
		if got := w.Facts().Window; got != want[i] {
			t.Errorf("place %d: got %v, want %v", i, got.ID, want[i].ID)
		}
	}
}

func TestRemovedIsGone(t *testing.T) {
	t.Parallel()

	s := open(t, t.TempDir(), nil)
	gone, stays := landed(t, s, window("claims", 0)), landed(t, s, window("claims", 1))
	ok(t, s.Remove(gone))
	if got := must(s.Windows())(t); len(got) != 1 || got[0].String() != stays.String() {
		t.Errorf("got %v, want only %v", got, stays)
	}
	if got := must(os.ReadDir(filepath.Dir(stays.dir)))(t); len(got) != 1 {
		t.Errorf("got %v in the folder, want one window", got)
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "home", "landing")
	landed(t, open(t, dir, nil), window("claims", 0))
	ok(t, filepath.WalkDir(filepath.Dir(dir), func(path string, d fs.DirEntry, err error) error {
		ok(t, err)
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if got := must(d.Info())(t).Mode().Perm(); got != want {
			t.Errorf("%s: got %o, want %o", path, got, want)
		}
		return nil
	}))
}

func TestSteps(t *testing.T) {
	t.Parallel()

	seen := map[string]bool{}
	record := func(step string) error {
		step, _ = strings.CutSuffix(step, durable.Done)
		step, _ = strings.CutSuffix(step, durable.Half)
		seen[step] = true
		return nil
	}
	ok(t, everything(t, filepath.Join(t.TempDir(), "home", "landing"), record))
	for _, step := range Steps() {
		if !seen[step] {
			t.Errorf("step %s is listed and never happened", step)
		}
		delete(seen, step)
	}
	for step := range seen {
		t.Errorf("step %s happened and is not listed", step)
	}
}

// TestPagesAreReadSideBySide reads pages from several goroutines while more are landed.
func TestPagesAreReadSideBySide(t *testing.T) {
	t.Parallel()

	w := must(open(t, t.TempDir(), nil).Begin(window("claims", 0)))(t)
	ok(t, w.Put(page(1)))
	errs := make(chan error)
	for range 4 {
		go func() {
			for range 20 {
				n := len(w.Facts().Pages)
				p, err := w.Page(n)
				if err == nil && !reflect.DeepEqual(p, page(n)) {
					err = errors.New("another page was read")
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for n := 2; n <= 10; n++ {
		ok(t, w.Put(page(n)))
	}
	for range 4 {
		ok(t, <-errs)
	}
}
