package models

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
)

// Row marks a record struct: `_ models.Row` carries the tags table and doc of the whole struct.
type Row struct{}

// leafKind returns the kind of a value type, or 0.
func leafKind(t reflect.Type) Kind {
	switch t {
	case reflect.TypeFor[Text]():
		return KindText
	case reflect.TypeFor[Int]():
		return KindInt
	case reflect.TypeFor[Money]():
		return KindMoney
	case reflect.TypeFor[Quantity]():
		return KindQuantity
	case reflect.TypeFor[Date]():
		return KindDate
	case reflect.TypeFor[Instant]():
		return KindInstant
	case reflect.TypeFor[LocalTime]():
		return KindLocalTime
	case reflect.TypeFor[Stamp]():
		return KindStamp
	case reflect.TypeFor[DateRange]():
		return KindDateRange
	case reflect.TypeFor[Flag]():
		return KindFlag
	case reflect.TypeFor[JSON]():
		return KindJSON
	case reflect.TypeFor[USDate]():
		return KindUSDate
	case reflect.TypeFor[USTime]():
		return KindUSTime
	case reflect.TypeFor[USStamp]():
		return KindUSStamp
	case reflect.TypeFor[Word]():
		return KindWord
	case reflect.TypeFor[DatePart]():
		return KindDatePart
	case reflect.TypeFor[YesNo]():
		return KindYesNo
	default:
		return 0
	}
}

// identifier is what a name in SQL may look like, so that none ever needs quoting.
var identifier = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// MustCompile is [Compile] for record structs that are written in the program, where a mistake is a bug.
func MustCompile[T any](source string) *Table {
	t, err := Compile(source, reflect.TypeFor[T]())
	if err != nil {
		panic(err)
	}
	return t
}

// Compile reads the tags of a record struct:
//
//	json:"name"     the field's name in the payload
//	element:"true"  instead of a name: what a list's element is that is no object, or what such a record is
//	col:",volatile" on a slice of structs: its rows are not part of the record's hash
//	html:"true"     on a slice of structs: the payload has a text of HTML there, see [Field]
//	xml:"name"      the same in XML, see below
//	given:"name"    the page's fact that fills the column, see [Page]; instead of a name in the payload
//	col:"name,opt"  the column's name, or the prefix of an object's columns, when it is not the payload's name;
//	                options: key, version (larger is newer), volatile (not part of the hash), span (what a window's
//	                from and to are about), within (what a verdict's within is about); of an object flat (no prefix)
//	ref:"name"      with key: what child tables call the column
//	else:"a,b.c"    payload paths of fields that stand in, in order, when this one is null
//	table:"name"    on a slice of structs: the child table; on the [Row] marker: the table
//	partial:"true"  on the [Row] marker: the struct reads only part of the answer, see [Table]
//	phi:"class"     the privacy class, Clear when left out
//	doc:"…"         the sentence that says what it means
//
// An embedded struct is columns that several records share; it leaves no trace in names.
//
// A record is XML when its marker has a tag xmlns, the namespace of its elements. Then fields have xml tags: "Name",
// "namespace Name", "Name>Item" or "Name>namespace Item" for a list, ",chardata" for a list element's own text. A
// column is the name in snake case. A slice may have a tag slots:"1 2 3" or slots:"Primary=primary Other=other": then
// each * in its struct's names stands for one of those words, "*" alone for the word's label, and a tag
// only:"primary" on a field leaves out the other labels.
func Compile(source string, record reflect.Type) (*Table, error) {
	marker, ok := record.FieldByName("_")
	if !ok || marker.Type != reflect.TypeFor[Row]() {
		return nil, fmt.Errorf("models: %s: the first field must be `_ models.Row`", record)
	}
	t := &Table{
		Source: source, Name: marker.Tag.Get("table"), Doc: marker.Tag.Get("doc"), Record: record, Space: marker.Tag.Get("xmlns"),
	}
	switch partial := marker.Tag.Get("partial"); partial {
	case "", "true":
		t.Partial = partial == "true"
	default:
		return nil, fmt.Errorf("models: %s: partial is %q, not true", record, partial)
	}
	c := compiler{elses: map[*Table]map[int]string{}}
	if err := c.table(t, record); err != nil {
		return nil, fmt.Errorf("models: %s: %w", record, err)
	}
	return t, nil
}

