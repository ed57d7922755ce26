package lake

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func nights(n int, live int64) []LiveUnit {
	units := make([]LiveUnit, n)
	for i := range units {
		units[i] = LiveUnit{Unit: Unit{Window: fmt.Sprintf("2026%04d", i), Number: 1, FirstPage: 1, LastPage: 9}, Live: live, Mark: "m"}
	}
	return units
}

func names(groups []Group) []string {
	var all []string
	for _, g := range groups {
		all = append(all, g.Name)
	}
	return all
}

func TestLayoutKeepsOrderAndLosesNothing(t *testing.T) {
	t.Parallel()

	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		units := nights(1+r.IntN(200), 0)
		for i := range units {
			units[i].Live = r.Int64N(4) * r.Int64N(7000)
		}
		shuffled := slices.Clone(units)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		groups := Layout("w", shuffled)
		if !slices.Equal(names(groups), names(Layout("w", units))) {
			t.Fatal("the layout depends on the order in which units are named")
		}
		var flat []LiveUnit
		for _, g := range groups {
			var total int64
			for _, u := range g.Units {
				total += u.Live
			}
			if len(g.Units) > 1 && total > smallUnit {
				t.Fatalf("got %d units with %d records in one file, want at most %d", len(g.Units), total, smallUnit)
			}
			flat = append(flat, g.Units...)
		}
		want := slices.DeleteFunc(slices.Clone(units), func(u LiveUnit) bool { return u.Live == 0 })
		if !slices.Equal(flat, want) {
			t.Fatal("the groups are not the live units in order")
		}
	}
}

func TestAChangeMovesFewFiles(t *testing.T) {
	t.Parallel()

	const n = 1000
	units := nights(n, 900)
	before := Layout("w", units)
	if len(before) > n*900/smallUnit*4 {
		t.Errorf("got %d files for %d small units, want them packed", len(before), n)
	}
	for _, test := range []struct {
		name   string
		change func([]LiveUnit) []LiveUnit
	}{
		{"a night more", func(u []LiveUnit) []LiveUnit { return append(u, nights(n+1, 900)[n]) }},
		{"a record less", func(u []LiveUnit) []LiveUnit { u[3].Live--; return u }},
		{"a unit that has no record left", func(u []LiveUnit) []LiveUnit { u[500].Live = 0; return u }},
		{"another record of as many", func(u []LiveUnit) []LiveUnit { u[500].Mark = "n"; return u }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			after := names(Layout("w", test.change(slices.Clone(units))))
			changed := 0
			for _, name := range after {
				if !slices.Contains(names(before), name) {
					changed++
				}
			}
			if changed < 1 || changed > 3 {
				t.Errorf("got %d files that change, want one or a few of %d", changed, len(after))
			}
		})
	}
	if slices.Contains(names(Layout("other words", units)), before[0].Name) {
		t.Error("files of other tables have the same names")
	}
}

func TestSumsAreExactBeyondInt64(t *testing.T) {
	t.Parallel()

	const most = 999_999_999_999_999_999
	for _, test := range []struct {
		values   []int64
		want     string
		decimals string
	}{
		{nil, "0", "0.0000"},
		{[]int64{-1}, "-1", "-0.0001"},
		{[]int64{12_3400, -12_3400}, "0", "0.0000"},
		{slices.Repeat([]int64{most}, 30), "29999999999999999970", "2999999999999999.9970"},
		{slices.Repeat([]int64{-most}, 30), "-29999999999999999970", "-2999999999999999.9970"},
	} {
		var sum, half Sum
		for i, v := range test.values {
			sum = sum.Add(v)
			if i%2 == 0 {
				half = half.Add(v)
			}
		}
		if sum.String() != test.want || sum.Decimal() != test.decimals {
			t.Errorf("got %s and %s, want %s and %s", sum, sum.Decimal(), test.want, test.decimals)
		}
		if parsed, err := ParseSum(test.want); err != nil || parsed != sum {
			t.Errorf("%s: got %v back, %v", test.want, parsed, err)
		}
		for i, v := range test.values {
			if i%2 == 1 {
				half = half.Plus(Sum{}.Add(v))
			}
		}
		if half != sum {
			t.Errorf("got %s in two parts, want %s", half, sum)
		}
	}
}
