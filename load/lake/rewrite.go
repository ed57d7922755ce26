package lake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"

	"carehouse/models"
)

// A Source is a Parquet file that holds the rows of some units, among others perhaps. An empty path has no rows.
type Source struct {
	Path  string
	Units []Unit
}

// Rewrite writes the live rows of the sources, in order, to a new file. It returns no file when there are none.
func Rewrite(ctx context.Context, t *models.Table, path string, sources []Source, live *Live) (f File, ok bool, err error) {
	tw, err := createTable(t, path)
	if err != nil {
		return File{}, false, err
	}
	defer tw.abort()
	for _, s := range sources {
		if s.Path == "" {
			continue
		}
		if err := copyLive(ctx, tw, s.Path, live.of(s.Units)); err != nil {
			return File{}, false, err
		}
	}
	if tw.total+tw.rows == 0 {
		return File{}, false, nil
	}
	f, err = tw.close()
	return f, err == nil, err
}

// Empty writes the file of a table without rows.
func Empty(t *models.Table, path string) (File, error) {
	tw, err := createTable(t, path)
	if err != nil {
		return File{}, err
	}
	defer tw.abort()
	return tw.close()
}

func copyLive(ctx context.Context, tw *tableWriter, path string, live *Live) (err error) {
	in, err := os.Open(path)
	if err != nil {
		return quietPath("lake: read", err)
	}
	defer in.Close()
	defer func() { // the library panics where bytes are not what they should be
		if r := recover(); r != nil {
			err = fmt.Errorf("lake: read table %s: %w", tw.table.Name, ErrUnreadable)
		}
	}()
	rows, err := openRows(ctx, in)
	if err != nil {
		return fmt.Errorf("lake: read table %s: %w", tw.table.Name, err)
	}
	defer rows.Release()
	for rows.Next() {
		if err := filter(tw, rows.Record(), live); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("lake: read table %s: %w", tw.table.Name, err)
	}
	return ctx.Err()
}

func openRows(ctx context.Context, in *os.File) (pqarrow.RecordReader, error) {
	pf, err := file.NewParquetReader(in)
	if err != nil {
		return nil, err
	}
	// Whole row groups, so that every page is decoded in one call: asked for part of a page, the library's decoder of
	// differences forgets where it was when the column has nulls, and goes on with wrong values or panics.
	props := pqarrow.ArrowReadProperties{BatchSize: rowGroupRows}
	reader, err := pqarrow.NewFileReader(pf, props, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	return reader.GetRecordReader(ctx, nil, nil)
}

// filter writes the live rows of a record. Most rows are live, so it takes them in runs.
func filter(tw *tableWriter, rec arrow.Record, live *Live) error {
	windows, ok1 := rec.Column(tw.table.Column(models.ColWindow)).(*array.String)
	pages, ok2 := rec.Column(tw.table.Column(models.ColPage)).(*array.Int32)
	records, ok3 := rec.Column(tw.table.Column(tw.table.RecordColumn())).(*array.Int32)
	if !ok1 || !ok2 || !ok3 {
		return fmt.Errorf("lake: table %s: lineage of another type", tw.table.Name)
	}
	var here place
	var set bitset
	start := -1
	for i := range int(rec.NumRows()) {
		if page := pages.Value(i); i == 0 || page != here.page || windows.Value(i) != here.window {
			here = place{windows.Value(i), page}
			set = live.pages[here]
		}
		switch alive := set.has(records.Value(i)); {
		case alive && start < 0:
			start = i
		case !alive && start >= 0:
			if err := writeRun(tw, rec, start, i); err != nil {
				return err
			}
			start = -1
		}
	}
	if start < 0 {
		return nil
	}
	return writeRun(tw, rec, start, int(rec.NumRows()))
}

func writeRun(tw *tableWriter, rec arrow.Record, from, to int) error {
	run := rec.NewSlice(int64(from), int64(to))
	defer run.Release()
	return tw.write(run)
}
