package transform

import "carehouse/models"

// members reads the inside of an element into the last row of t. Like [flattener.object] it expects the members in the
// order in which they came the last time; those whose names need no look at namespaces take the short way.
func (f *flattener) members(o *object, t *rows, row int, tg *startTag, i, depth int) int {
	b, start := f.body, i
	f.alone = false
	if tg.empty {
		f.leave(tg)
		return i
	}
	base := len(f.seen)
	f.seen = append(f.seen, o.zeros...)
	seen := f.seen[base:]
	follow := f.follow[o.slot : o.slot+len(o.fields)+1]
	plainly := depth < maxDepth && string(tg.space) == o.space
	prefix := tg.name[:len(tg.name)-len(tg.local)]
	said, kids := false, false
	for last := 0; ; {
		i = space(b, i)
		from, k := i, int(follow[last])
		end := 0
		if plainly && seen[k] == 0 {
			end = f.plainMember(&o.fields[k], t, row, prefix, i)
		}
		if end == 0 {
			var blank bool
			if from, blank = f.between(i); from < 0 {
				return from
			}
			said = said || !blank
			if at(b, from+1) == '/' {
				i = from
				break
			}
			k, end = f.member(o, t, row, start, seen, from, depth)
		}
		if i = end; i < 0 {
			return i
		}
		if f.load > maxRows {
			return ^i
		}
		kids = true
		if k >= 0 {
			seen[k] = from
			follow[last] = int32(k)
			last = k + 1
		}
	}
	if len(o.slots) > 0 {
		f.fillSlots(o, row, depth)
	}
	f.seen = f.seen[:base]
	f.alone = said && !kids
	return f.endTag(tg, i)
}

// plainMember reads an element that is spelled the way it mostly is: with the prefix of the element that it is in, or
// none, without attributes but nil, and with nothing but plain text in it. The end is 0 for every other one.
func (f *flattener) plainMember(fd *field, t *rows, row int, prefix []byte, i int) (end int) {
	b, name := f.body, fd.token
	j := i + len(prefix) + len(name)
	switch {
	case fd.apart || j+1 >= len(b):
		return 0
	case len(prefix) == 0:
		if string(b[i:j]) != name {
			return 0
		}
	case b[i] != '<' || string(b[i+1:i+1+len(prefix)]) != string(prefix) || string(b[i+1+len(prefix):j]) != name[1:]:
		return 0
	}
	switch b[j] {
	case ' ':
		if n := len(f.nilTail); n > 0 && len(b)-j >= n && string(b[j:j+n]) == string(f.nilTail) {
			return j + n
		}
	case '/':
		if b[j+1] == '>' && fd.child == nil {
			return j + 2
		}
	case '>':
		return f.plainLeaf(fd, t, row, i, j)
	}
	return 0
}

// plainLeaf reads a plain text, behind which its end has to be. The start tag is from i to the bracket at j.
func (f *flattener) plainLeaf(fd *field, t *rows, row, i, j int) (end int) {
	b, from := f.body, j+1
	to := plainText(b, from)
	end = to + len("/") + j - i
	if fd.kind == 0 || end >= len(b) || b[to] != '<' || b[to+1] != '/' || b[end] != '>' ||
		string(b[to+2:end]) != string(b[i+1:j]) {
		return 0
	}
	switch {
	case from == to:
	case fd.slot > 0:
		f.slotted[fd.slot-1] = span{from, to}
	default:
		f.leafText(fd, t, row, b[from:to], i)
	}
	return end + 1
}

// member reads any element in an object that began at start, and says which field it was, or -1.
func (f *flattener) member(o *object, t *rows, row, start int, seen []int, from, depth int) (k, end int) {
	tg, i := f.open(from, depth)
	if i < 0 {
		return -1, i
	}
	k = o.find(f.called(&tg))
	switch {
	case k < 0:
		return k, f.strangeElement(o, t, row, start, &tg, from, i, depth+1)
	case seen[k] != 0:
		f.leave(&tg)
		return k, f.elementAgain(&o.fields[k], t, row, seen[k], from, depth)
	default:
		return k, f.element(&o.fields[k], t, row, &tg, from, i, depth+1)
	}
}

// element reads the element of a field.
func (f *flattener) element(fd *field, t *rows, row int, tg *startTag, from, i, depth int) int {
	switch {
	case tg.null:
		return f.rest(tg, i, depth)
	case fd.slot > 0:
		f.slotted[fd.slot-1] = span{from, -1}
		return f.rest(tg, i, depth)
	case fd.kind != 0:
		return f.leafElement(fd, t, row, tg, from, i, depth)
	case fd.child != nil:
		return f.listElement(fd, t, row, tg, from, i, depth)
	}
	end := f.members(fd.object, t, row, tg, i, depth)
	if end >= 0 && f.alone {
		f.alone = false
		f.reject(t, row, fd.path, models.NotAnObject, from)
	}
	return end
}

// elementAgain reads an element whose name was there before. The later one counts: what the earlier one left goes, but
// not a note that was made behind the element right before it.
func (f *flattener) elementAgain(fd *field, t *rows, row, earlier, from, depth int) int {
	end := f.skipElement(earlier, depth)
	f.undo(fd, t, row)
	f.drop(earlier, earlier+1, end)
	tg, i := f.open(from, depth)
	if i = f.element(fd, t, row, &tg, from, i, depth+1); i >= 0 {
		f.duplicate(fd.note, i, f.rendered(earlier, depth), f.rendered(from, depth))
	}
	return i
}

// strangeElement keeps an element that no field describes.
func (f *flattener) strangeElement(o *object, t *rows, row, start int, tg *startTag, from, i, depth int) int {
	if i = f.rest(tg, i, depth); i >= 0 && !t.Partial {
		f.stranger(o, t, row, start, f.called(tg), true, span{from, i}, f.rendered(from, depth-1))
	}
	return i
}
