package lake

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet/file"

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
// of those, so the bytes do not tell how the rows came. Where texts are long both end earlier, with the row with which a
// batch has more than batchBytes: a reader like DuckDB takes two thousand rows of a group into memory, however long they are.
type tableWriter struct {
	table   *models.Table
	schema  *arrow.Schema
	file    *pending
	w       *file.Writer // nil until the first batch has shown how columns are best written
	group   file.BufferedRowGroupWriter
	grouped int            // rows in the group
	columns []column       // not yet written, fewer than batchRows rows
	rows    int            // in columns
	bytes   int            // of texts in columns
	held    []arrow.Record // what the texts in columns point to
	total   int64
	audit   *auditor
}

func createTable(t *models.Table, path string) (*tableWriter, error) {
	if err := useCodec(); err != nil {
		return nil, fmt.Errorf("lake: %w", err)
	}
	schema, err := Schema(t)
	if err != nil {
		return nil, fmt.Errorf("lake: %w", err)
	}
	columns := make([]column, schema.NumFields())
	for i, field := range schema.Fields() {
		if columns[i], err = newColumn(field); err != nil {
			return nil, fmt.Errorf("lake: table %s: %w", t.Name, err)
		}
	}
	file, err := createPending(path)
	if err != nil {
		return nil, err
	}
	return &tableWriter{table: t, schema: schema, file: file, columns: columns, audit: newAuditor(t)}, nil
}

// begin makes the Parquet writer, when there is none yet. The first batch, or nil, chooses the encodings: it is as
// much a function of the rows as everything else.
func (tw *tableWriter) begin(first []column) (err error) {
	if tw.w != nil {
		return nil
	}
	if tw.w, err = newFileWriter(tw.schema, tw.file, properties(tw.table, first)); err != nil {
		return fmt.Errorf("lake: table %s: %w", tw.table.Name, err)
	}
	return nil
}

// write adds rows. It keeps what it needs of the record, which the caller may release.
func (tw *tableWriter) write(rec arrow.Record) error {
	if int(rec.NumCols()) != len(tw.columns) {
		return fmt.Errorf("lake: table %s: %d columns where the table has %d", tw.table.Name, rec.NumCols(), len(tw.columns))
	}
	for at := int64(0); at < rec.NumRows(); {
		n := min(int64(batchRows-tw.rows), rec.NumRows()-at)
		part := rec.NewSlice(at, at+n)
		tw.held = append(tw.held, part)
		for i, c := range tw.columns {
			if err := c.add(part.Column(i)); err != nil {
				return fmt.Errorf("lake: table %s: %w", tw.table.Name, err)
			}
		}
		at += n
		if err := tw.added(int(n)); err != nil {
			return err
		}
	}
	return nil
}

// added counts rows that are in all columns, and writes them when they make a batch.
func (tw *tableWriter) added(n int) error {
	tw.rows += n
	for {
		for _, c := range tw.columns {
			tw.bytes += c.grown()
		}
		if tw.bytes <= batchBytes {
			break
		}
		if err := tw.flushFirst(tw.heavy()); err != nil {
			return err
		}
	}
	if tw.rows < batchRows {
		return nil
	}
	return tw.flush()
}

// heavy returns how many rows there are up to the one with which their texts are too long.
func (tw *tableWriter) heavy() int {
	weights := make([]int, tw.rows)
	for _, c := range tw.columns {
		c.weigh(weights)
	}
	sum := 0
	for i, weight := range weights {
		if sum += weight; sum > batchBytes {
			return i + 1
		}
	}
	return tw.rows
}

// flushFirst writes the first n rows, with which the row group ends. What is left came with the last record.
func (tw *tableWriter) flushFirst(n int) error {
	left := tw.rows - n
	for _, c := range tw.columns {
		c.aside(n)
	}
	var last []arrow.Record
	if held := len(tw.held); held > 0 {
		last, tw.held = []arrow.Record{tw.held[held-1]}, tw.held[:held-1]
	}
	tw.rows = n
	err := errors.Join(tw.flush(), tw.endGroup())
	for _, c := range tw.columns {
		c.back()
	}
	tw.rows, tw.held = left, append(tw.held, last...)
	return err
}

func (tw *tableWriter) flush() error {
	if tw.rows == 0 {
		return nil
	}
	tw.audit.add(tw.columns)
	if err := tw.begin(tw.columns); err != nil {
		return err
	}
	if tw.grouped == rowGroupRows {
		if err := tw.endGroup(); err != nil {
			return err
		}
	}
	if tw.group == nil {
		tw.group = tw.w.AppendBufferedRowGroup()
	}
	for i, c := range tw.columns {
		to, err := tw.group.Column(i)
		if err == nil {
			err = c.write(to)
		}
		if err != nil {
			return quietPath("lake: table "+tw.table.Name, err)
		}
	}
	tw.grouped += tw.rows
	tw.total += int64(tw.rows)
	tw.forget()
	return nil
}

func (tw *tableWriter) endGroup() error {
	if tw.group == nil {
		return nil
	}
	err := tw.group.Close()
	tw.group, tw.grouped = nil, 0
	if err != nil {
		return quietPath("lake: table "+tw.table.Name, err)
	}
	return nil
}

// forget drops the rows that are not yet written.
func (tw *tableWriter) forget() {
	for _, c := range tw.columns {
		c.clear()
	}
	for _, rec := range tw.held {
		rec.Release()
	}
	tw.held, tw.rows, tw.bytes = tw.held[:0], 0, 0
}

// close writes what is left and the footer, and gives the file its name.
func (tw *tableWriter) close() (File, error) {
	if err := errors.Join(tw.flush(), tw.begin(nil)); err != nil {
		return File{}, err
	}
	if err := tw.endGroup(); err != nil {
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
	tw.forget()
	tw.file.rollback()
}
