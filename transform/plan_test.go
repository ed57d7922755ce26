package transform

import (
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
		allocations = testing.AllocsPerRun(5, func() {
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
	// A row that allocates does so once at least. A pool may lose what is in it, to the collector and with the race
	// detector by chance, and then buffers grow anew: that is a few hundred, however many rows there are.
	if each := (many - few) / (manyRows - fewRows); each > 0.2 {
		t.Fatalf("got %.2f allocations a row: %.0f for %.0f rows and %.0f for %.0f", each, few, fewRows, many, manyRows)
	}
}
