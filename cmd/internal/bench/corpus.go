package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"

	"github.com/sourcegraph/conc/pool"

	"carehouse/extract/tpastream/simulator"
)

const (
	perPage    = 1000
	claimsPath = "/api/claims"
	// bytesPerClaim is about what a claim of the simulator takes, to know how many to ask for.
	bytesPerClaim = 4000
)

// plainOptions are those of a tenant whose pages the engine's reader can read at all.
func plainOptions(seed uint64, claims int) simulator.Options {
	return simulator.Options{Seed: seed, Claims: claims, Plain: true, NoDuplicates: true}
}

// A corpus is a folder of JSON pages, one file a page.
type corpus struct {
	dir   string
	sizes []int64 // of pages, in order
}

func (c corpus) bytes() (n int64) {
	for _, size := range c.sizes {
		n += size
	}
	return n
}

func (c corpus) largest() int64 { return slices.Max(c.sizes) }

func (c corpus) path(page int) string { return filepath.Join(c.dir, fmt.Sprintf("%06d.json", page)) }

// glob names all pages to a program that knows globs.
func (c corpus) glob() string { return filepath.Join(c.dir, "*.json") }

// corpus returns the pages, and makes them first where they are not there.
func (b *bench) corpus(ctx context.Context) (corpus, error) {
	dir := filepath.Join(b.dir, "pages-"+strconv.Itoa(b.size)+"mb-seed"+strconv.FormatUint(b.seed, 10))
	if c, err := openCorpus(dir); err == nil {
		return c, nil
	}
	b.say("making them, once")
	sim := simulator.New(plainOptions(b.seed, b.size*1_000_000/bytesPerClaim))
	pages := (sim.Count() + perPage - 1) / perPage
	return writePages(ctx, dir, pages, func(page int) []byte { return sim.Page(claimsPath, page, perPage) })
}

// writePages writes pages, several at once. The folder gets its name when it is complete.
func writePages(ctx context.Context, dir string, pages int, body func(page int) []byte) (corpus, error) {
	unfinished := dir + ".part"
	if err := os.RemoveAll(unfinished); err != nil {
		return corpus{}, err
	}
	if err := os.MkdirAll(unfinished, 0o700); err != nil {
		return corpus{}, err
	}
	half := corpus{dir: unfinished}
	writers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError().WithMaxGoroutines(runtime.GOMAXPROCS(0))
	for page := 1; page <= pages; page++ {
		writers.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return os.WriteFile(half.path(page), body(page), 0o600)
		})
	}
	if err := writers.Wait(); err != nil {
		return corpus{}, err
	}
	if err := os.Rename(unfinished, dir); err != nil {
		return corpus{}, err
	}
	return openCorpus(dir)
}

func openCorpus(dir string) (corpus, error) {
	c := corpus{dir: dir}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return c, err
	}
	for i, e := range entries {
		if e.Name() != filepath.Base(c.path(i+1)) {
			return c, fmt.Errorf("%s is not a page", e.Name())
		}
		info, err := e.Info()
		if err != nil {
			return c, err
		}
		c.sizes = append(c.sizes, info.Size())
	}
	if len(c.sizes) == 0 {
		return c, fmt.Errorf("%s has no pages", dir)
	}
	return c, nil
}
