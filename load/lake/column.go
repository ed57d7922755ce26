package lake

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
)

// A column gathers a column's rows until there is a batch of them. It holds them as a Parquet file does, the values
// without the nulls, so that rows can come from Arrow records and from other files and are copied but once.
type column interface {
	add(rows arrow.Array) error                    // rows of a record
	read(from file.ColumnChunkReader, n int) error // rows of another file; from nil they are all null
	keep(runs []run)                               // of the rows that were read last
	write(to file.ColumnChunkWriter) error
	measure(m *Measure)
	// grown is how many bytes of text came since it was asked last.
	grown() int
	// weigh adds to each row's weight how long its text is.
	weigh(rows []int)
	// aside takes away all rows but the first n, until back.
	aside(n int)
	back()
	clear()
}

// A run is rows that follow each other, from one up to another.
type run struct{ from, to int }

// physical are the types that the columns of [Schema] have in a Parquet file.
type physical interface {
	int64 | int32 | bool | parquet.ByteArray
}

// A typed column has a level a row, 1 where there is a value, unless it is never null.
type typed[T physical] struct {
	field   arrow.Field
	values  []T
	levels  []int16
	readAt  int // where in values the rows begin that were read last
	levelAt int // and where in levels
	grownTo int // how many of the values grown has counted

	valuesAside []T
	levelsAside []int16

	// of returns an array's values. Those of null rows mean nothing.
	of func(arrow.Array) func(int) T
}

func newColumn(field arrow.Field) (column, error) {
	switch field.Type.ID() {
	case arrow.INT64:
		return &typed[int64]{field: field, of: func(a arrow.Array) func(int) int64 { return a.(*array.Int64).Value }}, nil
	case arrow.TIMESTAMP:
		return &typed[int64]{field: field, of: func(a arrow.Array) func(int) int64 {
			times := a.(*array.Timestamp)
			return func(i int) int64 { return int64(times.Value(i)) }
		}}, nil
	case arrow.DECIMAL128: // of 18 digits, so the low half has them all
		return &typed[int64]{field: field, of: func(a arrow.Array) func(int) int64 {
			amounts := a.(*array.Decimal128)
			return func(i int) int64 { return int64(amounts.Value(i).LowBits()) }
		}}, nil
	case arrow.INT32:
		return &typed[int32]{field: field, of: func(a arrow.Array) func(int) int32 { return a.(*array.Int32).Value }}, nil
	case arrow.DATE32:
		return &typed[int32]{field: field, of: func(a arrow.Array) func(int) int32 {
			days := a.(*array.Date32)
			return func(i int) int32 { return int32(days.Value(i)) }
		}}, nil
	case arrow.BOOL:
		return &typed[bool]{field: field, of: func(a arrow.Array) func(int) bool { return a.(*array.Boolean).Value }}, nil
	case arrow.STRING:
		return &typed[parquet.ByteArray]{field: field, of: textsOf}, nil
	default:
		return nil, fmt.Errorf("column %s: %s has no place in a file", field.Name, field.Type)
	}
}

// textsOf returns an array's texts where they lie.
func textsOf(a arrow.Array) func(int) parquet.ByteArray {
	ends := a.(*array.String).ValueOffsets()
	var all []byte
	if b := a.Data().Buffers()[2]; b != nil {
		all = b.Bytes()
	}
	return func(i int) parquet.ByteArray { return all[ends[i]:ends[i+1]:ends[i+1]] }
}

func (c *typed[T]) add(rows arrow.Array) error {
	if !arrow.TypeEqual(rows.DataType(), c.field.Type) {
		return fmt.Errorf("column %s: %s where the table has %s", c.field.Name, rows.DataType(), c.field.Type)
	}
	n, nulls := rows.Len(), rows.NullN()
	if !c.field.Nullable && nulls > 0 {
		return fmt.Errorf("column %s: a null, which it never is", c.field.Name)
	}
	levels := c.more(n)
	if nulls == n { // most columns of most pages; levels begin as zeros
		return nil
	}
	c.values = room(c.values, n-nulls)
	value := c.of(rows)
	if nulls == 0 {
		for i := range n {
			c.values = append(c.values, value(i))
		}
		for i := range levels {
			levels[i] = 1
		}
		return nil
	}
	valid, offset := rows.NullBitmapBytes(), rows.Data().Offset()
	for i := range n {
		if bitutil.BitIsSet(valid, offset+i) {
			c.values = append(c.values, value(i))
			levels[i] = 1
		}
	}
	return nil
}

// room makes room for n more. What has begun to fill goes to a whole batch at once, so that there is little to copy and
// to collect.
func room[E any](s []E, n int) []E {
	switch {
	case len(s)+n <= cap(s):
		return s
	case len(s) == 0 && n < batchRows/4:
		return slices.Grow(s, n)
	default:
		return slices.Grow(s, max(n, batchRows-len(s)))
	}
}

