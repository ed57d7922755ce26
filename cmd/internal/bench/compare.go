package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"carehouse/models"
)

// sides are what is compared, in the order of the turns.
func sides() []string { return []string{"ours", "tuned", "auto", "landing"} }

// replay compares loading the pages: ours against the engine's own reader, tuned and as most people type it.
func (b *bench) replay(ctx context.Context) error {
	packed, err := landed(b.pages, models.Snapshot)
	if err != nil {
		return fmt.Errorf("landing: %w", err)
	}
	b.say("\nJSON pages to Parquet and DuckDB, %d repetitions in turns; seconds as median (least–most)", b.reps)
	got := map[string]*series{}
	for rep := range b.reps {
		dirs := map[string]string{}
		var tasks []task
		for _, side := range sides() {
			dirs[side] = filepath.Join(b.scratch, side+strconv.Itoa(rep))
			tasks = append(tasks, task{Kind: side, Pages: b.pages.dir, Dir: dirs[side]})
			if side == "landing" {
				tasks[len(tasks)-1].Pages = packed
			}
		}
		if err := b.turn(ctx, rep, got, tasks...); err != nil {
			return err
		}
		if err := b.turn(ctx, rep, got, task{Kind: "check", Dir: dirs["ours"]}); err != nil {
			return err
		}
		if rep == b.reps-1 {
			if err := b.equal(ctx, dirs["ours"], dirs["tuned"], dirs["auto"]); err != nil {
				return err
			}
		}
		for _, dir := range dirs {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
	}
	b.tellReplay(got)
	return nil
}

// turn has every task done once, and adds what it took. Who is first pays for the cold machine, so that goes round.
func (b *bench) turn(ctx context.Context, rep int, got map[string]*series, tasks ...task) error {
	for i := range tasks {
		t := tasks[(i+rep)%len(tasks)]
		o, err := b.child(ctx, t)
		if err != nil {
			return err
		}
		if got[t.Kind] == nil {
			got[t.Kind] = &series{}
		}
		got[t.Kind].add(o)
	}
	return nil
}

// tellReplay prints the seconds and adds the ratios.
func (b *bench) tellReplay(got map[string]*series) {
	size := megabytes(b.pages.bytes())
	for _, row := range []struct{ side, what string }{
		{"ours", "carehouse: flatten, Parquet, merge, receipts, read back by an independent reader, fsync, publish"},
		{"check", "  of which reading back, measured alone"},
		{"landing", "carehouse from its own landing (packed, with checksums): carehouse rebuild"},
		{"tuned", "read_json, hand-tuned: same tables, Parquet by COPY"},
		{"auto", "read_json, auto-detected: types as guessed, money as DOUBLE"},
	} {
		b.tellSide(got[row.side], size, row.what)
	}
	ours, tuned, auto, check := got["ours"], got["tuned"], got["auto"], got["check"]
	b.higher("replay against tuned read_json, wall", ratio(tuned.wall, ours.wall), 1.6)
	b.higher("replay against tuned read_json, CPU", ratio(tuned.cpu, ours.cpu), 1.5)
	b.higher("replay against auto-detected read_json, wall", ratio(auto.wall, ours.wall), 2.3)
	b.told("  the same, CPU", fmt.Sprintf("%.2fx", ratio(auto.cpu, ours.cpu)))
	without := func(all, part span) float64 { return max(all.median()-part.median(), 1).Seconds() }
	b.told("  without reading back, against tuned: wall, CPU", fmt.Sprintf("%.2fx, %.2fx",
		tuned.wall.median().Seconds()/without(ours.wall, check.wall), tuned.cpu.median().Seconds()/without(ours.cpu, check.cpu)))
}

// tellSide prints what a side took for so many megabytes.
func (b *bench) tellSide(s *series, size float64, what string) {
	b.say("  wall %-18s CPU %-18s %4.0f MB/s  peak %4.0f MB  %s", s.wall, s.cpu, size/s.wall.median().Seconds(),
		megabytes(s.peak), what)
}

// memory compares the peaks of loading a quarter of the pages and all of them.
func (b *bench) memory(ctx context.Context) error {
	var peaks []int64
	for _, limit := range []int{max(1, len(b.pages.sizes)/4), len(b.pages.sizes)} {
		dir := filepath.Join(b.scratch, "memory"+strconv.Itoa(limit))
		o, err := b.child(ctx, task{Kind: "ours", Pages: b.pages.dir, Limit: limit, Dir: dir})
		if err != nil {
			return err
		}
		peaks = append(peaks, o.Peak)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	b.lower(fmt.Sprintf("peak memory, %d MB of pages", b.size/4), megabytes(peaks[0]), 640, "MB")
	b.lower(fmt.Sprintf("peak memory, %d MB of pages", b.size), megabytes(peaks[1]), 640, "MB")
	return nil
}
