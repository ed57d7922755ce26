package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sourcegraph/conc/pool"

	"carehouse/load/durable"
	"carehouse/load/generation"
	"carehouse/load/lake"
	"carehouse/load/landing"
	"carehouse/models"
	records "carehouse/models/tpastream"
)

// landed returns a folder with a landing of the pages, as a sync leaves it, and makes it first where it is not there.
func landed(pages corpus, mode models.Mode) (string, error) {
	dir := pages.dir + "-landed"
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	unfinished := dir + ".part"
	if err := os.RemoveAll(unfinished); err != nil {
		return "", err
	}
	_, ask, err := product(unfinished, pages.table.Source)
	if err != nil {
		return "", err
	}
	store, err := landing.Open(unfinished, durable.FS{})
	if err != nil {
		return "", err
	}
	window := newFiled(ask.Config.Tenants[0].Name, pages, mode, asked())
	w, err := store.Begin(window.facts.Window)
	if err != nil {
		return "", err
	}
	for _, f := range window.facts.Pages {
		page, err := window.Page(f.Number)
		if err != nil {
			return "", err
		}
		if err := w.Put(page); err != nil {
			return "", err
		}
	}
	if err := errors.Join(w.End(window.facts.Verdict, asked()), w.Close()); err != nil {
		return "", err
	}
	return dir, os.Rename(unfinished, dir)
}

// replayLanding is carehouse rebuild: from the landing, whose pages are packed and have checksums.
func replayLanding(of answers) worker {
	return silent(func(ctx context.Context, t task) error {
		if err := os.MkdirAll(t.Dir, 0o700); err != nil {
			return err
		}
		if err := os.Symlink(t.Pages, filepath.Join(t.Dir, "landing")); err != nil {
			return err
		}
		p, ask, err := product(t.Dir, of.table.Source)
		if err != nil {
			return err
		}
		got, err := p.Engine().Rebuild(ctx, ask)
		if err == nil && !got.Published {
			err = fmt.Errorf("nothing was published: %v", got.Refusals)
		}
		return err
	})
}

// checkAgain reads a home's Parquet files back with the independent reader, as our side does before it publishes, and
// does nothing else: this is the part of its time that the other sides do not spend.
func checkAgain(ctx context.Context, t task) error {
	home, err := generation.OpenReader(t.Dir)
	if err != nil {
		return err
	}
	now, found, err := home.Current()
	if err != nil || !found {
		return errors.Join(err, errors.New("nothing is published"))
	}
	_, ask, err := product(t.Dir, records.Source)
	if err != nil {
		return err
	}
	tables := map[string]*models.Table{}
	for _, root := range records.Tables() {
		for table := range root.All() {
			tables[filepath.Join("lake", table.Source, table.Name)] = table
		}
	}
	readers := pool.New().WithContext(ctx).WithMaxGoroutines(ask.Config.Limits.Workers)
	for _, f := range now.Info.Files {
		table := tables[filepath.Dir(filepath.Dir(f.Path))]
		if table == nil {
			continue
		}
		readers.Go(func(context.Context) error {
			_, err := lake.Check(table, now.Path(f.Path))
			return err
		})
	}
	return readers.Wait()
}
