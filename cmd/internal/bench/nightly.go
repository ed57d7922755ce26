package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"carehouse/cmd/internal/pipeline"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/warehouse"
	"carehouse/models"
	records "carehouse/models/tpastream"
)

const (
	// linesPer1000 is about how many lines a thousand claims of the simulator have.
	linesPer1000 = 2752
	// nightShare is the part of all claims that a night changes: one in so many.
	nightShare = 100
)

// nights are the two ways in which changes lie: near each other, in the newest claims, as they mostly do; and evenly
// over all years, which touches every file.
func nights() []string { return []string{"recent", "spread"} }

// nightly measures what a night costs on top of a large base: one claim in a hundred is new or changed.
func (b *bench) nightly(ctx context.Context) error {
	base, err := b.base(ctx)
	if err != nil {
		return fmt.Errorf("base: %w", err)
	}
	found, err := warehouse.Bench(ctx, filepath.Join(base, "current", "warehouse.duckdb"), warehouse.Options{ReadOnly: true}, "count", nil)
	if err != nil {
		return err
	}
	b.say("\nA night on top of %s claims with %s lines: flatten, compare, merge, Parquet, receipts, publish; %d repetitions",
		found.Rows[0][0].Text, found.Rows[0][1].Text, b.reps)
	got := map[string]*series{}
	for rep := range b.reps {
		for _, night := range nights() {
			o, err := b.night(ctx, base, night, rep)
			if err != nil {
				return fmt.Errorf("%s: %w", night, err)
			}
			if got[night] == nil {
				got[night] = &series{}
			}
			got[night].add(o)
		}
	}
	for _, night := range nights() {
		s := got[night]
		b.say("  wall %-18s CPU %-18s peak %4.0f MB  %s", s.wall, s.cpu, megabytes(s.peak), night)
		b.lower("nightly change of 1 % of "+found.Rows[0][1].Text+" lines, "+night+", wall", s.wall.median().Seconds(), 1.5, "s")
	}
	return nil
}

// base returns a home with one published generation of many claims, and makes it first where it is not there. What the
// tables are like is in its name, since a base of other tables is none.
func (b *bench) base(ctx context.Context) (string, error) {
	name := fmt.Sprintf("lived-in-%d-seed%d-%.8s", b.nightlyLines, b.seed, warehouse.Wording(records.Tables()))
	dir := filepath.Join(b.dir, name)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	b.say("\nmaking a base of %d lines, once", b.nightlyLines)
	unfinished := dir + ".part"
	if err := os.RemoveAll(unfinished); err != nil {
		return "", err
	}
	if _, err := b.child(ctx, task{Kind: "base", Dir: unfinished, Seed: b.seed, Lines: b.nightlyLines}); err != nil {
		return "", err
	}
	return dir, os.Rename(unfinished, dir)
}

// night loads a night's changes into a copy of the base.
func (b *bench) night(ctx context.Context, base, kind string, rep int) (outcome, error) {
	pages := filepath.Join(b.scratch, "night-"+kind)
	if rep == 0 {
		if err := b.writeNight(ctx, pages, kind); err != nil {
			return outcome{}, err
		}
	}
	home := filepath.Join(b.scratch, kind+strconv.Itoa(rep))
	if err := copyHome(base, home); err != nil {
		return outcome{}, err
	}
	o, err := b.child(ctx, task{Kind: "night", Pages: pages, Dir: home})
	return o, errors.Join(err, os.RemoveAll(home))
}

func claimsOf(lines int) int { return lines * 1000 / linesPer1000 }

// simulated are a simulator's pages, made when they are asked for.
type simulated struct {
	filed

	sim *simulator.Simulator
}

func (s simulated) Page(number int) (models.Page, error) {
	return s.pages.page(number, s.facts.Ended, s.sim.Page(claimsPath, number, perPage)), nil
}

// makeBase loads a large tenant into a new home, and then a first few changes: the first version that ends makes the
// engine tidy up after the load, once, which is no part of an ordinary night.
func makeBase(ctx context.Context, t task) error {
	sim := simulator.New(plainOptions(t.Seed, claimsOf(t.Lines)))
	pages := corpus{answers: claims()}
	for n := 0; n < sim.Count(); n += perPage {
		pages.sizes = append(pages.sizes, int64(perPage*pages.bytesEach))
	}
	p, ask, err := product(t.Dir, records.Source)
	if err != nil {
		return err
	}
	tenant := ask.Config.Tenants[0].Name
	for _, window := range []simulated{
		{newFiled(tenant, pages, models.Snapshot, asked()), sim},
		{newFiled(tenant, corpus{answers: claims(), sizes: pages.sizes[:1]}, models.Feed, asked().Add(time.Hour)), sim},
	} {
		got, err := p.Load(ctx, ask, []pipeline.Pages{window})
		if err == nil && !got.Published {
			err = fmt.Errorf("nothing was published: %v", got.Refusals)
		}
		if err != nil {
			return err
		}
		sim.Advance(time.Hour)
		sim.Update(sim.Count())
	}
	return nil
}

// loadNight is what is measured: a feed's window from its pages to the switch.
func loadNight(ctx context.Context, t task) error {
	pages, err := openCorpus(t.Pages, claims())
	if err != nil {
		return err
	}
	return load(ctx, t.Dir, pages, models.Feed, asked().Add(24*time.Hour))
}

// writeNight writes the pages of a night. Half of the recent ones are new.
func (b *bench) writeNight(ctx context.Context, dir, kind string) error {
	sim := simulator.New(plainOptions(b.seed, claimsOf(b.nightlyLines)))
	changed := sim.Count() / nightShare
	sim.Advance(24 * time.Hour)
	sim.Update(sim.Count())
	if kind == "recent" {
		sim.Insert(changed / 2)
		_, err := writePages(ctx, dir, claims(), (changed+perPage-1)/perPage, func(page int) []byte {
			return sim.Page(claimsPath, page, perPage)
		})
		return err
	}
	_, err := writePages(ctx, dir, claims(), (changed+perPage-1)/perPage, func(page int) []byte {
		body := []byte(`{"data":[`)
		for i := (page - 1) * perPage; i < min(page*perPage, changed); i++ {
			if i%perPage > 0 {
				body = append(body, ',')
			}
			body = append(body, recordsIn(sim.Page(claimsPath, i*nightShare+1, 1))...)
		}
		return append(body, `],"has_next":false}`...)
	})
	return err
}

// recordsIn cuts the records out of a page.
func recordsIn(body []byte) []byte {
	from, to := bytes.IndexByte(body, '[')+1, bytes.LastIndex(body, []byte(`],"has_next"`))
	return body[from:max(from, to)]
}

// copyHome makes a home that may be changed: what is published is never written to, so it gets second names.
func copyHome(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case entry.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case filepath.Dir(rel) != ".":
			return os.Link(path, target)
		default:
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(target, raw, 0o600)
		}
	})
}
