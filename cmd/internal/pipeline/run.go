package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/progress"
	"carehouse/extract/transport"
	"carehouse/load/generation"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// The names of what lies in a home and in a generation.
const (
	landingName  = "landing"
	stagingName  = "staging"
	databaseName = "warehouse.duckdb"
)

// A run is one command at work in a home.
type run struct {
	p       *Pipeline
	ask     engine.Run
	started time.Time

	home    *generation.Home
	landing *landing.Store
	windows []*landing.Window // as they were when they were listed last, see list and relist
	places  map[place][]*landing.Window
	damaged error // names the windows that are there and cannot be read
	rewound []rewound
	current generation.Generation
	base    bool                  // there is a current generation
	last    map[scope]models.Past // the newest whole window of every dataset, see lastWindows
	marked  map[scope]int64       // records of each table that are marked as missing, see readMarks
	keyless map[scope]int64

	roots  []*models.Table // of every source that is configured, or of which something is here
	tables map[string]planned
	held   []string        // the sources that have tables in the current database
	brings []config.Tenant // of whom something is fetched, in a sync

	mu       sync.Mutex    // the database is one connection, and windows are landed by several goroutines
	db       *warehouse.DB // the current one, read-only; nil when there is none
	torn     error         // why there is none although something was published
	asked    time.Time     // the moment of the newest plan
	requests map[string]*atomic.Int64
	lines    map[string]progress.Line
}

// open opens the home for writing: under its lock, with what a crash left cleared away.
func (p *Pipeline) open(ctx context.Context, ask engine.Run) (*run, error) {
	r, err := p.openAnyway(ctx, ask)
	if err == nil && r.torn != nil {
		return nil, errors.Join(r.torn, r.close())
	}
	return r, err
}

// openAnyway opens the home for writing also when its database cannot be read: it may always be thrown away.
func (p *Pipeline) openAnyway(ctx context.Context, ask engine.Run) (*run, error) {
	home, err := generation.Open(ask.Config.Home, p.Disk, p.Clock())
	if err != nil {
		return nil, homeFault(ask.Config.Home, err)
	}
	r, err := p.openHome(ctx, ask, home)
	if err != nil {
		return nil, diskFault(ask.Config.Home, errors.Join(err, home.Close()))
	}
	if err := r.recover(); err != nil {
		return nil, diskFault(ask.Config.Home, errors.Join(err, r.close()))
	}
	return r, nil
}

// look opens the home for reading. It takes no lock, so it works while a run is at work.
func (p *Pipeline) look(ctx context.Context, ask engine.Run) (*run, error) {
	home, err := generation.OpenReader(ask.Config.Home)
	if err != nil {
		return nil, homeFault(ask.Config.Home, err)
	}
	r, err := p.openHome(ctx, ask, home)
	if err != nil {
		return nil, diskFault(ask.Config.Home, errors.Join(err, home.Close()))
	}
	if r.torn != nil {
		return nil, errors.Join(r.torn, r.close())
	}
	return r, nil
}

func (p *Pipeline) openHome(ctx context.Context, ask engine.Run, home *generation.Home) (*run, error) {
	debug.SetMemoryLimit(goMemory(ask.Config.Limits))
	r := &run{
		p: p, ask: ask, started: p.Clock(), home: home, tables: map[string]planned{},
		requests: map[string]*atomic.Int64{}, lines: map[string]progress.Line{},
	}
	var err error
	if r.landing, err = landing.Open(filepath.Join(home.Dir(), landingName), p.Disk); err != nil {
		return nil, err
	}
	if r.rewound, err = readRewound(home.Dir()); err != nil {
		return nil, err
	}
	if r.current, r.base, err = home.Current(); err != nil {
		return nil, homeFault(ask.Config.Home, err)
	}
	if err := r.openCurrent(ctx); err != nil {
		return nil, err
	}
	if err := r.compile(); err != nil {
		return nil, errors.Join(err, r.closeCurrent())
	}
	return r, nil
}

// openCurrent opens the current database, and finds out whose tables it has. One that cannot be read is kept in mind:
// rebuild does without it.
func (r *run) openCurrent(ctx context.Context) error {
	if !r.base {
		return nil
	}
	var err error
	r.db, err = warehouse.Open(ctx, r.current.Path(databaseName), r.options(true))
	if err == nil {
		if r.held, err = r.db.Sources(ctx); err != nil {
			err = errors.Join(err, r.closeCurrent())
		}
	}
	if err != nil && ctx.Err() == nil {
		r.db, r.torn, err = nil, tornFault(r.current.Number, err), nil
	}
	return err
}

