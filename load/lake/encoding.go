package lake

import (
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"

	"carehouse/models"
)

const (
	rowGroupRows = 122_880           // DuckDB's own, so that its readers share the work evenly
	batchRows    = rowGroupRows / 10 // rows are gathered to this many before they are written
	createdBy    = "carehouse"
)

// properties chooses how each column is written. Dictionaries cost the writer most, so only columns that repeat a few
// values have one; whole numbers, money and times are close to their neighbours, so their differences are kept.
func properties(t *models.Table) *parquet.WriterProperties {
	options := []parquet.WriterProperty{
		parquet.WithVersion(parquet.V2_LATEST),
		parquet.WithCreatedBy(createdBy),
		parquet.WithCompression(compress.Codecs.Zstd),
		parquet.WithCompressionLevel(1),
		parquet.WithStoreDecimalAsInteger(true),
		parquet.WithMaxRowGroupLength(rowGroupRows),
		parquet.WithBatchSize(batchRows),
		parquet.WithDictionaryDefault(false),
	}
	for _, c := range t.Columns {
		if repeats(c) {
			options = append(options, parquet.WithDictionaryFor(c.Name, true))
		} else {
			options = append(options, parquet.WithEncodingFor(c.Name, encoding(c)))
		}
		if c.Privacy == models.Direct || c.Privacy == models.Locked {
			options = append(options, parquet.WithStatsFor(c.Name, false))
		}
	}
	return parquet.NewWriterProperties(options...)
}

// repeats reports whether a column holds a few values again and again.
func repeats(c models.Column) bool {
	switch {
	case c.Type != models.String || c.Key || c.Role == models.FromParent:
		return false
	case c.Role == models.Lineage:
		return c.Name != models.ColExtra
	default:
		return c.Kind == models.KindDateRange || c.Kind == models.KindText && c.Privacy == models.Clear
	}
}

func encoding(c models.Column) parquet.Encoding {
	switch c.Type {
	case models.String:
		return parquet.Encodings.DeltaLengthByteArray
	case models.Bool:
		return parquet.Encodings.Plain
	case models.Int64:
		if c.Name == models.ColHash { // random, so differences are as long as the values
			return parquet.Encodings.Plain
		}
		return parquet.Encodings.DeltaBinaryPacked
	case models.Int32, models.Decimal, models.Day, models.Timestamp, models.TimestampTZ:
		return parquet.Encodings.DeltaBinaryPacked
	default:
		return parquet.Encodings.Plain
	}
}
