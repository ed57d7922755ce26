package transform

import (
	"slices"
	"strings"

	"carehouse/models"
)

// whole reads a body that is itself the list of records, or one record. Where an API says that there are none it may
// say nothing, null or an object without members.
func (f *flattener) whole(i int) int {
	b := f.body
	f.from = span{i, len(b) + 1}
	switch {
	case i == len(b):
		return i
	case b[i] == '{':
		if end := space(b, i+1); at(b, end) == '}' {
			return end + 1
		}
	}
	return f.list(i, 0)
}

// envelope reads an object around the records, whose other members are only checked. It has depth objects around it.
func (f *flattener) envelope(i int, records string, depth int) int {
	b := f.body
	step, further, inside := strings.Cut(records, ".")
	if i = space(b, i+1); at(b, i) == '}' {
		return i + 1
	}
	for {
		name, _, value := member(b, i)
		if value < 0 {
			return value
		}
		switch on := string(name) == step; {
		case on && !inside:
			i = f.records(value, depth+1)
		case on && at(b, value) == '{':
			i = f.envelope(value, further, depth+1)
		default:
			i = skip(b, value, depth+1)
		}
		if i < 0 {
			return i
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case '}':
			return i + 1
		default:
			return ^i
		}
	}
}

// records reads the value of the records' member. Where it comes again, what the earlier one said is forgotten. It has depth objects around it.
func (f *flattener) records(i, depth int) int {
	b, earlier := f.body, f.from
	again, differs := f.repeated()
	if earlier.start > 0 {
		f.forget()
	}
	end := f.list(i, depth)
	if end < 0 {
		return end
	}
	f.from = span{i, end}
	if earlier.start > 0 {
		again++
		if f.canon.conflict(b[earlier.start:earlier.end], b[i:end]) {
			differs++
		}
	}
	f.repeat(again, differs)
	return end
}

// list reads a list of records, a single one, or null, which is none. It has depth lists and objects around it.
func (f *flattener) list(i, depth int) int {
	b := f.body
	switch at(b, i) {
	case '{':
		return f.counted(i, 0, depth)
	case '[':
	case 'n':
		return skipWord(b, i, "null")
	default:
		f.wrong = true
		return skip(b, i, depth)
	}
	if i = space(b, i+1); at(b, i) == ']' {
		return i + 1
	}
	for ordinal := 0; ; ordinal++ {
		if i = f.counted(i, ordinal, depth+1); i < 0 {
			return i
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case ']':
			return i + 1
		default:
			return ^i
		}
	}
}

// counted reads one record if the page is about it, see [models.Page.Only].
func (f *flattener) counted(i, ordinal, depth int) int {
	if f.counts(ordinal) {
		return f.record(i, ordinal, depth)
	}
	return skip(f.body, i, depth)
}

// counts reports whether the page is about the record at a position.
func (f *flattener) counts(ordinal int) bool {
	if f.only == nil {
		return true
	}
	_, is := slices.BinarySearch(f.only, ordinal)
	return is
}

// rising returns positions in their order, which they should have already.
func rising(positions []int) []int {
	if slices.IsSorted(positions) {
		return positions
	}
	return slices.Sorted(slices.Values(positions))
}

// record reads one record. Without its key nothing of it is kept.
func (f *flattener) record(i, ordinal, depth int) int {
	f.found++
	if f.load++; f.load > maxRows {
		return ^i
	}
	root := &f.tables[0]
	if !root.object.fits(at(f.body, i)) {
		f.load += findingLoad
		f.rejectRecord(f.plan.root.Name, f.page, ordinal, models.NotARecord)
		return skip(f.body, i, depth)
	}
	row := root.begin(ordinal, 0)
	end := f.fill(root.object, root, row, i, depth)
	if end >= 0 {
		f.close(root, row, ordinal, i)
	}
	return end
}

// close ends a record that began at a place.
func (f *flattener) close(root *rows, row, ordinal, at int) {
	f.give(root, row, at)
	if root.complete(row) {
		f.commit(ordinal)
		return
	}
	f.truncate(root, row)
	f.next()
	f.rejectRecord(f.plan.root.Name, f.page, ordinal, models.NoKey)
}

// truncate forgets the rows of a table from n on, and the rows below them.
func (f *flattener) truncate(t *rows, n int) {
	for _, k := range t.below {
		child := &f.tables[k]
		keep := child.n
		for keep > 0 && int(child.parents[keep-1]) >= n {
			keep--
		}
		f.truncate(child, keep)
	}
	t.truncate(n)
}
