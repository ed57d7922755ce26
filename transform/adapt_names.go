package transform

import (
	"cmp"
	"slices"
	"strings"

	"carehouse/models"
)

// A move says that what a record has at one path is at another one in the payload.
type move struct {
	ours, theirs []string
	object       *models.Object // that the first of ours is a member of
	known        bool           // the record has something there
}

// moves takes names apart, those of whole objects and lists before those of what is in them.
func (p *Plan) moves(names map[string]string) []move {
	var moves []move
	for ours, theirs := range names {
		m := move{ours: strings.Split(ours, "."), theirs: strings.Split(theirs, "."), object: p.root.Object}
		if !slices.Contains(m.ours, "") && !slices.Contains(m.theirs, "") {
			m.known = reaches(m.object, m.ours)
			moves = append(moves, m)
		}
	}
	slices.SortFunc(moves, func(a, b move) int {
		return cmp.Or(cmp.Compare(len(a.ours), len(b.ours)), slices.Compare(a.ours, b.ours))
	})
	return moves
}

// reaches reports whether a path leads to a field.
func reaches(o *models.Object, path []string) bool {
	for _, name := range path {
		if o == nil || !slices.ContainsFunc(o.Fields, func(f models.Field) bool { return f.Name == name }) {
			return false
		}
		_, o = within(o, name)
	}
	return true
}

// listed reports whether a path leads through a list, or to one.
func listed(o *models.Object, path []string) bool {
	for _, name := range path {
		list, inside := within(o, name)
		if list {
			return true
		}
		o = inside
	}
	return false
}

// within returns what is in a member: of a list that is the shape of its elements.
func within(o *models.Object, name string) (list bool, inside *models.Object) {
	if o == nil {
		return false, nil
	}
	for _, f := range o.Fields {
		switch {
		case f.Name != name:
		case f.Child != nil && !f.HTML:
			return true, f.Child.Object
		default:
			return false, f.Object
		}
	}
	return false, nil
}

// rename lets a record have everything where its struct looks for it. All is gathered before anything is put, so names may
// be exchanged. A member that has the name of something that is elsewhere is not what the struct means by it.
func (t *tree) rename(moves []move) {
	crops := make([]*crop, len(moves))
	for i, m := range moves {
		crops[i] = t.gather(m.theirs)
	}
	for i, m := range moves {
		crops[i].put(t, m.object, m.ours)
		if m.known {
			t.displaceAt(m.ours)
		}
	}
	for _, m := range moves {
		if m.known {
			t.displaceAt(m.ours)
		}
	}
}

// gather takes away what is at a path. Of equal names on the way the last one counts. A null on the way has nothing in
// it, and is taken away too.
func (t *tree) gather(path []string) *crop {
	switch t.take() {
	case '[':
		t.way = true
		c := &crop{list: t}
		for _, item := range t.items {
			if item.take() == 0 {
				c.items = append(c.items, &crop{bare: item})
			} else {
				c.items = append(c.items, item.gather(path))
			}
		}
		return c
	case '{':
		t.way = true
	default:
		return nil
	}
	c := &crop{object: t}
	for _, m := range t.members {
		if m.name == path[0] {
			c.twigs = append(c.twigs, m)
		}
	}
	switch n := len(c.twigs); {
	case n == 0:
		return nil
	case len(path) == 1:
		for _, m := range c.twigs {
			m.gone = true
		}
		return c
	case c.twigs[n-1].value.null():
		c.twigs[n-1].gone = true
		return nil
	default:
		return c.twigs[n-1].value.gather(path[1:])
	}
}

// displaced begins the name of a member that is not what the struct means by the name. No field is called so, and what is
// said of the member is said without it.
const displaced = "\x00"

func (m *twig) displace() { m.name, m.token = displaced+m.name, nil }

// displaceAt displaces what is at a path and was not moved there. What was empty on the way stays.
func (t *tree) displaceAt(path []string) {
	if t.take() == '[' {
		for _, item := range t.items {
			item.displaceAt(path)
		}
		return
	}
	t.named(path[0], func(m *twig) {
		switch {
		case len(path) > 1:
			m.value.displaceAt(path[1:])
			m.value.kept = m.value.kept || len(m.value.members)+len(m.value.items) == 0
		case !m.moved:
			m.displace()
		}
	})
}
