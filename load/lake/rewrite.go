package lake

import (
	"context"
	"fmt"
	"os"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"

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
	if tw.total+int64(tw.rows) == 0 {
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
	pf, err := file.NewParquetReader(in)
	if err != nil {
		return fmt.Errorf("lake: read table %s: %w", tw.table.Name, err)
	}
	if got := pf.MetaData().Schema.NumColumns(); got != len(tw.columns) {
		return fmt.Errorf("lake: read table %s: %d columns where the table has %d", tw.table.Name, got, len(tw.columns))
	}
	for i := range pf.NumRowGroups() {
		if err := copyGroup(ctx, tw, pf.RowGroup(i), live); err != nil {
			return fmt.Errorf("lake: read table %s: %w", tw.table.Name, err)
		}
	}
	return nil
}

// copyGroup adds the live rows of a row group. It reads no more rows at once than fit into the batch that is being
// gathered, of one column after another, so of what is decoded there is a batch and a page a column.
func copyGroup(ctx context.Context, tw *tableWriter, group *file.RowGroupReader, live *Live) error {
	chunks, err := openChunks(tw, group)
	if err != nil {
		return err
	}
	for left := int(group.NumRows()); left > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(left, batchRows-tw.rows)
		for i, c := range tw.columns {
			if err := c.read(chunks[i], n); err != nil {
				return err
			}
		}
		runs, err := liveRuns(tw, n, live)
		if err != nil {
			return err
		}
		kept := 0
		for _, r := range runs {
			kept += r.to - r.from
		}
		if kept < n {
			for _, c := range tw.columns {
				c.keep(runs)
			}
		}
		if err := tw.added(kept); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// openChunks returns a reader a column, and none for columns that are null throughout, as the footer says.
func openChunks(tw *tableWriter, group *file.RowGroupReader) ([]file.ColumnChunkReader, error) {
	chunks := make([]file.ColumnChunkReader, len(tw.columns))
	for i, c := range tw.table.Columns {
		about, err := group.MetaData().ColumnChunk(i)
		if err != nil {
			return nil, err
		}
		if name := about.PathInSchema().String(); name != c.Name {
			return nil, fmt.Errorf("column %s where the table has %s", name, c.Name)
		}
		if known, err := about.StatsSet(); err == nil && known && !Required(c) {
			stats, err := about.Statistics()
			if err == nil && stats.HasNullCount() && stats.NullCount() == group.NumRows() {
				continue
			}
		}
		if chunks[i], err = group.Column(i); err != nil {
			return nil, err
		}
	}
	return chunks, nil
}

// liveRuns says which of the n rows that were read last are live. Most are, so they are told in runs.
func liveRuns(tw *tableWriter, n int, live *Live) ([]run, error) {
	windows, ok1 := lastRead[parquet.ByteArray](tw, models.ColWindow, n)
	pages, ok2 := lastRead[int32](tw, models.ColPage, n)
	records, ok3 := lastRead[int32](tw, tw.table.RecordColumn(), n)
	if !ok1 || !ok2 || !ok3 {
		return nil, fmt.Errorf("lineage of another type: %w", ErrUnreadable)
	}
	var runs []run
	var here place
	var set bitset
	for i := range n {
		if i == 0 || pages[i] != here.page || string(windows[i]) != here.window {
			here = place{string(windows[i]), pages[i]}
			set = live.pages[here]
		}
		switch last := len(runs) - 1; {
		case !set.has(records[i]):
		case last >= 0 && runs[last].to == i:
			runs[last].to = i + 1
		default:
			runs = append(runs, run{i, i + 1})
		}
	}
	return runs, nil
}

// lastRead returns the rows of a column that is never null, as they were read last.
func lastRead[T physical](tw *tableWriter, name string, n int) ([]T, bool) {
	c, ok := tw.columns[tw.table.Column(name)].(*typed[T])
	if !ok || len(c.values)-c.readAt != n {
		return nil, false
	}
	return c.values[c.readAt:], true
}
