package transform

import (
	"math"
	"sync"
	"testing"

	"carehouse/models/tpastream"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

func TestPlanIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()

	plan := orders(t)
	var wg sync.WaitGroup
	for worker := range uint64(4) {
		wg.Go(func() {
			for seed := range uint64(50) {
				page := testPage(wildPage(plan.root, seed*4+worker))
				got, err := plan.Flatten(memory.DefaultAllocator, testWindow(), page)
				want, wantErr := plan.Reference(memory.DefaultAllocator, testWindow(), page)
				if (err == nil) != (wantErr == nil) {
					t.Errorf("got %v, want %v", err, wantErr)
				}
				for i := range got.Records {
					if !array.RecordEqual(got.Records[i], want.Records[i]) {
						t.Errorf("seed %d: got\n%s\nwant\n%s", seed, show(got.Records[i]), show(want.Records[i]))
					}
				}
				got.Release()
				want.Release()
			}
		})
	}
	wg.Wait()
}

// TestNothingIsAllocatedARow cannot run beside other tests, whose memory it would count.
func TestNothingIsAllocatedARow(t *testing.T) { //nolint:paralleltest // see above
	plan, err := Compile(tpastream.Tables()[0])
	if err != nil {
		t.Fatal(err)
	}
	count := func(claims int) (allocations, rows float64) {
		page := testPage(string(claimsPage(claims)))
		allocations = fewestAllocations(func() {
			rows = 0
			b, err := plan.Flatten(memory.DefaultAllocator, testWindow(), page)
			if err != nil {
				t.Fatal(err)
			}
			for _, totals := range b.Totals {
				rows += float64(totals.Rows)
			}
			b.Release()
		})
		return allocations, rows
	}
	few, fewRows := count(100)
	many, manyRows := count(1100)
	if each := (many - few) / (manyRows - fewRows); each > 0.01 {
		t.Fatalf("got %.2f allocations a row: %.0f for %.0f rows and %.0f for %.0f", each, few, fewRows, many, manyRows)
	}
}

// fewestAllocations of twenty runs. The race detector makes a pool lose one of four things put into it, and the collector
// empties it: then buffers grow anew. What allocates by its work does so in every run.
func fewestAllocations(do func()) float64 {
	fewest := math.Inf(1)
	for range 20 {
		fewest = min(fewest, testing.AllocsPerRun(1, do))
	}
	return fewest
}
