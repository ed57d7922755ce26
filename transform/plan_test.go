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
	count := func(claims int) float64 {
		page := testPage(string(claimsPage(claims)))
		return testing.AllocsPerRun(5, func() {
			b, err := plan.Flatten(memory.DefaultAllocator, testWindow(), page)
			if err != nil {
				t.Fatal(err)
			}
			b.Release()
		})
	}
	few, many := count(100), count(1100)
	if many-few > 100 { // a pool may lose what is in it to the collector, and then buffers grow anew
		t.Fatalf("got %.0f allocations for 100 claims and %.0f for 1100, want about the same", few, many)
	}
}
