package lake

import (
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"

	"carehouse/models"
)

const (
	rowGroupRows = 122_880           // DuckDB's own, so that its readers share the work evenly
	batchRows    = rowGroupRows / 10 // rows are gathered to this many before they are written
	batchBytes   = 16 << 20          // or until their texts are longer, and then the row group ends, too
	createdBy    = "carehouse"
)

// properties chooses how each column is written. Dictionaries cost the writer most, so only texts that repeat in the
// first batch have one; whole numbers, money and times are close to their neighbours, so their differences are kept.
func properties(t *models.Table, first []column) *parquet.WriterProperties {
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
	for i, c := range t.Columns {
		if first != nil && repeats(first[i]) {
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

// fewOf is how many rows a text must be shared by, on average, to be worth a dictionary.
const fewOf = 16

// repeats reports whether a column holds a few texts again and again.
func repeats(c column) bool {
	texts, ok := c.(*typed[parquet.ByteArray])
	if !ok {
		return false
	}
	limit := len(texts.values) / fewOf
	seen := map[string]struct{}{}
	for i := 0; i < len(texts.values) && len(seen) <= limit; i++ {
		seen[string(texts.values[i])] = struct{}{}
	}
	return len(seen) > 0 && len(seen) <= limit
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
