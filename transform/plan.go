package transform

import (
	"encoding/json"
	"fmt"
	"sync"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
)

// A Plan is a root table compiled for flattening. It is safe for concurrent use.
type Plan struct {
	root      *models.Table
	tables    []*table   // the root and everything below, parents first
	objects   int        // how many shapes of objects there are
	slots     int        // how many places of predictions they need
	slotted   int        // how many fields of the record belong to rows of child tables
	givens    []int      // columns of the root that the page's facts fill
	documents [][]string // where a record has documents of HTML
	pool      sync.Pool
}

// A table is what the plan knows about one table.
type table struct {
	*models.Table
	schema   *arrow.Schema
	at       int // position in the plan
	parent   int // position of the parent's, -1 for the root
	depth    int
	below    []int // positions of the child tables
	object   *object
	stored   []int // columns that are filled from the payload or when a record is complete
	elses    []int // columns that others stand in for
	keys     []int // of a root: columns that must not be null
	payload  []int // those of them that the payload fills
	rejected int   // position of _rejected
	extra    int   // position of _extra
	seed     uint64
	seeds    []uint64 // a column's, 0 when it is no part of the hash
	note     string   // where the table's objects are, from the record down: "claim_medical_lines."
}

// An object is the shape of a payload object.
type object struct {
	at     int
	slot   int // of its predictions
	table  *table
	fields []field
	names  map[string]int
	zeros  []int
	space  string // of XML: the namespace of all fields that are not apart
	text   *field // what the element itself fills: of XML its text, of JSON an element that is no object
	slots  []slot
	path   string // before a member's name, from the row's object: "policy_holder."
	note   string // the same from the record down, without positions
}

// A field is a member of a payload object. One of kind, object and child is set; a date range has an object too,
// which is its inside.
type field struct {
	token  string // the name in its quotes, or of XML an opening bracket and the local name
	space  string // of XML: the namespace
	apart  bool   // which is another than that of the object's first field
	kind   models.Kind
	object *object
	child  *table
	column int
	html   bool   // the list is a document of HTML that was read
	slot   int    // of XML: the field's place among those of rows of child tables, from 1; 0 is none
	path   string // from the row's object
	note   models.Note
}

// A slot is a row of a child table whose values are members of the record itself.
type slot struct {
	*models.Slot
	child  int         // position of the table
	label  int         // the column for the slot's name, or -1
	cell   models.Cell // that name
	fields []int       // of the record's object
}

// Compile makes a plan from a root table.
func Compile(root *models.Table) (*Plan, error) {
	switch {
	case root.Parent != nil:
		return nil, fmt.Errorf("transform: table %s is not a root", root.Name)
	case root.XML() && root.Object.Text != nil:
		return nil, fmt.Errorf("transform: table %s: a record of XML is more than a text", root.Name)
	}
	p := &Plan{root: root}
	if err := p.add(root, -1, ""); err != nil {
		return nil, fmt.Errorf("transform: table %s: %w", root.Name, err)
	}
	if err := p.findDocuments(); err != nil {
		return nil, fmt.Errorf("transform: table %s: %w", root.Name, err)
	}
	p.pool.New = func() any { return newFlattener(p) }
	return p, nil
}

// add compiles a table and those below it. Tables are numbered in the order of [models.Table.All].
func (p *Plan) add(mt *models.Table, parent int, note string) error {
	t := &table{
		Table: mt, schema: Schema(mt), at: len(p.tables), parent: parent, depth: mt.Depth(), note: note,
		rejected: mt.Column(models.ColRejected), extra: mt.Column(models.ColExtra),
		seed: seed(mt.Name), seeds: make([]uint64, len(mt.Columns)),
	}
	p.tables = append(p.tables, t)
	if parent >= 0 {
		p.tables[parent].below = append(p.tables[parent].below, t.at)
	}
	for i, c := range mt.Columns {
		if c.Role != models.FromParent && c.Role != models.AncestorPlace && c.Role != models.Lineage ||
			i == t.rejected || i == t.extra {
			t.stored = append(t.stored, i)
		}
		if hashed(c) || i == t.rejected || i == t.extra {
			t.seeds[i] = seed(c.Name)
		}
		if len(c.Else) > 0 {
			t.elses = append(t.elses, i)
		}
		if c.Key && mt.Parent == nil {
			t.keys = append(t.keys, i)
			if c.Role == models.FromPayload {
				t.payload = append(t.payload, i)
			}
		}
		if c.Role == models.FromPage {
			p.givens = append(p.givens, i)
		}
	}
	children := map[*models.Table]*field{}
	object, err := p.object(t, mt.Object, "", children)
	if err != nil {
		return err
	}
	t.object = object
	for _, child := range mt.Children {
		f, at, inside := children[child], len(p.tables), ""
		if f != nil {
			inside = f.note.Path + "."
		}
		if err := p.add(child, t.at, inside); err != nil {
			return fmt.Errorf("list %s: %w", child.Name, err)
		}
		if f != nil {
			f.child = p.tables[at]
		}
	}
	p.fillSlots(object, mt.Object)
	return nil
}

// object compiles the shape of an object. Fields of lists are collected until their tables are there.
func (p *Plan) object(t *table, mo *models.Object, path string, children map[*models.Table]*field) (*object, error) {
	if err := readable(t.Table, mo, path); err != nil {
		return nil, fmt.Errorf("object %q: %w", path, err)
	}
	o := p.shape(t, len(mo.Fields), path)
	for i, mf := range mo.Fields {
		token, err := json.Marshal(mf.Name)
		if err != nil {
			return nil, fmt.Errorf("object %q: field %d: %w", path, i, err)
		}
		if t.XML() {
			token = []byte("<" + mf.Name)
		}
		o.names[memberName(t.Table, mf.Space, mf.Name)] = i
		o.fields[i] = field{
			token: string(token), space: mf.Space, kind: mf.Kind, column: mf.Column, html: mf.HTML, path: path + mf.Name,
			note: models.Note{Table: t.Name, Path: o.note + mf.Name},
		}
		switch f := &o.fields[i]; {
		case mf.Child != nil:
			children[mf.Child] = f
			if t.XML() {
				f.object = p.container(t, mf, f.path+".")
			}
		case mf.Object != nil:
			if f.object, err = p.object(t, mf.Object, f.path+".", children); err != nil {
				return nil, err
			}
		case mf.Kind == models.KindDateRange && !t.XML():
			f.object = p.inside(t, f.path+".")
		}
	}
	o.qualify(mo)
	return o, nil
}

// inside is the shape of a date range.
func (p *Plan) inside(t *table, path string) *object {
	names := []string{"bounds", "start", "end"}
	o := p.shape(t, len(names), path)
	for i, name := range names {
		o.names[name] = i
		o.fields[i] = field{
			token: `"` + name + `"`, path: path + name, note: models.Note{Table: t.Name, Path: o.note + name},
		}
	}
	return o
}

// shape numbers an object that has so many fields.
func (p *Plan) shape(t *table, fields int, path string) *object {
	o := &object{
		at: p.objects, slot: p.slots, table: t, path: path, note: t.note + path,
		fields: make([]field, fields), names: make(map[string]int, fields), zeros: make([]int, fields),
	}
	p.objects++
	p.slots += fields + 1
	return o
}
