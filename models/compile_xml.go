package models

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// named reads the payload's name of a field.
func (t *Table) named(f reflect.StructField) (Field, error) {
	if f.Tag.Get("given") != "" {
		return Field{}, nil
	}
	if !t.XML() {
		if f.Tag.Get("element") == "true" {
			return Field{}, nil
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			return Field{}, fmt.Errorf("field %s: it needs a json tag", f.Name)
		}
		return Field{Name: name}, nil
	}
	tag := f.Tag.Get("xml")
	switch {
	case f.Tag.Get("slots") != "", tag == ",chardata":
		return Field{}, nil
	case tag == "":
		return Field{}, fmt.Errorf("field %s: it needs an xml tag", f.Name)
	}
	outer, item, list := strings.Cut(tag, ">")
	field := Field{}
	field.Space, field.Name = t.qualified(outer)
	if list {
		field.Items, field.Item = t.qualified(item)
	}
	if list != (f.Type.Kind() == reflect.Slice) || field.Name == "" || (list && field.Item == "") {
		return Field{}, fmt.Errorf("field %s: %q is no name of it", f.Name, tag)
	}
	return field, nil
}

// qualified splits "namespace Name"; without a namespace it is the record's.
func (t *Table) qualified(name string) (space, local string) {
	if space, local, found := strings.Cut(name, " "); found {
		return space, local
	}
	return t.Root().Space, name
}

// columnName is what a column is called when its tag does not say it.
func (t *Table) columnName(f reflect.StructField, name string) string {
	switch {
	case f.Tag.Get("given") != "":
		return f.Tag.Get("given")
	case name == "" || strings.Trim(name, "*") == "":
		return snake(f.Name)
	case t.XML():
		return snake(strings.ReplaceAll(name, "*", ""))
	default:
		return snake(name)
	}
}

// snake parts words: PrimaryInsurancePaymentID is primary_insurance_payment_id, HCFABox32FacilityID is
// hcfa_box32_facility_id. A run of capitals is one word, and its last letter begins the next one if a small one follows.
func snake(name string) string {
	letters := []rune(name)
	var b strings.Builder
	for i, r := range letters {
		if i > 0 && unicode.IsUpper(r) {
			small := i+1 < len(letters) && unicode.IsLower(letters[i+1])
			if !unicode.IsUpper(letters[i-1]) || small {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// given adds the column of a fact that the page has.
func (c compiler) given(t *Table, f reflect.StructField, kind Kind, name, options string) error {
	if t.Parent != nil || len(kind.parts()) != 1 {
		return fmt.Errorf("field %s: only a record's single column can be given", f.Name)
	}
	if err := c.leaf(t, f, kind, name, "", options); err != nil {
		return err
	}
	col := &t.Columns[len(t.Columns)-1]
	col.Role, col.Given = FromPage, f.Tag.Get("given")
	return nil
}

// slots gives the record one field for each value of each slot of a child table.
func (t *Table) slots(child *Table, element reflect.Type, words string) error {
	patterns := child.Object.Fields
	child.Object = &Object{}
	for _, f := range patterns {
		if f.Kind == 0 || !strings.Contains(f.Name, "*") {
			return fmt.Errorf("%q cannot be in a slot", f.Name)
		}
		if f.Name == "*" {
			child.Columns[f.Column].Role = SlotLabel
			child.Columns[f.Column].Path = ""
		}
	}
	for ordinal, word := range strings.Fields(words) {
		word, label, named := strings.Cut(word, "=")
		if !named {
			label = word
		}
		slot := &Slot{Child: child, Ordinal: ordinal, Label: label}
		for _, f := range patterns {
			only := element.FieldByIndex(f.Index).Tag.Get("only")
			if f.Name == "*" || only != "" && !strings.Contains(" "+only+" ", " "+label+" ") {
				continue
			}
			f.Name = strings.ReplaceAll(f.Name, "*", word)
			f.Slot = slot
			t.Object.Fields = append(t.Object.Fields, f)
		}
	}
	return nil
}
