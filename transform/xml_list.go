package transform

import "carehouse/models"

// listElement reads the element around a list into rows of the list's table and counts them. Other elements in it are
// members that no field describes.
func (f *flattener) listElement(fd *field, t *rows, row int, tg *startTag, from, i, depth int) int {
	b, o, start, c := f.body, fd.object, i, &t.columns[fd.column]
	if tg.empty {
		f.leave(tg)
		c.set(row, 0)
		return i
	}
	said, kids := false, false
	for ordinal := 0; ; kids = true {
		item, blank := f.between(i)
		if item < 0 {
			return item
		}
		said = said || !blank
		if at(b, item+1) == '/' {
			if said && !kids {
				f.reject(t, row, fd.path, models.NotAList, from)
			} else {
				c.set(row, int64(ordinal))
			}
			return f.endTag(tg, item)
		}
		var inner startTag
		if inner, i = f.open(item, depth); i < 0 {
			return i
		}
		if o.find(f.called(&inner)) < 0 {
			i = f.strangeElement(o, t, row, start, &inner, item, i, depth+1)
		} else {
			i = f.item(fd, t, row, ordinal, &inner, item, i, depth+1)
			ordinal++
		}
		if i < 0 {
			return i
		}
		if f.load > maxRows {
			return ^i
		}
	}
}

// item reads an element of a list. One that is no object is counted and has no row; a text always has one.
func (f *flattener) item(fd *field, t *rows, row, ordinal int, tg *startTag, from, i, depth int) int {
	child := &f.tables[fd.child.at]
	text := child.object.text
	f.load++
	if tg.null && text == nil {
		f.rejectElement(t, row, fd.path, ordinal, from)
		return f.rest(tg, i, depth)
	}
	at := child.begin(ordinal, row)
	switch {
	case tg.null:
		i = f.rest(tg, i, depth)
	case text != nil:
		i = f.leafElement(text, child, at, tg, from, i, depth)
	default:
		i = f.members(child.object, child, at, tg, i, depth)
		if i >= 0 && f.alone {
			f.alone = false
			f.truncate(child, at)
			f.rejectElement(t, row, fd.path, ordinal, from)
			return i
		}
	}
	if i >= 0 {
		child.complete(at)
	}
	return i
}

// fillSlots makes rows of the members that belong to slots, in the order of the slots. A slot that says nothing has none.
func (f *flattener) fillSlots(o *object, row, depth int) {
	for k := range o.slots {
		s := &o.slots[k]
		child, at, found := &f.tables[s.child], -1, len(f.rejections)
		there := false
		for _, k := range s.fields {
			fd := &o.fields[k]
			v := f.slotted[fd.slot-1]
			if v.start == 0 {
				continue
			}
			if at < 0 {
				at = child.begin(s.Ordinal, row)
			}
			if v.end >= 0 {
				f.leafText(fd, child, at, f.body[v.start:v.end], v.start)
			} else if tg, i := f.open(v.start, depth); i >= 0 {
				f.leafElement(fd, child, at, &tg, v.start, i, depth+1)
			}
			there = there || child.columns[fd.column].isSet(at) || len(f.rejections) > found
		}
		switch {
		case there:
			f.load++
			if s.label >= 0 {
				child.put(s.label, at, s.cell)
			}
			child.complete(at)
		case at >= 0:
			f.truncate(child, at)
		}
	}
}
