package transform

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestSum(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name   string
		values []int64
		want   string
	}{
		{"nothing", nil, "0.0000"},
		{"cents", []int64{100, 250}, "0.0350"},
		{"below zero", []int64{-1, -1}, "-0.0002"},
		{"across zero", []int64{-3, 1, 1, 1, 1}, "0.0001"},
		{"more than 64 bits", []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, "2767011611056432.7421"},
		{"far below 64 bits", []int64{math.MinInt64, math.MinInt64, math.MinInt64}, "-2767011611056432.7424"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			var sum Sum
			for _, v := range tt.values {
				sum = sum.plus(v)
			}
			if got := sum.String(); got != tt.want || sum.Count != int64(len(tt.values)) {
				t.Fatalf("got %s of %d values, want %s of %d", got, sum.Count, tt.want, len(tt.values))
			}
		})
	}
}

func TestSumOfSumsIsExact(t *testing.T) {
	t.Parallel()

	r := rand.New(rand.NewPCG(1, 2))
	var left, right Sum
	want := new(big.Int)
	for range 1000 {
		a, b := int64(r.Uint64()), int64(r.Uint64())
		left, right = left.plus(a), right.plus(b)
		want.Add(want, big.NewInt(a)).Add(want, big.NewInt(b))
	}
	if got := left.Add(right); got.Big().Cmp(want) != 0 || got.Count != 2000 {
		t.Fatalf("got %s of %d values, want %s of 2000", got.Big(), got.Count, want)
	}
}
