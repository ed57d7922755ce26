package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	"carehouse/transform"
)

// laps is how often every decoder reads the pages.
const laps = 3

// A way decodes a page.
type way struct {
	name   string
	decode func(number int, body []byte) error
}

// A race is decoders on the same pages.
type race struct {
	pages  corpus
	bodies [][]byte
	window models.Window
	plan   *transform.Plan
	rows   int64 // that flatten has made, of all tables
}

// newRace takes the first pages of a task.
func newRace(t task, of answers) (*race, error) {
	pages, err := openCorpus(t.Pages, of)
	if err != nil {
		return nil, err
	}
	r := &race{pages: pages, window: models.NewWindow(of.table.Source, "bench", of.table.Name, models.Snapshot, asked())}
	if r.plan, err = transform.Compile(of.table); err != nil {
		return nil, err
	}
	for i := range min(t.Limit, len(pages.sizes)) {
		body, err := os.ReadFile(pages.path(i + 1))
		if err != nil {
			return nil, err
		}
		r.bodies = append(r.bodies, body)
	}
	return r, nil
}

// flatten is our way.
func (r *race) flatten(number int, body []byte) error {
	batch, err := r.plan.Flatten(memory.DefaultAllocator, r.window, r.pages.page(number, asked(), body))
	for _, t := range batch.Totals {
		r.rows += t.Rows
	}
	batch.Release()
	return err
}

// run has every way decode all pages, in turns. It tells of each the megabytes a second of CPU and the allocations a
// row, and how many rows a megabyte has.
func (r *race) run(ctx context.Context, ways []way) (map[string]float64, error) {
	facts := map[string]float64{}
	for range laps {
		for _, w := range ways {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			speed, allocs, err := run1(r.bodies, w.decode)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", w.name, err)
			}
			facts[w.name] = max(facts[w.name], speed) // the best of each: noise only takes away
			facts[w.name+" allocs"] = allocs
		}
	}
	rows := float64(r.rows) / laps
	for _, w := range ways {
		facts[w.name+" allocs"] /= rows
	}
	var size int
	for _, body := range r.bodies {
		size += len(body)
	}
	facts["rows"] = rows / megabytes(int64(size))
	return facts, nil
}

// run1 decodes all pages once: megabytes a second of CPU, garbage collection included, and allocations in all.
func run1(bodies [][]byte, decode func(int, []byte) error) (speed, allocs float64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := used()
	var bytes int64
	for i, body := range bodies {
		if err := decode(i+1, body); err != nil {
			return 0, 0, err
		}
		bytes += int64(len(body))
	}
	took := max(used()-started, time.Microsecond)
	runtime.ReadMemStats(&after)
	return megabytes(bytes) / took.Seconds(), float64(after.Mallocs - before.Mallocs), nil
}
