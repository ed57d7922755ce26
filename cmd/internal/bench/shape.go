package main

import (
	"fmt"
	"slices"
	"strings"

	"carehouse/models"
)

// A peerTable is one of our tables as a statement of the peer makes it. All of it comes from the compiled table, so
// that a new column is measured without anybody writing it twice.
type peerTable struct {
	Source, Name string
	List         string // the list that its rows are in; "" is the record itself
	Columns      []peerColumn
	File         string // its Parquet file
}

// A peerColumn is a column, the expression that makes it of what the reader gives, and the one by which it is compared.
type peerColumn struct{ Name, SQL, Compared string }

// peerTables describes a root and its lists.
func peerTables(root *models.Table) []peerTable {
	var tables []peerTable
	for t := range root.All() {
		p := peerTable{Source: t.Source, Name: t.Name}
		row := "r"
		if t.Parent != nil {
			p.List, row = member("r", t.List), "e"
		}
		for _, c := range t.Columns {
			if c.Role == models.Lineage || c.Role == models.AncestorPlace {
				continue
			}
			p.Columns = append(p.Columns, peerColumn{c.Name, expression(t, c, row), compared(c)})
		}
		tables = append(tables, p)
	}
	return tables
}

// compared takes texts of JSON through the engine on both sides: its reader has written 250.00 as 250.0, and ours has not.
func compared(c models.Column) string {
	if c.Kind == models.KindJSON {
		return "json_extract(" + c.Name + ", '$')::VARCHAR"
	}
	return c.Name
}

// expression makes a column from the row's value, which is a struct.
func expression(t *models.Table, c models.Column, row string) string {
	switch c.Role {
	case models.FromParent:
		return expression(t.Root(), t.Root().Columns[c.Parent], "r")
	case models.ElementCount:
		return "len(" + member(row, c.Path) + ")::INTEGER"
	default:
	}
	said := []string{part(c, member(row, c.Path))}
	for _, at := range c.Else {
		said = append(said, part(t.Columns[at], member(row, t.Columns[at].Path)))
	}
	if len(said) == 1 {
		return said[0]
	}
	return "coalesce(" + strings.Join(said, ", ") + ")"
}

// part makes one physical column of a value.
func part(c models.Column, value string) string {
	switch c.Kind {
	case models.KindStamp:
		return stamp(c, value)
	case models.KindDateRange:
		return dateRange(c, value)
	default:
		return value
	}
}

// stamp takes a text apart that is a day, a wall clock or an instant.
func stamp(c models.Column, value string) string {
	zoned := "substr(" + value + ", -6, 1) IN ('+', '-')"
	switch c.Type {
	case models.Day:
		return "left(" + value + ", 10)::DATE"
	case models.Timestamp:
		return fmt.Sprintf("CASE WHEN length(%[1]s) > 10 THEN (CASE WHEN %[2]s THEN left(%[1]s, length(%[1]s) - 6) "+
			"ELSE %[1]s END)::TIMESTAMP END", value, zoned)
	default:
		return fmt.Sprintf("CASE WHEN length(%[1]s) > 10 AND %[2]s THEN %[1]s::TIMESTAMPTZ END", value, zoned)
	}
}

// dateRange knows the one spelling of ranges that plain pages have: the day after the last one is not in it.
func dateRange(c models.Column, value string) string {
	switch {
	case strings.HasSuffix(c.Name, "_start"):
		return value + `."start"`
	case strings.HasSuffix(c.Name, "_end"):
		return value + `."end" - 1`
	default:
		return fmt.Sprintf(`CASE WHEN %[1]s IS NULL THEN NULL WHEN %[1]s."start" IS NOT NULL AND %[1]s."end" IS NOT NULL `+
			`THEN 'range' WHEN %[1]s."start" IS NOT NULL THEN 'from' WHEN %[1]s."end" IS NOT NULL THEN 'until' `+
			`WHEN %[1]s."bounds" IS NULL THEN 'empty' ELSE 'always' END`, value)
	}
}

// member names a field by its path in the payload.
func member(row, path string) string {
	return row + `."` + strings.ReplaceAll(path, ".", `"."`) + `"`
}

// schema is the type of a list of records, as the reader is told it.
func schema(root *models.Table) string { return structOf(root.Object) + "[]" }

func structOf(o *models.Object) string {
	var fields []string
	for _, f := range o.Fields {
		var typ string
		switch {
		case f.Object != nil:
			typ = structOf(f.Object)
		case f.Child != nil:
			typ = structOf(f.Child.Object) + "[]"
		default:
			typ = typeOf(f.Kind)
		}
		fields = append(fields, `"`+f.Name+`" `+typ)
	}
	return "STRUCT(" + strings.Join(fields, ", ") + ")"
}

// typeOf is what the reader is told of a value.
func typeOf(k models.Kind) string {
	switch k {
	case models.KindInt:
		return models.Int64.SQL()
	case models.KindMoney, models.KindQuantity:
		return models.Decimal.SQL()
	case models.KindDate:
		return models.Day.SQL()
	case models.KindInstant:
		return models.TimestampTZ.SQL()
	case models.KindLocalTime:
		return models.Timestamp.SQL()
	case models.KindFlag:
		return models.Bool.SQL()
	case models.KindDateRange:
		return `STRUCT("bounds" VARCHAR, "start" DATE, "end" DATE)`
	case models.KindJSON:
		return "JSON"
	default:
		return models.String.SQL()
	}
}

// lists are the fields of a root that are tables of their own, and keys what its rows are called by.
func lists(root *models.Table) (names []string) {
	for _, t := range root.Children {
		names = append(names, t.List)
	}
	return names
}

func keys(root *models.Table) []string { return slices.Clone(root.Keys()) }
