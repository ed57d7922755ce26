package models

import (
	"iter"
	"reflect"
	"slices"
)

// A Table is what a record struct means: columns, keys and the shape of the payload that fills them. It is made by
// [Compile] and never changed.
type Table struct {
	Source   string
	Name     string // "claims"; the DuckDB table is source.name
	Doc      string
	Parent   *Table // nil for the table of whole records
	List     string // the parent's payload field that holds this table's rows; "" for a root and for slots
	Children []*Table
	Columns  []Column
	Object   *Object      // how a payload object fills the columns
	Record   reflect.Type // the struct that all of this was read from
	Space    string       // of XML: the namespace of the record's elements; "" is JSON

	// Volatile reports that the rows are kept, but are not part of the hash of the record that they belong to.
	Volatile bool

	// Partial reports that unknown members are neither noted nor kept: the struct reads only part of the answer on purpose.
	Partial bool
}

// XML reports whether the payload is XML.
func (t *Table) XML() bool { return t.Root().Space != "" }

// An Object is the shape of a payload object: of a record, of a list element, or of an object inside one.
type Object struct {
	Fields []Field
	Text   *Field // what the element itself fills: of XML its text, of JSON an element that is no object; nil is nothing
}

// A Field is one member of a payload object. Exactly one of Kind, Object and Child is set, but a slot has Kind and Slot.
type Field struct {
	Name   string  // in the payload; "" for an element's own text
	Space  string  // of XML: the namespace
	Item   string  // of a list in XML: the name of its elements; the list is an element around them
	Items  string  // of a list in XML: the namespace of its elements
	Slot   *Slot   // the value goes into a row of a child table; Column is of that table then
	Index  []int   // of the struct field, for reflect's FieldByIndex
	Kind   Kind    // a leaf
	Object *Object // an object inside, flattened into prefixed columns
	Child  *Table  // a list of objects, which is a table of its own
	Column int     // the leaf's first column, or the column that counts the list's elements

	// HTML is set of a list that the payload does not have: there is a text of HTML, which is read as a list of one
	// document. Null and an empty text are no list.
	HTML bool
}

// A Slot is one of the places in a record that together are a list written side by side: AppointmentReason1 to
// AppointmentReason10. Where any of a slot's values is there, the child table has a row; its ordinal is the slot's.
type Slot struct {
	Child   *Table
	Ordinal int    // from 0
	Label   string // what the column with the role SlotLabel holds
}

// A Role says where a column's value comes from.
type Role uint8

// The roles.
const (
	FromPayload   Role = iota + 1 // a leaf
	ElementCount                  // how many elements the list had; null when the list was missing or null
	FromParent                    // the key of the record that a child belongs to
	AncestorPlace                 // the ordinal of a list element between the record and this row
	Lineage                       // which page the row came from, and what became of it
	FromPage                      // what was asked, and the answer does not repeat
	SlotLabel                     // which slot the row was
)

// A Column is one column of a table, named as in DuckDB and Parquet.
type Column struct {
	Name    string
	Type    Type
	Kind    Kind // of the leaf that fills it, 0 for other roles
	Role    Role
	Doc     string
	Privacy Privacy
	Path    string // in the payload, from the row's own object: "policy_holder.fullname"

	Key      bool   // names the record, within the tenant; never null
	Version  bool   // larger is newer
	Volatile bool   // changes without meaning: kept, but not part of the hash
	Span     bool   // what a window's from and to are about
	Within   bool   // what a verdict's within is about
	Given    string // with FromPage: its name in the page
	Else     []int  // columns that stand in, in order, when this one is null
	Parent   int    // with FromParent: the column of the root table that is copied

	ref string // what child tables call this key
}

// The lineage columns that every table ends with, in this order. A child table has ColRecord too.
const (
	ColTenant    = "_tenant"
	ColWindow    = "_window"
	ColPage      = "_page"
	ColRecord    = "_record"
	ColOrdinal   = "_ordinal"
	ColExtracted = "_extracted_at"
	ColHash      = "_hash"
	ColRejected  = "_rejected"
	ColExtra     = "_extra"
)

// lineage returns the lineage columns of a root or a child table.
func lineage(child bool) []Column {
	columns := []Column{
		{Name: ColTenant, Type: String, Doc: "The account that the row was fetched with."},
		{Name: ColWindow, Type: String, Doc: "The window that brought this version; with _page it names the landed answer."},
		{Name: ColPage, Type: Int32, Doc: "The page of the window, from 1."},
	}
	ordinal := Column{Name: ColOrdinal, Type: Int32, Doc: "The record's position in its page, from 0."}
	if child {
		columns = append(columns, Column{Name: ColRecord, Type: Int32, Doc: "The position in the page of the record that this row belongs to, from 0."})
		ordinal.Doc = "The row's position in its list, from 0."
	}
	columns = append(
		columns, ordinal,
		Column{Name: ColExtracted, Type: TimestampTZ, Doc: "When the page was asked for, UTC."},
		Column{Name: ColHash, Type: Int64, Doc: "A hash of the content; two versions of a record with one hash are one version."},
		Column{Name: ColRejected, Type: Int32, Doc: "How many values of the row were set aside, see meta.rejects."},
		Column{Name: ColExtra, Type: String, Privacy: Direct, Doc: "Fields that no column describes, as JSON; null when there were none."},
	)
	for i := range columns {
		columns[i].Role = Lineage
		if columns[i].Privacy == "" {
			columns[i].Privacy = Clear
		}
	}
	return columns
}

// All returns the table and every table below it, parents first.
func (t *Table) All() iter.Seq[*Table] {
	return func(yield func(*Table) bool) { t.walk(yield) }
}

func (t *Table) walk(yield func(*Table) bool) bool {
	if !yield(t) {
		return false
	}
	for _, c := range t.Children {
		if !c.walk(yield) {
			return false
		}
	}
	return true
}

// Root returns the table of whole records that this table belongs to.
func (t *Table) Root() *Table {
	for t.Parent != nil {
		t = t.Parent
	}
	return t
}

// Depth is 0 for a root, 1 for its lists, 2 for lists in those.
func (t *Table) Depth() int {
	depth := 0
	for p := t.Parent; p != nil; p = p.Parent {
		depth++
	}
	return depth
}

// Column returns the position of the column of that name, or -1.
func (t *Table) Column(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// Keys returns the names of the columns that, with _tenant, name the record a row belongs to: in a child table
// those are the columns copied from its record.
func (t *Table) Keys() []string {
	var names []string
	for _, c := range t.Columns {
		if c.Key && t.Parent == nil || c.Role == FromParent {
			names = append(names, c.Name)
		}
	}
	return names
}

// Version returns the name of the column that orders versions, or "".
func (t *Table) Version() string {
	for _, c := range t.Columns {
		if c.Version {
			return c.Name
		}
	}
	return ""
}

// Span returns the name of the column that a window's from and to are about, or "".
func (t *Table) Span() string {
	for _, c := range t.Columns {
		if c.Span {
			return c.Name
		}
	}
	return ""
}

// Within returns the name of the column that a verdict's within is about, or "".
func (t *Table) Within() string {
	for _, c := range t.Columns {
		if c.Within {
			return c.Name
		}
	}
	return ""
}

// RecordColumn names the column that holds the record's position in its page.
func (t *Table) RecordColumn() string {
	if t.Parent == nil {
		return ColOrdinal
	}
	return ColRecord
}

// Money returns the names of the columns that hold money.
func (t *Table) Money() []string {
	var names []string
	for _, c := range t.Columns {
		if c.Kind == KindMoney {
			names = append(names, c.Name)
		}
	}
	return names
}