// A compiler remembers what can only be resolved when a table's columns are all known.
type compiler struct {
	elses map[*Table]map[int]string
}

func (c compiler) table(t *Table, record reflect.Type) error {
	if !identifier.MatchString(t.Name) || !identifier.MatchString(t.Source) {
		return fmt.Errorf("%q.%q cannot name a table", t.Source, t.Name)
	}
	c.elses[t] = map[int]string{}
	if t.Parent != nil {
		t.inherit()
	}
	object, children, err := c.object(t, record, "", "")
	if err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	t.Object = object
	t.Columns = append(t.Columns, lineage(t.Parent != nil)...)
	if err := c.check(t); err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	for _, child := range children {
		t.Children = append(t.Children, child.table)
		if err := c.table(child.table, child.element); err != nil {
			return err
		}
		if child.slots != "" {
			if err := t.slots(child.table, child.element, child.slots); err != nil {
				return fmt.Errorf("table %s: %w", child.table.Name, err)
			}
		}
	}
	return nil
}

// inherit gives a child table the key of its record and the places of the lists between.
func (t *Table) inherit() {
	root := t.Root()
	for i, col := range root.Columns {
		if col.Key {
			t.Columns = append(t.Columns, Column{
				Name: col.ref, Type: col.Type, Role: FromParent, Parent: i, Privacy: col.Privacy,
				Doc: "The " + root.Name + "." + col.Name + " that this row belongs to.",
			})
		}
	}
	var between []Column
	for p := t.Parent; p.Parent != nil; p = p.Parent {
		between = append([]Column{{
			Name: p.Name + "_ordinal", Type: Int32, Role: AncestorPlace, Privacy: Clear,
			Doc: "The _ordinal of the row of " + p.Name + " that this row belongs to.",
		}}, between...)
	}
	t.Columns = append(t.Columns, between...)
}

// A pending is a list whose table is compiled after its parent's.
type pending struct {
	table   *Table
	element reflect.Type
	slots   string
}

// object compiles a struct into t's columns. The prefix stands before column names, the path before payload names.
func (c compiler) object(t *Table, s reflect.Type, prefix, path string) (*Object, []pending, error) {
	object := &Object{}
	var children []pending
	for i := range s.NumField() {
		f := s.Field(i)
		if f.Name == "_" {
			continue
		}
		if f.Anonymous && f.Type.Kind() == reflect.Struct && leafKind(f.Type) == 0 {
			shared, more, err := c.object(t, f.Type, prefix, path)
			if err != nil {
				return nil, nil, err
			}
			for _, inner := range shared.Fields {
				inner.Index = append([]int{i}, inner.Index...)
				object.Fields = append(object.Fields, inner)
			}
			children = append(children, more...)
			continue
		}
		if !f.IsExported() {
			return nil, nil, fmt.Errorf("field %s: it needs an exported name", f.Name)
		}
		field, err := t.named(f)
		if err != nil {
			return nil, nil, err
		}
		field.Index, field.Column = []int{i}, len(t.Columns)
		name := field.Name
		col, options, _ := strings.Cut(f.Tag.Get("col"), ",")
		if col == "" {
			col = t.columnName(f, name)
		}
		switch kind := leafKind(f.Type); {
		case kind != 0 && f.Tag.Get("given") != "":
			if err := c.given(t, f, kind, prefix+col, options); err != nil {
				return nil, nil, err
			}
			continue
		case kind != 0 && (f.Tag.Get("xml") == ",chardata" || f.Tag.Get("element") == "true"):
			field.Kind = kind
			if err := c.leaf(t, f, kind, prefix+col, path, options); err != nil {
				return nil, nil, err
			}
			object.Text = &field
			continue
		case kind != 0:
			field.Kind = kind
			if err := c.leaf(t, f, kind, prefix+col, path+name, options); err != nil {
				return nil, nil, err
			}
		case f.Type.Kind() == reflect.Struct:
			before := prefix + col + "_"
			switch options {
			case "":
			case "flat":
				before = prefix
			default:
				return nil, nil, fmt.Errorf("field %s: %q is no option of an object", f.Name, options)
			}
			inner, more, err := c.object(t, f.Type, before, path+name+".")
			if err != nil {
				return nil, nil, err
			}
			field.Object, field.Column = inner, -1
			children = append(children, more...)
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			child := &Table{
				Source: t.Source, Name: f.Tag.Get("table"), Doc: f.Tag.Get("doc"),
				Parent: t, List: path + name, Record: f.Type.Elem(), Partial: t.Partial,
			}
			slots := f.Tag.Get("slots")
			children = append(children, pending{child, f.Type.Elem(), slots})
			if slots != "" {
				if t.Parent != nil || prefix != "" {
					return nil, nil, fmt.Errorf("field %s: only a whole record has slots", f.Name)
				}
				child.List = ""
				continue
			}
			if child.Volatile = options == "volatile"; options != "" && !child.Volatile {
				return nil, nil, fmt.Errorf("field %s: %q is no option of a list", f.Name, options)
			}
			field.Child, field.HTML = child, f.Tag.Get("html") == "true"
			t.Columns = append(t.Columns, Column{
				Name: prefix + col + "_count", Type: Int32, Role: ElementCount, Path: path + name, Privacy: Clear, Volatile: child.Volatile,
				Doc: "How many rows of " + child.Name + " the record has; null when the list was missing.",
			})
		default:
			return nil, nil, fmt.Errorf("field %s: %s cannot be a column", f.Name, f.Type)
		}
		object.Fields = append(object.Fields, field)
	}
	return object, children, nil
}

