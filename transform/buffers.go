package transform

import (
	"encoding/binary"
	"slices"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// buffer returns n bytes of the batch's memory.
func (m *maker) buffer(n int) *memory.Buffer {
	b := memory.NewResizableBuffer(m.mem)
	b.Resize(n)
	return b
}

// data makes an array of buffers, which it takes over. A column without nulls needs no validity.
func (m *maker) data(i, nulls int, buffers ...*memory.Buffer) *array.Data {
	d := array.NewData(m.schema.Field(i).Type, m.n, buffers, nil, nulls, 0)
	for _, b := range buffers {
		if b != nil {
			b.Release()
		}
	}
	return d
}

// validity copies which rows are set, or is nil when all are.
func (m *maker) validity(c *column, set int) *memory.Buffer {
	if set == m.n {
		return nil
	}
	words := (m.n + 63) >> 6
	b := m.buffer(words * 8)
	for k, w := range c.valid[:words] {
		binary.LittleEndian.PutUint64(b.Bytes()[k*8:], w)
	}
	return b
}

// numbers makes an array without nulls.
func (m *maker) numbers(i int, word func(row int) int64) *array.Data {
	m.words = slices.Grow(m.words[:0], m.n)[:m.n]
	for row := range m.words {
		m.words[row] = word(row)
	}
	return m.data(i, 0, nil, m.values(i, m.words))
}

// values writes numbers the way their type is kept.
func (m *maker) values(i int, words []int64) *memory.Buffer {
	switch m.Columns[i].Type {
	case models.Int32, models.Day:
		b := m.buffer(m.n * arrow.Int32SizeBytes)
		to := arrow.Int32Traits.CastFromBytes(b.Bytes())
		for row, word := range words {
			to[row] = int32(word)
		}
		return b
	case models.Decimal:
		b := m.buffer(m.n * arrow.Decimal128SizeBytes)
		to := arrow.Decimal128Traits.CastFromBytes(b.Bytes())
		for row, word := range words {
			to[row] = decimal128.FromI64(word)
		}
		return b
	case models.Bool:
		b := m.buffer((m.n + 7) / 8)
		clear(b.Bytes())
		for row, word := range words {
			bitutil.SetBitTo(b.Bytes(), row, word != 0)
		}
		return b
	case models.Int64, models.Timestamp, models.TimestampTZ, models.String:
	}
	b := m.buffer(m.n * arrow.Int64SizeBytes)
	copy(arrow.Int64Traits.CastFromBytes(b.Bytes()), words)
	return b
}

// offsets returns room for where texts begin, one more than there are rows.
func (m *maker) offsets() (*memory.Buffer, []int32) {
	b := m.buffer((m.n + 1) * arrow.Int32SizeBytes)
	return b, arrow.Int32Traits.CastFromBytes(b.Bytes())
}

// texts makes an array of texts without nulls.
func (m *maker) texts(i int, text func(row int) []byte) *array.Data {
	offsets, to := m.offsets()
	n := 0
	for row := range m.n {
		to[row] = int32(n)
		n += len(text(row))
	}
	to[m.n] = int32(n)
	b := m.buffer(n)
	for row := range m.n {
		copy(b.Bytes()[to[row]:], text(row))
	}
	return m.data(i, 0, nil, offsets, b)
}

// repeat makes an array that has the same text in every row.
func (m *maker) repeat(i int, text string) *array.Data {
	offsets, to := m.offsets()
	b := m.buffer(m.n * len(text))
	for row := range m.n {
		to[row] = int32(row * len(text))
		copy(b.Bytes()[to[row]:], text)
	}
	to[m.n] = int32(m.n * len(text))
	return m.data(i, 0, nil, offsets, b)
}

// nothing makes an array of nulls. A record has many such columns; they share one buffer of zeros, which is large
// enough for any type.
func (m *maker) nothing(i int) *array.Data {
	if m.zeros == nil {
		m.zeros = m.buffer((m.n + 1) * arrow.Decimal128SizeBytes)
		clear(m.zeros.Bytes())
	}
	buffers := []*memory.Buffer{m.zeros, m.zeros}
	if m.Columns[i].Type == models.String {
		buffers = append(buffers, m.zeros)
	}
	for range buffers {
		m.zeros.Retain()
	}
	return m.data(i, m.n, buffers...)
}
