package transform

import (
	"cmp"

	"carehouse/models"
)

// A crop is what was gathered at a path: members of an object, or where the way led through a list, a crop of each of its
// elements. nil is nothing.
type crop struct {
	object *tree   // that the members were in
	twigs  []*twig // of equal names, in order; of a list that was spread, those that it was
	list   *tree
	items  []*crop
	bare   *tree // of an element that nothing could be in: the element
	of     *crop // of an element of a list that was spread: the list
}

// put puts a crop into an object of a shape. Lists on the way are those that were gone through; an element keeps its
// position, whatever was in it. A list where the record has an object is left where it was.
func (c *crop) put(t *tree, o *models.Object, path []string) {
	list, inside := within(o, path[0])
	if c != nil && list && len(path) > 1 {
		c = c.spread()
	}
	switch {
	case c == nil:
	case len(path) == 1:
		c.end(t, path[0])
	case list && c.list != nil:
		c.putItems(t, inside, path)
	case list:
		c.putOne(t, inside, path)
	case c.list != nil && (!listed(inside, path[1:]) || t.has(path[0], c.list)):
		c.back()
	default:
		if to := t.object(path[0]); to != nil {
			c.put(to, inside, path[1:])
			return
		}
		c.back()
	}
}

// putItems puts the crops of a list's elements into elements.
func (c *crop) putItems(t *tree, inside *models.Object, path []string) {
	to := t.list(path[0], c.list)
	if to == nil {
		c.back()
		return
	}
	for i, item := range c.items {
		if i == len(to.items) {
			to.items = append(to.items, &tree{open: '{', kept: true})
		}
		switch {
		case item == nil:
		case item.bare != nil:
			to.items[i] = item.bare
		case to.items[i].take() == '{':
			item.put(to.items[i], inside, path[1:])
		default:
			item.back()
		}
	}
}

// putOne puts a crop that is of no list into the one element of a list, as a deployment without lists writes what there may be
// several of: {"phone": …, "phone_kind": …}. What comes from the same object is in the same element. An object that was put
// there for the list stays one.
func (c *crop) putOne(t *tree, inside *models.Object, path []string) {
	to := t.list(path[0], cmp.Or(c.object, t))
	if to == nil {
		c.back()
		return
	}
	if to.take() == '[' {
		if len(to.items) == 0 {
			to.items = append(to.items, &tree{open: '{', kept: true})
		}
		to = to.items[0]
	}
	if to.take() != '{' {
		c.back()
		return
	}
	c.put(to, inside, path[1:])
}

// spread takes a list of values for the values of elements.
func (c *crop) spread() *crop {
	if len(c.twigs) == 0 {
		return c
	}
	value := c.twigs[len(c.twigs)-1].value
	if value.null() {
		return nil
	}
	if value.take() != '[' {
		return c
	}
	spread := &crop{object: c.object, list: value, twigs: c.twigs, of: c.of}
	for _, item := range value.items {
		spread.items = append(spread.items, &crop{of: spread, twigs: []*twig{{value: &tree{raw: item.raw}}}})
	}
	return spread
}

// end puts a crop into an object as a member. Members of the same object only get another name, so that they stay in
// their order.
func (c *crop) end(t *tree, name string) {
	t.kept = true
	if c.list != nil {
		t.members = append(t.members, &twig{name: name, value: c.value(), moved: true})
		return
	}
	for _, m := range c.twigs {
		if c.object != t || !m.gone || m.value.put {
			t.members = append(t.members, &twig{name: name, value: m.give(), moved: true})
			continue
		}
		m.value.place()
		if m.name != name {
			m.name, m.token = name, nil
		}
		m.gone, m.moved = false, true
	}
}

// value makes one value of a crop: a list of those of its elements, or the last one.
func (c *crop) value() *tree {
	switch {
	case c == nil:
		return &tree{raw: []byte("null")}
	case c.bare != nil:
		return c.bare
	case c.list == nil:
		return c.twigs[len(c.twigs)-1].give()
	}
	t := &tree{open: '['}
	for _, item := range c.items {
		t.items = append(t.items, item.value())
	}
	return t
}

// give returns a member's value to put somewhere. Of one that was left where it was, that is another one of the same.
func (m *twig) give() *tree {
	if !m.gone {
		return &tree{raw: m.value.raw}
	}
	return m.value.place()
}

// back leaves a crop where it was. Of a list that was spread all elements stay, for it is one member.
func (c *crop) back() {
	if c == nil {
		return
	}
	if c.list != nil {
		c.list.kept = true
	}
	for up := c; up != nil; up = up.of {
		up.restore()
	}
	for _, item := range c.items {
		item.back()
	}
}

// restore brings back the members of a crop. One whose name was given to something else is not what the struct means by it.
func (c *crop) restore() {
	for _, m := range c.twigs {
		if m.gone = m.gone && m.value.put; !m.gone && !m.moved && c.object != nil && c.object.taken(m.name) {
			m.displace()
		}
	}
}

// taken reports whether something was put where a member of that name would be.
func (t *tree) taken(name string) (taken bool) {
	t.named(name, func(m *twig) { taken = taken || m.moved })
	return taken
}

// has reports whether a value is the member of that name.
func (t *tree) has(name string, value *tree) (has bool) {
	t.named(name, func(m *twig) { has = has || m.value == value })
	return has
}

// object returns the object that is the member of that name. What is no object is displaced. It is nil where something else
// was put there.
func (t *tree) object(name string) *tree {
	var last *tree
	others := false
	t.named(name, func(m *twig) {
		if m.moved || !others {
			last, others = m.value, m.moved
		}
	})
	if last == nil || last.take() != '{' {
		if others {
			return nil
		}
		t.named(name, func(m *twig) { m.displace() })
		last = &tree{open: '{'}
		t.members = append(t.members, &twig{name: name, value: last, moved: true})
	}
	t.kept, last.kept = true, true
	return last
}

// list returns the list that is the member of that name and has the elements of another list. It is nil where the elements
// of a third list were put there.
func (t *tree) list(name string, from *tree) *tree {
	var to *tree
	others := false
	t.named(name, func(m *twig) {
		if m.value == from || m.value.from == from {
			to = m.value
		} else if m.moved {
			others = true
		}
	})
	if to == nil {
		if others {
			return nil
		}
		t.named(name, func(m *twig) { m.displace() })
		to = &tree{open: '[', from: from}
		t.members = append(t.members, &twig{name: name, value: to, moved: true})
	}
	t.kept, to.kept = true, true
	return to
}
