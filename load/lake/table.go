package lake

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"

	"carehouse/models"
)

// A File is a finished Parquet file, and what its writer knows of it.
type File struct {
	Table    string
	Path     string
	Rows     int64
	Bytes    int64
	SHA256   string
	Measures Measures // of the columns of [Audit], as they went in
}

// A tableWriter writes one table's file. Rows are gathered to batches of batchRows, and a row group is a whole number
// of those, so the bytes do not tell how the rows came.
type tableWriter struct {
	table  *models.Table
	schema *arrow.Schema
	file   *pending
	w      *pqarrow.FileWriter // nil until the first batch has shown how columns are best written
	held   []arrow.Record      // not yet written, fewer than batchRows rows
	rows   int64               // held
	total  int64
	audit  *auditor
}

func createTable(t *models.Table, path string) (*tableWriter, error) {
	schema, err := Schema(t)
	if err != nil {
		return nil, fmt.Errorf("lake: %w", err)
	}
	file, err := createPending(path)
	if err != nil {
		return nil, err
	}
	return &tableWriter{table: t, schema: schema, file: file, audit: newAuditor(t)}, nil
}

// begin makes the Parquet writer, when there is none yet. The first batch, or nil, chooses the encodings: it is as
// much a function of the rows as everything else.
func (tw *tableWriter) begin(first arrow.Record) error {
	if tw.w != nil {
		return nil
	}
	arrowProps := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema())
	w, err := pqarrow.NewFileWriter(tw.schema, tw.file, properties(tw.table, first), arrowProps)
	if err != nil {
		return fmt.Errorf("lake: table %s: %w", tw.table.Name, err)
	}
	tw.w = w
	return nil
}

// write adds rows. It keeps what it needs of the record, which the caller may release.
func (tw *tableWriter) write(rec arrow.Record) error {
	for at := int64(0); at < rec.NumRows(); {
		n := min(batchRows-tw.rows, rec.NumRows()-at)
		tw.held = append(tw.held, rec.NewSlice(at, at+n))
		tw.rows += n
		at += n
		if tw.rows == batchRows {
			if err := tw.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (tw *tableWriter) flush() error {
	if tw.rows == 0 {
		return nil
	}
	batch, err := tw.gather()
	if err != nil {
		return fmt.Errorf("lake: table %s: %w", tw.table.Name, err)
	}
	defer batch.Release()
	tw.releaseHeld()
	tw.total += batch.NumRows()
	if err := tw.audit.add(batch); err != nil {
		return fmt.Errorf("lake: table %s: %w", tw.table.Name, err)
	}
	if err := tw.begin(batch); err != nil {
		return err
	}
	if err := tw.w.WriteBuffered(batch); err != nil {
		return quietPath("lake: table "+tw.table.Name, err)
	}
	return nil
}

// gather makes one record of the held ones, under this table's own schema.
func (tw *tableWriter) gather() (arrow.Record, error) {
	columns := make([]arrow.Array, 0, len(tw.table.Columns))
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	parts := make([]arrow.Array, len(tw.held))
	for i, field := range tw.schema.Fields() {
		for n, rec := range tw.held {
			if int(rec.NumCols()) != len(tw.table.Columns) {
				return nil, fmt.Errorf("%d columns where the table has %d", rec.NumCols(), len(tw.table.Columns))
			}
			parts[n] = rec.Column(i)
			if !arrow.TypeEqual(parts[n].DataType(), field.Type) {
				return nil, fmt.Errorf("column %s: %s where the table has %s", field.Name, parts[n].DataType(), field.Type)
			}
			if !field.Nullable && parts[n].NullN() > 0 {
				return nil, fmt.Errorf("column %s: a null, which it never is", field.Name)
			}
		}
		column, err := array.Concatenate(parts, memory.DefaultAllocator)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", field.Name, err)
		}
		columns = append(columns, column)
	}
	return array.NewRecord(tw.schema, columns, tw.rows), nil
}

func (tw *tableWriter) releaseHeld() {
	for _, rec := range tw.held {
		rec.Release()
	}
	tw.held, tw.rows = tw.held[:0], 0
}

// close writes what is left and the footer, and gives the file its name.
func (tw *tableWriter) close() (File, error) {
	if err := errors.Join(tw.flush(), tw.begin(nil)); err != nil {
		return File{}, err
	}
	if err := tw.w.Close(); err != nil {
		return File{}, quietPath("lake: table "+tw.table.Name, err)
	}
	if err := tw.file.commit(); err != nil {
		return File{}, err
	}
	return File{
		Table: tw.table.Name, Path: tw.file.path, Rows: tw.total, Bytes: tw.file.size, SHA256: tw.file.sha256(),
		Measures: tw.audit.measures(tw.total),
	}, nil
}

// abort removes what was written. It does nothing after close.
func (tw *tableWriter) abort() {
	tw.releaseHeld()
	tw.file.rollback()
}