// leaf adds the columns of a value.
func (c compiler) leaf(t *Table, f reflect.StructField, kind Kind, name, path, options string) error {
	privacy := Privacy(f.Tag.Get("phi"))
	switch privacy {
	case "":
		privacy = Clear
	case Clear, Linked, Direct, Locked:
	default:
		return fmt.Errorf("field %s: %q is no privacy class", f.Name, privacy)
	}
	for n, p := range kind.parts() {
		col := Column{
			Name: name + p.suffix, Type: p.typ, Kind: kind, Role: FromPayload, Path: path, Privacy: privacy,
			Doc: strings.TrimSpace(f.Tag.Get("doc") + " " + p.doc), ref: name,
		}
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "":
			case "key":
				col.Key = true
			case "version":
				col.Version = true
			case "volatile":
				col.Volatile = true
			case "span":
				col.Span = n == 0
			case "within":
				col.Within = n == 0
			default:
				return fmt.Errorf("field %s: %q is no option of a column", f.Name, option)
			}
		}
		if ref := f.Tag.Get("ref"); ref != "" {
			col.ref = ref
		}
		if names := f.Tag.Get("else"); names != "" && n == 0 {
			c.elses[t][len(t.Columns)] = names
		}
		t.Columns = append(t.Columns, col)
	}
	return nil
}

// check resolves what stands in for what, and refuses a table that could not be created.
func (c compiler) check(t *Table) error {
	seen := map[string]bool{}
	keys := 0
	for i, col := range t.Columns {
		if !identifier.MatchString(col.Name) {
			return fmt.Errorf("%q cannot name a column", col.Name)
		}
		if seen[col.Name] {
			return fmt.Errorf("two columns are called %q", col.Name)
		}
		seen[col.Name] = true
		if col.Type == Day && strings.HasSuffix(col.Name, "_at") {
			return fmt.Errorf("column %q is a day, and called as if it were a moment", col.Name)
		}
		if col.Key {
			keys++
		}
		if col.Doc == "" {
			return fmt.Errorf("column %q has no doc", col.Name)
		}
		names, ok := c.elses[t][i]
		if !ok {
			continue
		}
		for path := range strings.SplitSeq(names, ",") {
			at := t.byPath(path)
			if at < 0 || t.Columns[at].Type != col.Type || at == i {
				return fmt.Errorf("column %q: %q cannot stand in for it", col.Name, path)
			}
			t.Columns[i].Else = append(t.Columns[i].Else, at)
		}
	}
	if t.Parent == nil && keys == 0 {
		return errors.New("no column is its key")
	}
	return nil
}

func (t *Table) byPath(path string) int {
	for i, col := range t.Columns {
		if col.Role == FromPayload && col.Path == path {
			return i
		}
	}
	return -1
}
