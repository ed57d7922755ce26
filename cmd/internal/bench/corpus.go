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

// plainOptions are those of a tenant whose pages the engine's reader can read at all.
func plainOptions(seed uint64, claims int) simulator.Options {
	return simulator.Options{Seed: seed, Claims: claims, Plain: true, NoDuplicates: true}
}

// A corpus is a folder of pages, one file a page.
type corpus struct {
	answers

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

func (c corpus) path(page int) string {
	return filepath.Join(c.dir, fmt.Sprintf("%06d", page)+c.suffix)
}

// glob names all pages to a program that knows globs.
func (c corpus) glob() string { return filepath.Join(c.dir, "*"+c.suffix) }

// A maker prepares about so many records and writes any page of them.
type maker func(seed uint64, records int) (pages int, body func(page int) []byte, err error)

// corpus returns pages of some answers, and makes them first where they are not there.
func (b *bench) corpus(ctx context.Context, kept string, of answers, prepare maker) (corpus, error) {
	dir := filepath.Join(b.dir, kept+"-"+strconv.Itoa(b.size)+"mb-seed"+strconv.FormatUint(b.seed, 10))
	if c, err := openCorpus(dir, of); err == nil {
		return c, nil
	}
	b.say("making %s, once", kept)
	pages, body, err := prepare(b.seed, b.size*1_000_000/of.bytesEach)
	if err != nil {
		return corpus{}, err
	}
	return writePages(ctx, dir, of, pages, body)
}

func makeClaims(seed uint64, records int) (pages int, body func(page int) []byte, err error) {
	sim := simulator.New(plainOptions(seed, records))
	return (sim.Count() + perPage - 1) / perPage, func(page int) []byte { return sim.Page(claimsPath, page, perPage) }, nil
}

// writePages writes pages, several at once. The folder gets its name when it is complete.
func writePages(ctx context.Context, dir string, of answers, pages int, body func(page int) []byte) (corpus, error) {
	unfinished := dir + ".part"
	if err := os.RemoveAll(unfinished); err != nil {
		return corpus{}, err
	}
	if err := os.MkdirAll(unfinished, 0o700); err != nil {
		return corpus{}, err
	}
	half := corpus{answers: of, dir: unfinished}
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
	return openCorpus(dir, of)
}

func openCorpus(dir string, of answers) (corpus, error) {
	c := corpus{answers: of, dir: dir}
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
