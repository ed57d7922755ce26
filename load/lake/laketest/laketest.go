// Package laketest makes small tables and rows for the tests of load: a root with lists in lists, of which a record
// can be written down in one line. It builds Arrow records the slow and obvious way, so that nothing it is used to
// test is part of it. People in it are called Testperson.
package laketest

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
)

type bill struct {
	_       models.Row       `table:"bills" doc:"One bill."`
	ID      models.Int       `json:"id" col:",key" phi:"linked" doc:"The bill's id."`
	Changed models.Instant   `json:"changed" col:",version" doc:"When it was changed; newer is newer."`
	Status  models.Text      `json:"status" doc:"What became of it; its author's words are 'kept'."`
	Name    models.Text      `json:"name" phi:"direct" doc:"Who got it."`
	Amount  models.Money     `json:"amount" doc:"How much it says."`
	Paid    models.Money     `json:"paid" doc:"How much was paid."`
	Days    models.DateRange `json:"days" doc:"When it was."`
	Open    models.Flag      `json:"open" doc:"Whether it is open."`
	Lines   []line           `json:"lines" table:"bill_lines" doc:"Its lines."`
}

type line struct {
	Code   models.Text  `json:"code" phi:"linked" doc:"What was done."`
	Amount models.Money `json:"amount" doc:"What it cost."`
	Notes  []note       `json:"notes" table:"bill_notes" doc:"Notes on the line."`
}

type note struct {
	Text models.Text `json:"text" phi:"direct" doc:"What was noted."`
}

// Bills returns the tables bills, bill_lines and bill_notes of the source.
func Bills(source string) *models.Table { return models.MustCompile[bill](source) }

// A Bill is one record. Money is in ten-thousandths.
type Bill struct {
	ID      int64
	Changed int64 // microseconds; 0 is null
	Status  string
	Amount  int64 // below zero is null
	Lines   []Line
}

// A Line is one element of a bill's list.
type Line struct {
	Code   string
	Amount int64
	Notes  []string
}

// Hash returns what stands for the record's content.
func (b Bill) Hash() int64 {
	h := fnv.New64a()
	h.Write(fmt.Appendf(nil, "%+v", b))
	return int64(h.Sum64())
}

// A Page says where rows come from.
type Page struct {
	Tenant, Window string
	Number         int
	AskedAt        time.Time
}

// Batch returns the rows of a page: one record for each of bills, bill_lines and bill_notes.
func Batch(root *models.Table, p Page, bills []Bill) []arrow.Record {
	b := builders{page: p}
	for t := range root.All() {
		b.tables = append(b.tables, newRows(t))
	}
	for record, bill := range bills {
		b.bill(record, bill)
	}
	records := make([]arrow.Record, len(b.tables))
	for i, r := range b.tables {
		records[i] = r.NewRecord()
		r.Release()
	}
	return records
}

type builders struct {
	page   Page
	tables []*rows
}

func (b builders) bill(record int, bill Bill) {
	amount := any(nil)
	if bill.Amount >= 0 {
		amount = bill.Amount
	}
	changed := any(nil)
	if bill.Changed != 0 {
		changed = bill.Changed
	}
	day := int64(18_000) + bill.ID%400
	b.tables[0].row(b.lineage(record, record, bill.Hash(), map[string]any{
		"id": bill.ID, "changed": changed, "status": bill.Status, "name": fmt.Sprint("Testperson ", bill.ID),
		"amount": amount, "paid": bill.ID * 100, "days_start": day, "days_end": day, "days_kind": "range",
		"open": int64(len(bill.Status) % 2), "lines_count": int64(len(bill.Lines)),
	}))
	for i, l := range bill.Lines {
		b.tables[1].row(b.lineage(record, i, bill.Hash()+int64(i), map[string]any{
			"id": bill.ID, "code": l.Code, "amount": l.Amount, "notes_count": int64(len(l.Notes)),
		}))
		for n, text := range l.Notes {
			b.tables[2].row(b.lineage(record, n, bill.Hash()-int64(n), map[string]any{
				"id": bill.ID, "bill_lines_ordinal": int64(i), "text": text,
			}))
		}
	}
}

func (b builders) lineage(record, ordinal int, hash int64, values map[string]any) map[string]any {
	values[models.ColTenant], values[models.ColWindow] = b.page.Tenant, b.page.Window
	values[models.ColPage], values[models.ColRecord] = int64(b.page.Number), int64(record)
	values[models.ColOrdinal], values[models.ColExtracted] = int64(ordinal), b.page.AskedAt.UnixMicro()
	values[models.ColHash], values[models.ColRejected] = hash, int64(0)
	return values
}

// rows builds one table's record.
type rows struct {
	*array.RecordBuilder

	table *models.Table
}

func newRows(t *models.Table) *rows {
	fields := make([]arrow.Field, len(t.Columns))
	for i, c := range t.Columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrowType(c.Type), Nullable: true}
	}
	return &rows{array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil)), t}
}

func (r *rows) row(values map[string]any) {
	for i, c := range r.table.Columns {
		value := values[c.Name]
		if value == nil {
			r.Field(i).AppendNull()
			continue
		}
		switch f := r.Field(i).(type) {
		case *array.StringBuilder:
			f.Append(value.(string))
		case *array.Int64Builder:
			f.Append(value.(int64))
		case *array.Int32Builder:
			f.Append(int32(value.(int64)))
		case *array.BooleanBuilder:
			f.Append(value.(int64) != 0)
		case *array.Decimal128Builder:
			f.Append(decimal128.FromI64(value.(int64)))
		case *array.Date32Builder:
			f.Append(arrow.Date32(value.(int64)))
		case *array.TimestampBuilder:
			f.Append(arrow.Timestamp(value.(int64)))
		}
	}
}

func arrowType(t models.Type) arrow.DataType {
	switch t {
	case models.String:
		return arrow.BinaryTypes.String
	case models.Int64:
		return arrow.PrimitiveTypes.Int64
	case models.Int32:
		return arrow.PrimitiveTypes.Int32
	case models.Bool:
		return arrow.FixedWidthTypes.Boolean
	case models.Decimal:
		return &arrow.Decimal128Type{Precision: 18, Scale: 4}
	case models.Day:
		return arrow.FixedWidthTypes.Date32
	case models.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	default:
		return arrow.FixedWidthTypes.Timestamp_us
	}
}
