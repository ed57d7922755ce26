package simulator

import (
	"cmp"
	"slices"

	"carehouse/models"
)

// A plan is how an element is written: its members in wire order, each with its tags and its maker. It is read off the
// tables of models/tebra, so no member is listed twice.
type plan struct {
	members []member
	item    *member // of a list of plain values: the element's own text
	later   int     // before which member the element stands that no schema has
	extra   []byte
}

// A member is one element inside an element. It is a value, an object or a list.
type member struct {
	name            string
	open, end, null []byte
	kind            models.Kind
	make            maker
	typed           bool   // booleans are true and false instead of True and False
	slot            string // of a value written side by side: the child table's row that it belongs to
	child           string // the child table of a slot or a list

	object *plan
	exists func(r *row) bool // of an object

	list              *plan
	item              string // the name of its elements
	each              func(r *row, yield func(*row))
	itemOpen, itemEnd []byte
}

// futureMember is the element that no schema has.
const futureMember = "FutureMember"

// planner makes plans.
type planner struct {
	scopes map[string]*scope
	lists  map[string]func(r *row, yield func(*row))
	typed  bool
}

// newPlans makes the plan of every root table.
func newPlans(tables []*models.Table) map[string]*plan {
	p := planner{scopes: scopes(), lists: lists()}
	plans := map[string]*plan{}
	for _, t := range tables {
		sc := p.scopes[t.Name]
		if sc == nil { // a table that only reads part of another's answer
			continue
		}
		p.typed = t.Name == "appointment_details" || t.Name == "customers"
		plans[t.Name] = p.object(t.Object, sc, t.Name, t.Space)
	}
	return plans
}

func (p planner) object(o *models.Object, sc *scope, path, space string) *plan {
	out := &plan{}
	for i := range o.Fields {
		out.members = append(out.members, p.member(&o.Fields[i], sc, path, space))
	}
	slices.SortFunc(out.members, func(a, b member) int {
		if path == "appointment_detail_patients" { // a type that another one is the base of: its own members come last
			if last := cmp.Compare(rank(a.name == "Status"), rank(b.name == "Status")); last != 0 {
				return last
			}
		}
		return cmp.Compare(a.name, b.name)
	})
	out.later = slices.IndexFunc(out.members, func(m member) bool { return m.name > futureMember })
	if out.later < 0 {
		out.later = len(out.members)
	}
	name := futureMember
	if space == barredSpace {
		name = "a:" + name
	}
	out.extra = []byte("<" + name + ">kept &amp; told</" + name + ">")
	if o.Text != nil {
		out.item = &member{kind: o.Text.Kind, make: func(r *row) value { return r.item }}
	}
	return out
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p planner) member(f *models.Field, sc *scope, path, space string) member {
	name := f.Name
	if f.Space == barredSpace {
		name = "a:" + name
	}
	m := member{
		name: f.Name, kind: f.Kind, typed: p.typed || f.Name == "IsPrimaryCase" || f.Name == "SyncWithEHR",
		open: []byte("<" + name + ">"), end: []byte("</" + name + ">"), null: []byte("<" + name + ` i:nil="true"/>`),
	}
	if f.Slot != nil {
		m.child, m.slot = f.Slot.Child.Name, f.Slot.Child.Name+" "+f.Slot.Label
	}
	switch {
	case f.Child != nil:
		m.child = f.Child.Name
		child := p.scopes[f.Child.Name]
		if child == nil {
			child = &scope{}
		}
		item := f.Item
		m.item = f.Item
		if f.Items != space {
			item = "b:" + item
			m.open = []byte("<" + name + ` xmlns:b="` + f.Items + `">`)
		}
		m.itemOpen, m.itemEnd = []byte("<"+item+">"), []byte("</"+item+">")
		m.list, m.each = p.object(f.Child.Object, child, f.Child.Name, space), p.lists[f.Child.Name]
	case f.Object != nil:
		inner := path + "." + f.Name
		m.object, m.exists = p.object(f.Object, p.scopes[inner], inner, space), existing(f.Name)
	default:
		m.make = sc.maker(f.Name, f.Kind)
	}
	return m
}

func existing(name string) func(r *row) bool {
	if name == "PatientSummary" {
		return func(r *row) bool { return r.patient != nil }
	}
	return func(r *row) bool { return r.appointment.recurring }
}

// find returns the maker of a member.
func (p *plan) find(name string) *member {
	for i := range p.members {
		if p.members[i].name == name {
			return &p.members[i]
		}
	}
	return nil
}
