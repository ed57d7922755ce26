package transform

import (
	"strings"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
)

// Schema returns the Arrow schema of a table. It carries everything that a reader of the records or of the Parquet
// file needs, because the stages after this one know no plan: a field has comment, privacy, path (empty when it is
// not from the payload) and, in the columns that name the record, key; the schema has source, table, parent and keys.
func Schema(t *models.Table) *arrow.Schema {
	fields := make([]arrow.Field, len(t.Columns))
	for i, c := range t.Columns {
		names := []string{"comment", "privacy", "path"}
		values := []string{c.Doc, string(c.Privacy), c.Path}
		if isKey(t, c) {
			names, values = append(names, "key"), append(values, "true")
		}
		fields[i] = arrow.Field{
			Name: c.Name, Type: arrowType(c.Type), Nullable: nullable(t, c), Metadata: arrow.NewMetadata(names, values),
		}
	}
	parent := ""
	if t.Parent != nil {
		parent = t.Parent.Name
	}
	meta := arrow.NewMetadata(
		[]string{"source", "table", "parent", "keys"},
		[]string{t.Source, t.Name, parent, strings.Join(t.Keys(), ",")},
	)
	return arrow.NewSchema(fields, &meta)
}

func isKey(t *models.Table, c models.Column) bool {
	return c.Role == models.FromParent || c.Key && t.Parent == nil
}

// nullable reports whether a column may hold nulls. Keys may not: a record without its key has no row.
func nullable(t *models.Table, c models.Column) bool {
	switch c.Role {
	case models.AncestorPlace:
		return false
	case models.Lineage:
		return c.Name == models.ColExtra
	case models.SlotLabel:
		return false
	case models.FromParent, models.FromPayload, models.ElementCount, models.FromPage:
	}
	return !isKey(t, c)
}

// arrowType returns the Arrow type of a physical type.
func arrowType(t models.Type) arrow.DataType {
	switch t {
	case models.Int64:
		return arrow.PrimitiveTypes.Int64
	case models.Int32:
		return arrow.PrimitiveTypes.Int32
	case models.Bool:
		return arrow.FixedWidthTypes.Boolean
	case models.Decimal:
		return &arrow.Decimal128Type{Precision: 18, Scale: models.MoneyScale}
	case models.Day:
		return arrow.FixedWidthTypes.Date32
	case models.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case models.TimestampTZ:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case models.String:
		return arrow.BinaryTypes.String
	default:
		return arrow.Null // Compile has no such column
	}
}
