package simulator

import (
	"reflect"
	"strconv"

	"carehouse/models"
	"carehouse/models/tpastream"
)

// An entity is one kind of record.
type entity uint8

const (
	claims entity = iota
	employers
	members
	holders
	events
)

type planKey struct {
	entity entity
	shape  Shape
}

// A plan is how a struct is written in a shape. It comes from the struct's [models.Table]; nothing about a field is
// repeated here.
type plan struct {
	slots   []slot
	blanks  [][]int // struct fields that the shape does not carry
	sparse  bool    // null fields are left out, and an object without any is null
	element bool    // of a list
}

type slot struct {
	index  []int
	prefix string // `"name":`
	kind   models.Kind
	inner  *plan // of an object
	list   *plan // of a list's elements
	mark   mark
}

// A mark names the fields that oddities happen to.
type mark uint8

const (
	plain mark = iota
	markKey
	markStatus
	markNPI
	markBilled
	markRemarks
)

func newPlans(style Style) map[planKey]*plan {
	plans := map[planKey]*plan{}
	for e, table := range tpastream.Tables() {
		for _, shape := range []Shape{V1, Webhook, V2} {
			plans[planKey{entity(e), shape}] = newPlan(table, table.Object, "", lacks(style, shape))
		}
	}
	return plans
}

func newPlan(t *models.Table, o *models.Object, path string, without lack) *plan {
	p := &plan{element: t.Parent != nil}
	for _, f := range o.Fields {
		if without.has(t.Name, path+f.Name) {
			p.blanks = append(p.blanks, f.Index)
			continue
		}
		s := slot{index: f.Index, prefix: strconv.Quote(f.Name) + ":", kind: f.Kind}
		switch {
		case f.Object != nil:
			s.inner = newPlan(t, f.Object, path+f.Name+".", without)
			s.inner.sparse = true
		case f.Child != nil:
			s.list = newPlan(f.Child, f.Child.Object, "", without)
		case path == "":
			s.mark = markOf(t, f.Name)
		}
		p.slots = append(p.slots, s)
	}
	return p
}

func markOf(t *models.Table, name string) mark {
	switch {
	case t.Parent != nil:
		return plain
	case isKey(t, name):
		return markKey
	case t.Name == "claims" && name == "status":
		return markStatus
	case t.Name == "claims" && name == "amount_billed":
		return markBilled
	case t.Name == "claims" && name == "remarks":
		return markRemarks
	case name == "service_provider_npi_number":
		return markNPI
	default:
		return plain
	}
}

// isKey reports whether a field is the record's key, or stands in for it.
func isKey(t *models.Table, name string) bool {
	for _, c := range t.Columns {
		if !c.Key {
			continue
		}
		if c.Path == name {
			return true
		}
		for _, at := range c.Else {
			if t.Columns[at].Path == name {
				return true
			}
		}
	}
	return false
}

// project makes null what a shape does not carry, so that a struct is what a client can know.
func (p *plan) project(v reflect.Value) {
	for _, i := range p.blanks {
		v.FieldByIndex(i).SetZero()
	}
	for _, s := range p.slots {
		switch f := v.FieldByIndex(s.index); {
		case s.inner != nil:
			s.inner.project(f)
		case s.list != nil:
			if f.IsNil() {
				f.Set(reflect.MakeSlice(f.Type(), 0, 0))
			}
			for k := range f.Len() {
				s.list.project(f.Index(k))
			}
		}
	}
}
