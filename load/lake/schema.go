package lake

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/flight"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/metadata"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"

	"carehouse/models"
)

// The metadata keys of a field and of a file.
const (
	fieldPrivacy = "privacy"
	fieldComment = "comment"
	fileSource   = "carehouse.source"
	fileTable    = "carehouse.table"
	fileComment  = "carehouse.comment"
	fileColumns  = "carehouse.columns"
	footerSchema = "ARROW:schema" // as Arrow's libraries call it
)

// Schema returns the Arrow schema of a table's Parquet files.
func Schema(t *models.Table) (*arrow.Schema, error) {
	fields := make([]arrow.Field, len(t.Columns))
	described := make([]described, len(t.Columns))
	for i, c := range t.Columns {
		typ, err := arrowType(c.Type)
		if err != nil {
			return nil, fmt.Errorf("table %s: column %s: %w", t.Name, c.Name, err)
		}
		fields[i] = arrow.Field{
			Name: c.Name, Type: typ, Nullable: !Required(c),
			Metadata: arrow.NewMetadata([]string{fieldPrivacy, fieldComment}, []string{string(c.Privacy), c.Doc}),
		}
		described[i] = newDescribed(c)
	}
	columns, err := json.Marshal(described)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", t.Name, err)
	}
	meta := arrow.NewMetadata(
		[]string{fileSource, fileTable, fileComment, fileColumns},
		[]string{t.Source, t.Name, t.Doc, string(columns)},
	)
	return arrow.NewSchema(fields, &meta), nil
}

// A described column is what carehouse.columns says about it.
type described struct {
	Name    string         `json:"name"`
	Type    string         `json:"type"`
	Privacy models.Privacy `json:"privacy"`
	Comment string         `json:"comment"`
}

func newDescribed(c models.Column) described {
	return described{Name: c.Name, Type: c.Type.SQL(), Privacy: c.Privacy, Comment: c.Doc}
}

// Required reports whether a column is never null: keys, places and lineage.
func Required(c models.Column) bool {
	switch c.Role {
	case models.FromParent, models.AncestorPlace:
		return true
	case models.Lineage:
		return c.Name != models.ColExtra
	case models.FromPayload, models.ElementCount:
		return c.Key
	default:
		return false
	}
}

func arrowType(t models.Type) (arrow.DataType, error) {
	switch t {
	case models.String:
		return arrow.BinaryTypes.String, nil
	case models.Int64:
		return arrow.PrimitiveTypes.Int64, nil
	case models.Int32:
		return arrow.PrimitiveTypes.Int32, nil
	case models.Bool:
		return arrow.FixedWidthTypes.Boolean, nil
	case models.Decimal:
		return &arrow.Decimal128Type{Precision: 18, Scale: 4}, nil
	case models.Day:
		return arrow.FixedWidthTypes.Date32, nil
	case models.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}, nil
	case models.TimestampTZ:
		return arrow.FixedWidthTypes.Timestamp_us, nil
	default:
		return nil, fmt.Errorf("type %d has no Arrow type", t)
	}
}

// newFileWriter returns a Parquet writer of a schema. Readers that know Arrow find the schema in the footer as it is.
func newFileWriter(schema *arrow.Schema, to io.Writer, props *parquet.WriterProperties) (*file.Writer, error) {
	arrowProps := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema())
	columns, err := pqarrow.ToParquet(schema, props, arrowProps)
	if err != nil {
		return nil, err
	}
	meta := metadata.NewKeyValueMetadata()
	for i, key := range schema.Metadata().Keys() {
		if err := meta.Append(key, schema.Metadata().Values()[i]); err != nil {
			return nil, err
		}
	}
	arrowSchema := base64.StdEncoding.EncodeToString(flight.SerializeSchema(schema, props.Allocator()))
	if err := meta.Append(footerSchema, arrowSchema); err != nil {
		return nil, err
	}
	return file.NewParquetWriter(to, columns.Root(), file.WithWriterProps(props), file.WithWriteMetadata(meta)), nil
}
