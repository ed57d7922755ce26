package transform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// both flattens a page both ways and fails when they differ in anything. The batch is released when the test is done.
func both(tb testing.TB, p *Plan, page models.Page) (Batch, error) {
	tb.Helper()

	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	b, err := flattenBoth(tb, p, page, mem)
	tb.Cleanup(func() {
		b.Release()
		mem.AssertSize(tb, 0) // a batch that is not released is a leak
	})
	return b, err
}

// agree is both for tests that do not look at the batch.
func agree(tb testing.TB, p *Plan, page models.Page) {
	tb.Helper()

	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	b, _ := flattenBoth(tb, p, page, mem)
	b.Release()
	mem.AssertSize(tb, 0)
}

func flattenBoth(tb testing.TB, p *Plan, page models.Page, mem memory.Allocator) (Batch, error) {
	tb.Helper()

	fast, fastErr := p.Flatten(mem, testWindow(), page)
	short, shortErr := p.Reference(mem, testWindow(), page)
	if (fastErr == nil) != (shortErr == nil) {
		tb.Fatalf("the ways differ: fast %v, reference %v", fastErr, shortErr)
	}
	if fastErr != nil {
		var a, b *BodyError
		if !errors.As(fastErr, &a) || !errors.As(shortErr, &b) || a.Problem != b.Problem {
			tb.Fatalf("errors differ: fast %v, reference %v", fastErr, shortErr)
		}
		body := page.Body
		if adapted, err := p.adapt(page); err == nil {
			body = adapted
		}
		if a.Offset < 0 || a.Offset > len(body) {
			tb.Fatalf("offset %d is not in a body of %d bytes", a.Offset, len(body))
		}
		return Batch{}, fastErr
	}
	compare(tb, fast, short)
	short.Release()
	return fast, nil
}

func compare(tb testing.TB, fast, short Batch) {
	tb.Helper()

	if fast.Found != short.Found {
		tb.Errorf("found: fast %d, reference %d", fast.Found, short.Found)
	}
	if !slices.Equal(fast.Rejects, short.Rejects) {
		tb.Errorf("rejects:\nfast      %v\nreference %v", fast.Rejects, short.Rejects)
	}
	if !maps.Equal(fast.Notes, short.Notes) {
		tb.Errorf("notes:\nfast      %v\nreference %v", fast.Notes, short.Notes)
	}
	if !reflect.DeepEqual(fast.Totals, short.Totals) {
		tb.Errorf("totals:\nfast      %v\nreference %v", fast.Totals, short.Totals)
	}
	for i := range fast.Records {
		if !array.RecordEqual(fast.Records[i], short.Records[i]) || !fast.Records[i].Schema().Equal(short.Records[i].Schema()) {
			tb.Errorf("rows:\nfast\n%s\nreference\n%s", show(fast.Records[i]), show(short.Records[i]))
		}
	}
	if tb.Failed() {
		tb.FailNow()
	}
}

// show writes a record as the table's name and one JSON object a row, columns in order, nulls left out.
func show(rec arrow.Record) string {
	var out bytes.Buffer
	meta := rec.Schema().Metadata()
	source, _ := meta.GetValue("source")
	name, _ := meta.GetValue("table")
	fmt.Fprintf(&out, "%s.%s\n", source, name)
	for row := range int(rec.NumRows()) {
		sep := "{"
		for i, f := range rec.Schema().Fields() {
			if rec.Column(i).IsNull(row) {
				continue
			}
			value, _ := json.Marshal(rec.Column(i).GetOneForMarshal(row))
			if zone, ok := f.Type.(*arrow.TimestampType); ok && zone.TimeZone == "" {
				value = bytes.Replace(value, []byte(`Z"`), []byte(`"`), 1) // Arrow prints a wall clock as if it were UTC
			}
			fmt.Fprintf(&out, "%s%q:%s", sep, f.Name, value)
			sep = ","
		}
		out.WriteString("}\n")
	}
	return out.String()
}