func (r *run) closeCurrent() error {
	if r.db == nil {
		return nil
	}
	err := r.db.Close()
	r.db = nil
	return err
}

// recover clears away what a crash left, and tells of it.
func (r *run) recover() error {
	swept, err := r.landing.Recover()
	if err != nil {
		return err
	}
	for _, line := range append(r.home.Recovered(), swept...) {
		r.say("recovered: " + line)
	}
	if err := os.RemoveAll(r.stagingDir()); err != nil {
		return fmt.Errorf("staging: %w", err)
	}
	return r.list()
}

// list reads which windows are landed. A window that cannot be read is told and left alone.
func (r *run) list() error {
	windows, err := r.landing.Windows()
	if err != nil && len(windows) == 0 {
		return err
	}
	if err != nil {
		r.say("left alone: " + err.Error())
	}
	r.windows, r.damaged, r.places = windows, err, map[place][]*landing.Window{}
	for _, w := range windows {
		f := w.Facts().Window
		at := place{f.Source, f.Tenant, f.ID}
		r.places[at] = append(r.places[at], w)
	}
	return nil
}

// A place is where windows are looked for by their id. Windows of several datasets may share one, since it is the moment
// at which they were planned.
type place struct{ source, tenant, id string }

func (r *run) stagingDir() string { return filepath.Join(r.home.Dir(), stagingName) }

func (r *run) now() time.Time { return r.p.Clock().UTC() }

func (r *run) say(line string) {
	if r.ask.Say != nil {
		r.ask.Say(line)
	}
}

func (r *run) workers() int { return max(r.ask.Config.Limits.Workers, 1) }

// close lets go of everything.
func (r *run) close() error {
	return errors.Join(r.closeCurrent(), r.home.Close())
}

// The memory of a run is shared by Go, which flattens and writes files, and DuckDB, which merges; they are not at their peaks
// together, since each gives back what it took before the other begins: see letGo and warehouse.BuildLake.
func goMemory(l config.Limits) int64 { return int64(l.Memory) * 6 / 10 }

func duckMemory(l config.Limits) int64 { return int64(l.Memory) * 5 / 10 }

// options say how a database is opened: it may read the staged files and nothing else.
func (r *run) options(readOnly bool) warehouse.Options {
	return warehouse.Options{
		ReadOnly: readOnly, MemoryLimit: duckMemory(r.ask.Config.Limits), Threads: r.workers(),
		TempDir: filepath.Join(r.stagingDir(), "tmp"), Folders: []string{r.home.Dir()},
	}
}

// past returns the windows of a dataset that have ended, oldest first: those in the database's ledger, and those that
// are landed and not in it yet, because they brought nothing or because a crash came between.
func (r *run) past(ctx context.Context, source, tenant, dataset string) ([]models.Past, error) {
	found := map[string]models.Past{}
	if r.db != nil {
		r.mu.Lock()
		merged, err := r.db.Past(ctx, source, tenant, dataset)
		r.mu.Unlock()
		if err != nil {
			return nil, err
		}
		for _, p := range merged {
			found[p.Window.ID] = p
		}
	}
	for _, w := range r.windowsOf(scope{source, tenant, dataset}) {
		if p, ok := w.Facts().Past(); ok {
			found[p.Window.ID] = p
		}
	}
	past := make([]models.Past, 0, len(found))
	for _, p := range found {
		if !r.forgotten(p) {
			past = append(past, p)
		}
	}
	byID(past)
	return past, nil
}

func byID(past []models.Past) {
	slices.SortFunc(past, func(a, b models.Past) int { return cmp.Compare(a.Window.ID, b.Window.ID) })
}

// observe tells the progress display what a call is doing, and counts requests.
func (r *run) observe(ctx context.Context, tenant string, e transport.Event) {
	r.mu.Lock()
	line, count := r.lines[tenant+"/"+e.Dataset], r.requests[tenant+"/"+e.Dataset]
	r.mu.Unlock()
	r.logCall(ctx, tenant, e)
	switch e.Kind {
	case transport.Asked:
		if count != nil {
			count.Add(1)
		}
	case transport.Waiting:
		if line != nil {
			line.Waiting(e.Why, r.now().Add(e.Wait))
		}
	case transport.Held:
		if r.ask.Hold != nil {
			r.ask.Hold(tenant, e.Wait)
		}
	case transport.Answered:
	}
}
