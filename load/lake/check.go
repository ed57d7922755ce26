package lake

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/xitongsys/parquet-go/reader"
	"github.com/xitongsys/parquet-go/source"

	"carehouse/models"
)

// fullRows is how many rows a file may have for all of its columns to be read back: about what a night brings. Reading
// back all columns of a first load took more CPU than writing them did.
const fullRows = 5_000

// ErrUnreadable means that the independent reader could not make sense of a file.
var ErrUnreadable = errors.New("not readable by the independent reader")

// Check reads a file with a library that shares no code with its writer, and says what it found: in all columns when
// the file is small, else in the key, the hash and some of the money. Memory is bounded by the largest column of a row group.
func Check(t *models.Table, path string) (m Measures, err error) {
	in, err := os.Open(path)
	if err != nil {
		return Measures{}, quietPath("lake: check", err)
	}
	defer in.Close()
	defer func() { // the library gives up by panicking
		if r := recover(); r != nil {
			m, err = Measures{}, fmt.Errorf("lake: check table %s: %w", t.Name, ErrUnreadable)
		}
	}()
	pr, err := reader.NewParquetColumnReader(onDisk{in}, 1)
	if err != nil {
		return Measures{}, fmt.Errorf("lake: check table %s: %w", t.Name, ErrUnreadable)
	}
	defer pr.ReadStop()
	rows := pr.GetNumRows()
	if got := len(pr.SchemaHandler.ValueColumns); got != len(t.Columns) {
		return Measures{}, fmt.Errorf("lake: check table %s: %d columns where the table has %d", t.Name, got, len(t.Columns))
	}
	columns := t.Columns
	if rows > fullRows {
		columns = sample(t)
	}
	m = Measures{Rows: rows, Columns: make(map[string]Measure, len(columns))}
	for _, c := range columns {
		measure, err := checkColumn(pr, int64(t.Column(c.Name)), rows)
		if err != nil {
			return Measures{}, fmt.Errorf("lake: check table %s: column %s: %w", t.Name, c.Name, err)
		}
		m.Columns[c.Name] = measure
	}
	return m, nil
}

func checkColumn(pr *reader.ParquetReader, at, rows int64) (Measure, error) {
	var m Measure
	for left := rows; left > 0; {
		values, _, _, err := pr.ReadColumnByIndex(at, min(left, 512)) // texts may be long
		if err != nil || len(values) == 0 {
			return Measure{}, ErrUnreadable
		}
		left -= int64(len(values))
		for _, value := range values {
			n, ok := weigh(value)
			if !ok {
				return Measure{}, ErrUnreadable
			}
			if value != nil {
				m.Values++
				m.Sum = m.Sum.Add(n)
			}
		}
	}
	delete(pr.ColumnBuffers, pr.SchemaHandler.ValueColumns[at])
	return m, nil
}

// weigh is the reader's own idea of what [Measure] sums.
func weigh(value any) (int64, bool) {
	switch v := value.(type) {
	case nil:
		return 0, true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	case string:
		return int64(len(v)), true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	default:
		return 0, false
	}
}

// onDisk lets the independent reader read a file, and nothing else.
type onDisk struct{ *os.File }

var errReadOnly = errors.New("lake: the file is only read")

// Open returns another view of the same file: the library asks for one a column.
func (d onDisk) Open(string) (source.ParquetFile, error) {
	info, err := d.Stat()
	if err != nil {
		return nil, quietPath("lake: check", err)
	}
	return &section{io.NewSectionReader(d.File, 0, info.Size())}, nil
}

// Create implements source.ParquetFile; it refuses.
func (onDisk) Create(string) (source.ParquetFile, error) { return nil, errReadOnly }

// Write implements source.ParquetFile; it refuses.
func (onDisk) Write([]byte) (int, error) { return 0, errReadOnly }

// A section is a view with a position of its own.
type section struct{ *io.SectionReader }

// Open implements source.ParquetFile; nothing asks for it.
func (s *section) Open(string) (source.ParquetFile, error) { return nil, errReadOnly }

// Create implements source.ParquetFile; it refuses.
func (*section) Create(string) (source.ParquetFile, error) { return nil, errReadOnly }

// Write implements source.ParquetFile; it refuses.
func (*section) Write([]byte) (int, error) { return 0, errReadOnly }

// Close does nothing: the file belongs to the caller.
func (*section) Close() error { return nil }
