package transform

import (
	"carehouse/models"

	"github.com/zeebo/xxh3"
)

// The hash of a row is a sum over its cells, so it depends neither on the order of columns nor on columns that are
// null: a column added later leaves the hashes of old rows as they are. Each term depends on the column's name and
// the value. Both ways of flattening use these few lines; what goes into the sum they decide by themselves.

// seed returns what a column's name, or a child table's, contributes.
func seed(name string) uint64 { return xxh3.HashString(name) }

// term returns what a cell contributes: of a number its bits, of a text its xxh3.
func term(seed, word uint64) uint64 { return avalanche(seed ^ avalanche(word+0x9e3779b97f4a7c15)) }

// avalanche is the finalizer of splitmix64: every bit of x changes half of the bits of the result.
func avalanche(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// element returns what a row of a child table contributes to the row that its list is in.
func element(seed uint64, ordinal int32, hash uint64) uint64 {
	return term(seed, term(uint64(ordinal), hash))
}

// hashed reports whether a column is part of its row's hash. What the row was called by its parent, and when and
// where it came from, is not content.
func hashed(c models.Column) bool {
	switch c.Role {
	case models.FromPayload, models.ElementCount, models.FromPage, models.SlotLabel:
		return !c.Volatile
	case models.FromParent, models.AncestorPlace, models.Lineage:
	}
	return false
}
