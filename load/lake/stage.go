package lake

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"

	"carehouse/models"
)

// A Writer stages one unit: it takes the batches of its pages, in order, and makes one Parquet file a table that has
// rows. It is not safe for concurrent use; units are independent of each other.
type Writer struct {
	dir    string
	tables []*models.Table
	open   []*tableWriter // nil while a table has no rows
}

// Stage begins a unit of a root table. Its files go into dir, which is the unit's own.
func Stage(dir string, root *models.Table) *Writer {
	w := &Writer{dir: dir}
	for t := range root.All() {
		w.tables = append(w.tables, t)
	}
	w.open = make([]*tableWriter, len(w.tables))
	return w
}

// Write adds a page's rows: one record a table, in the order of root.All(); a nil record has no rows. The caller may
// release the records afterwards.
func (w *Writer) Write(batch []arrow.Record) error {
	if len(batch) != len(w.tables) {
		return fmt.Errorf("lake: a batch of %d tables where %s has %d", len(batch), w.tables[0].Name, len(w.tables))
	}
	for i, rec := range batch {
		if rec == nil || rec.NumRows() == 0 {
			continue
		}
		if w.open[i] == nil {
			tw, err := createTable(w.tables[i], filepath.Join(w.dir, w.tables[i].Name+".parquet"))
			if err != nil {
				return err
			}
			w.open[i] = tw
		}
		if err := w.open[i].write(rec); err != nil {
			return err
		}
	}
	return nil
}

// Close finishes the files and returns those that there are, by table. After an error there is nothing to use.
func (w *Writer) Close() (map[string]File, error) {
	closed := make([]File, len(w.open))
	errs := make([]error, len(w.open))
	var closing sync.WaitGroup // much of the work is left for now, and a small window has but one unit
	for i, tw := range w.open {
		if tw != nil {
			closing.Go(func() { closed[i], errs[i] = tw.close() })
		}
	}
	closing.Wait()
	if err := errors.Join(errs...); err != nil {
		w.Abort()
		return nil, err
	}
	files := map[string]File{}
	for i, tw := range w.open {
		if tw != nil {
			files[w.tables[i].Name] = closed[i]
		}
	}
	return files, nil
}

// Abort removes what was not finished. It does nothing after Close.
func (w *Writer) Abort() {
	for _, tw := range w.open {
		if tw != nil {
			tw.abort()
		}
	}
}
