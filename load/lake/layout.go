package lake

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
)

// smallUnit is how many records a file should have before it stays on its own.
const smallUnit = 8192

// A Unit is a run of pages of a window that were flattened together.
type Unit struct {
	Window    string
	Number    int // in its window and table, from 1
	FirstPage int
	LastPage  int
}

// A LiveUnit is a unit and those of its records that are present. Mark tells one set of them from another.
type LiveUnit struct {
	Unit

	Live int64
	Mark string
}

// A Group is the units that share a file, oldest first.
type Group struct {
	Units []LiveUnit
	// Name is the file's name in every table of the root, without folder. Groups that hold the same rows of the same
	// units have the same name, and others do not.
	Name string
}

// Layout says which units share a file. It is a pure function: the same present gives the same files, whatever the
// way to it was.
//
// A run of units that together have at most smallUnit records is one file. Any other run is cut in two, and each half
// is looked at again. The cut is where a unit's name hashes highest, so it depends on which units there are and not
// on how many records each has left: a record that goes moves no other file's borders, and a unit that comes at the
// end changes the last file only. The wording is a fingerprint of what else decides a file's bytes: the tables.
func Layout(wording string, units []LiveUnit) []Group {
	live := slices.DeleteFunc(slices.Clone(units), func(u LiveUnit) bool { return u.Live == 0 })
	slices.SortFunc(live, func(a, b LiveUnit) int {
		return cmp.Or(cmp.Compare(a.Window, b.Window), cmp.Compare(a.Number, b.Number))
	})
	var groups []Group
	cut(live, func(run []LiveUnit) {
		groups = append(groups, Group{Units: run, Name: groupName(wording, run)})
	})
	return groups
}

func cut(run []LiveUnit, emit func([]LiveUnit)) {
	if len(run) == 0 {
		return
	}
	var total int64
	highest, at := uint64(0), 1
	for i, u := range run {
		total += u.Live
		if h := rank(u.Unit); i > 0 && h > highest {
			highest, at = h, i
		}
	}
	if len(run) == 1 || total <= smallUnit {
		emit(run)
		return
	}
	cut(run[:at], emit)
	cut(run[at:], emit)
}

func rank(u Unit) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", u.Window, u.Number))
	return binary.BigEndian.Uint64(sum[:])
}

func groupName(wording string, run []LiveUnit) string {
	h := sha256.New()
	h.Write(fmt.Appendln(nil, wording))
	for _, u := range run {
		h.Write(fmt.Appendf(nil, "%s/%d/%d/%s\n", u.Window, u.Number, u.Live, u.Mark))
	}
	first := run[0]
	return fmt.Sprintf("%s.%04d.%s.parquet", first.Window, first.Number, hex.EncodeToString(h.Sum(nil)[:8]))
}

// EmptyName is the name of the file that stands for a table without rows, so that readers find its columns.
const EmptyName = "empty.parquet"
