package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"carehouse/cmd/internal/logs"
	"carehouse/load/generation"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// publish makes the next generation and switches to it.
func (r *run) publish(ctx context.Context, l loading, staged []warehouse.Staged, done *loaded) (err error) {
	next, err := r.home.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, next.Discard())
		}
	}()
	r.say(fmt.Sprintf("making generation %d", next.Number()))
	if err := r.letGo(ctx); err != nil {
		return err
	}
	db, baseDir, err := r.nextDatabase(ctx, next, l, staged)
	if err != nil {
		return err
	}
	finished := false
	defer func() {
		if !finished {
			_ = db.Close()
		}
	}()
	merged, err := r.mergeAll(ctx, db, l, staged, done)
	if err != nil {
		return err
	}
	if len(done.refusals) > 0 && len(merged) == 0 { // everything was refused, or what the present stands on
		return next.Discard()
	}
	if len(done.refusals) > 0 && !done.news && !l.force && !l.scratch && len(l.replace) == 0 { // all that would have been new
		return errors.Join(next.Discard(), r.settle(these(l.windows, merged)))
	}
	files, err := r.finish(ctx, db, next, baseDir, l, merged, done)
	finished = true
	if err != nil {
		if refused, ok := refusal(err); ok {
			done.refuse(refused)
			return next.Discard()
		}
		return err
	}
	g, err := next.Publish(generation.Info{Schema: warehouse.Structure(r.roots), Files: files}, r.now())
	if err != nil {
		return err
	}
	done.published, r.current, r.base = true, g, true
	r.logger().LogAttrs(ctx, slog.LevelInfo, "published", logs.Generation(g.Number))
	if err := r.tidy(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil // who was interrupted after the switch is done, and the next publish tidies
}

// tidy deletes what is not kept any longer. The new generation is published whatever comes of it.
func (r *run) tidy(ctx context.Context) error {
	if _, err := r.home.Prune(r.ask.Config.Keep.Generations); err != nil {
		return err
	}
	db, err := warehouse.Open(ctx, r.current.Path(databaseName), r.options(true))
	if err != nil {
		return err
	}
	return errors.Join(r.prune(ctx, db), db.Close())
}

// letGo gives back the memory that flattening and comparing took: what Go has set free, and what the current database
// has read. Merging takes as much again, and a run is to stay within what it was allowed.
func (r *run) letGo(ctx context.Context) error {
	debug.FreeOSMemory()
	if r.db == nil {
		return nil
	}
	if err := r.db.Close(); err != nil {
		return err
	}
	var err error
	r.db, err = warehouse.Open(ctx, r.current.Path(databaseName), r.options(true))
	return err
}

// nextDatabase opens the database that the next generation gets.
func (r *run) nextDatabase(
	ctx context.Context, next *generation.Next, l loading, staged []warehouse.Staged,
) (*warehouse.DB, string, error) {
	baseDir := ""
	if base, ok := next.Base(); ok && !l.scratch {
		baseDir = base.Dir
		if _, _, err := next.CloneDatabase(databaseName); err != nil {
			return nil, "", err
		}
	}
	options := r.options(false)
	options.LongTexts = warehouse.LongTexts(staged)
	db, err := warehouse.Open(ctx, next.Dir()+"/"+databaseName, options)
	if err != nil {
		return nil, "", err
	}
	if err := db.Create(ctx, r.roots); err != nil {
		return nil, "", errors.Join(err, db.Close())
	}
	for _, s := range l.replace {
		if err := db.Replace(ctx, s.source, s.tenant, s.dataset, r.rootsOfDataset(s)); err != nil {
			return nil, "", errors.Join(err, db.Close())
		}
	}
	return db, baseDir, nil
}

// rootsOfDataset returns the tables that a dataset's landed pages belong to, but for those of other datasets: they keep
// what this one has brought of them.
func (r *run) rootsOfDataset(s scope) []*models.Table {
	names := map[string]bool{s.dataset: true}
	for _, w := range r.windowsOf(s) {
		for _, p := range w.Facts().Pages {
			names[p.Table] = true
		}
	}
	others := r.datasetsOf(s.source)
	return slices.DeleteFunc(r.rootsOf(s.source), func(t *models.Table) bool {
		return !names[t.Name] || t.Name != s.dataset && slices.Contains(others, t.Name)
	})
}

// mergeAll merges the windows one after another. One that is refused leaves the database as it was, and the others go on.
func (r *run) mergeAll(
	ctx context.Context, db *warehouse.DB, l loading, staged []warehouse.Staged, done *loaded,
) ([]warehouse.Staged, error) {
	var merged []warehouse.Staged
	for i, s := range staged {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		allowed := l.shrink != nil && l.shrink(l.windows[i].Facts())
		changes, err := db.Merge(ctx, s, warehouse.MergeOptions{AllowShrink: allowed})
		if err != nil {
			refused, ok := refusal(err)
			if !ok {
				return nil, fmt.Errorf("%s %s: %w", s.Window.Tenant, s.Window.Dataset, err)
			}
			done.refuseWindow(s.Window, refused)
			if l.must != nil && l.must(l.windows[i].Facts()) {
				return nil, nil
			}
			continue
		}
		merged = append(merged, s)
		done.news = done.news || changes.Any() || len(s.Rejects) > 0
		sum := done.changes[scopeOf(s.Window)]
		for _, c := range changes.Tables {
			sum.Inserted += c.Inserted
			sum.Updated += c.Updated
			sum.Deleted += c.Deleted
			sum.Arrived += c.Arrived
		}
		done.changes[scopeOf(s.Window)] = sum
	}
	return merged, nil
}

// finish writes the lake, has it proved, and closes the database. It lists the files of the generation.
func (r *run) finish(
	ctx context.Context, db *warehouse.DB, next *generation.Next, baseDir string, l loading, merged []warehouse.Staged, done *loaded,
) ([]generation.File, error) {
	err := db.EnterRun(ctx, warehouse.Run{
		ID: r.ask.ID, Command: l.command, Started: r.started.UTC(), Ended: r.now(), Outcome: "published",
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	r.say("writing Parquet files and reading them back")
	laked, err := db.BuildLake(ctx, warehouse.Publish{
		Roots: r.roots, Staged: merged, NextDir: next.Dir(), BaseDir: baseDir, Run: r.ask.ID, Workers: r.workers(),
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := r.countReceipts(ctx, db, done); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.Finish(ctx); err != nil {
		return nil, err
	}
	files := []generation.File{{Path: databaseName}}
	for _, f := range laked {
		files = append(files, generation.File{Path: f.Path, Rows: f.Rows})
	}
	return files, nil
}