// more makes room for the levels of n rows, all zero. A column that is never null has none.
func (c *typed[T]) more(n int) []int16 {
	if !c.field.Nullable {
		return nil
	}
	at := len(c.levels)
	c.levels = room(c.levels, n)[:at+n]
	clear(c.levels[at:])
	return c.levels[at:]
}

func (c *typed[T]) read(from file.ColumnChunkReader, n int) error {
	c.readAt, c.levelAt = len(c.values), len(c.levels)
	levels := c.more(n)
	if from == nil {
		return nil
	}
	chunk, ok := from.(interface {
		ReadBatch(n int64, values []T, levels, repeated []int16) (int64, int, error)
	})
	if !ok || c.field.Nullable != (from.Descriptor().MaxDefinitionLevel() == 1) {
		return fmt.Errorf("column %s: of another type than the table has: %w", c.field.Name, ErrUnreadable)
	}
	c.values = room(c.values, n)
	rows, values, err := chunk.ReadBatch(int64(n), c.values[c.readAt:c.readAt+n], levels, nil)
	if err != nil || rows != int64(n) {
		return fmt.Errorf("column %s: %w", c.field.Name, ErrUnreadable)
	}
	c.values = c.values[:c.readAt+values]
	return nil
}

func (c *typed[T]) keep(runs []run) {
	values, levels := c.values[c.readAt:], c.levels[c.levelAt:]
	seen, kept, keptLevels, at := 0, 0, 0, 0
	for _, r := range runs {
		seen += c.among(levels, at, r.from)
		n := c.among(levels, r.from, r.to)
		copy(values[kept:], values[seen:seen+n])
		if c.field.Nullable {
			keptLevels += copy(levels[keptLevels:], levels[r.from:r.to])
		}
		seen, kept, at = seen+n, kept+n, r.to
	}
	clear(values[kept:])
	c.values, c.levels = c.values[:c.readAt+kept], c.levels[:c.levelAt+keptLevels]
}

// among counts the values that some rows have.
func (c *typed[T]) among(levels []int16, from, to int) int {
	if !c.field.Nullable {
		return to - from
	}
	n := 0
	for _, level := range levels[from:to] {
		n += int(level)
	}
	return n
}

func (c *typed[T]) write(to file.ColumnChunkWriter) error {
	chunk, ok := to.(interface {
		WriteBatch(values []T, levels, repeated []int16) (int64, error)
	})
	if !ok {
		return fmt.Errorf("column %s: %s cannot be written as %s", c.field.Name, c.field.Type, to.Type())
	}
	_, err := chunk.WriteBatch(c.values, c.levels, nil)
	return err
}

func (c *typed[T]) measure(m *Measure) {
	m.Values += int64(len(c.values))
	switch values := any(c.values).(type) {
	case []int64:
		for _, v := range values {
			m.Sum = m.Sum.Add(v)
		}
	case []int32:
		for _, v := range values {
			m.Sum = m.Sum.Add(int64(v))
		}
	case []bool:
		for _, v := range values {
			if v {
				m.Sum = m.Sum.Add(1)
			}
		}
	case []parquet.ByteArray:
		for _, v := range values {
			m.Sum = m.Sum.Add(int64(len(v)))
		}
	}
}

func (c *typed[T]) grown() (bytes int) {
	if texts, ok := any(c.values).([]parquet.ByteArray); ok {
		for _, text := range texts[c.grownTo:] {
			bytes += len(text)
		}
		c.grownTo = len(texts)
	}
	return bytes
}

func (c *typed[T]) weigh(rows []int) {
	texts, ok := any(c.values).([]parquet.ByteArray)
	if !ok {
		return
	}
	at := 0
	for i := range rows {
		if !c.field.Nullable || c.levels[i] == 1 {
			rows[i] += len(texts[at])
			at++
		}
	}
}

func (c *typed[T]) aside(n int) {
	at := c.among(c.levels, 0, n)
	c.valuesAside = append(c.valuesAside, c.values[at:]...)
	clear(c.values[at:])
	c.values = c.values[:at]
	if c.field.Nullable {
		c.levelsAside = append(c.levelsAside, c.levels[n:]...)
		c.levels = c.levels[:n]
	}
}

func (c *typed[T]) back() {
	c.values, c.levels = append(c.values, c.valuesAside...), append(c.levels, c.levelsAside...)
	clear(c.valuesAside)
	c.valuesAside, c.levelsAside = c.valuesAside[:0], c.levelsAside[:0]
}

// clear forgets the rows, and lets go of the texts that they point to.
func (c *typed[T]) clear() {
	clear(c.values)
	c.values, c.levels, c.grownTo = c.values[:0], c.levels[:0], 0
}
