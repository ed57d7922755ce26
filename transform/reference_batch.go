package transform

import (
	"math/big"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/zeebo/xxh3"
)

// hash computes the hashes of the rows below and then the row's own.
func (row *refRow) hash() {
	for i, c := range row.table.Columns {
		own := c.Role != models.FromParent && c.Role != models.AncestorPlace && c.Role != models.Lineage
		finding := c.Name == models.ColRejected || c.Name == models.ColExtra
		if cell := row.cells[i]; cell.Set && (own && !c.Volatile || finding) {
			word := uint64(cell.Int)
			if c.Type == models.String {
				word = xxh3.HashString(cell.Str)
			}
			row.hashed += term(seed(c.Name), word)
		}
	}
	for child, rows := range row.lists {
		for _, below := range rows {
			below.hash()
			if child.Volatile {
				continue
			}
			row.hashed += element(seed(child.Name), int32(below.ordinal), below.hashed)
		}
	}
}

// batch makes Arrow records of the rows with Arrow's builders.
func (r *reference) batch(mem memory.Allocator, w models.Window, page models.Page) Batch {
	b := Batch{Found: r.found, Rejects: r.rejects, Notes: r.notes}
	for i, t := range r.plan.tables {
		builder := array.NewRecordBuilder(mem, Schema(t.Table))
		totals := Totals{Table: t.Name, Rows: int64(len(r.rows[i])), Money: map[string]Sum{}}
		for _, name := range t.Money() {
			totals.Money[name] = r.sum(r.rows[i], t.Column(name))
		}
		for _, row := range r.rows[i] {
			for k := range t.Columns {
				appendCell(builder.Field(k), row.cell(k, w, page))
			}
		}
		b.Totals = append(b.Totals, totals)
		b.Records = append(b.Records, builder.NewRecord())
		builder.Release()
	}
	return b
}

// sum adds money up in a big number.
func (r *reference) sum(rows []*refRow, column int) Sum {
	total, count := new(big.Int), int64(0)
	for _, row := range rows {
		if cell := row.cells[column]; cell.Set {
			count++
			total.Add(total, big.NewInt(cell.Int))
		}
	}
	n := decimal128.FromBigInt(total)
	return Sum{Count: count, High: n.HighBits(), Low: n.LowBits()}
}

// cell returns what is in a column of the row, lineage included.
func (row *refRow) cell(i int, w models.Window, page models.Page) models.Cell {
	number := func(n int64) models.Cell { return models.Cell{Set: true, Int: n} }
	c := row.table.Columns[i]
	switch c.Role {
	case models.FromParent:
		return row.root.cells[c.Parent]
	case models.AncestorPlace:
		for above := row.parent; ; above = above.parent {
			if above.table.Name+"_ordinal" == c.Name {
				return number(int64(above.ordinal))
			}
		}
	case models.FromPayload, models.ElementCount, models.Lineage, models.FromPage, models.SlotLabel:
	}
	switch c.Name {
	case models.ColTenant:
		return models.Cell{Set: true, Str: w.Tenant}
	case models.ColWindow:
		return models.Cell{Set: true, Str: w.ID}
	case models.ColPage:
		return number(int64(page.Number))
	case models.ColRecord:
		return number(int64(row.root.ordinal))
	case models.ColOrdinal:
		return number(int64(row.ordinal))
	case models.ColExtracted:
		return number(page.AskedAt.UnixMicro())
	case models.ColHash:
		return number(int64(row.hashed))
	case models.ColRejected:
		return number(int64(row.rejected))
	default:
		return row.cells[i]
	}
}

// appendCell gives a cell to the builder of its column.
func appendCell(b array.Builder, c models.Cell) {
	if !c.Set {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(c.Str)
	case *array.Int64Builder:
		b.Append(c.Int)
	case *array.Int32Builder:
		b.Append(int32(c.Int))
	case *array.BooleanBuilder:
		b.Append(c.Int != 0)
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(c.Int))
	case *array.Date32Builder:
		b.Append(arrow.Date32(c.Int))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(c.Int))
	}
}
