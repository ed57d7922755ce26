package warehouse

import (
	"context"
	dbsql "database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/marcboeker/go-duckdb/v2"
)

// Options say how a database is opened. The zero value opens it to be written, with DuckDB's own limits.
type Options struct {
	ReadOnly    bool
	MemoryLimit int64    // bytes; 0 is DuckDB's own idea
	Threads     int      // 0 is DuckDB's own idea
	TempDir     string   // where what does not fit into memory goes; "" is beside the database
	Folders     []string // where Parquet files may be read; nothing else on the disk can be reached

	// LongTexts has a merge written into the file at once, see [LongTexts]. DuckDB goes by an estimate that knows nothing of
	// texts, and writes what it takes for little to its log first, two thousand rows in one buffer outside of its limit.
	LongTexts bool
}

// A DB is one open database.
type DB struct {
	path    string
	options Options
	db      *dbsql.DB
	conn    *dbsql.Conn
	explain func(statement string, err error) // in tests: DuckDB's own words
}

// Open opens a database, or creates it when it is to be written and there is none. Nothing is fetched, no extension
// is loaded, no file outside the folders is read, and none of this can be changed by a statement afterwards. A
// write-ahead log beside the file is refused: what is published has none.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	d := &DB{path: path, options: o}
	if err := d.open(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *DB) open(ctx context.Context) error {
	if _, err := os.Lstat(d.path + ".wal"); err == nil {
		return fmt.Errorf("warehouse: %s: %w", filepath.Base(d.path), ErrLog)
	}
	connector, err := duckdb.NewConnector(dsn(d.path, d.options), nil)
	if err != nil {
		return fmt.Errorf("warehouse: %w", quiet("open "+filepath.Base(d.path), err))
	}
	d.db = dbsql.OpenDB(connector)
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return errors.Join(fmt.Errorf("warehouse: %w", quiet("open "+filepath.Base(d.path), err)), d.db.Close())
	}
	if err := d.lock(ctx, d.options); err != nil {
		return errors.Join(fmt.Errorf("warehouse: %w", err), d.Close())
	}
	return nil
}

// again closes the database and opens it anew. What DuckDB holds in memory, up to its limit, it gives back only then.
// Closing would write the log into the file as well, but would not say that there is no room for it.
func (d *DB) again(ctx context.Context) error {
	_, err := d.conn.ExecContext(ctx, "CHECKPOINT")
	if err := errors.Join(d.quiet("checkpoint", err), d.Close()); err != nil {
		return fmt.Errorf("warehouse: open again: %w", err)
	}
	return d.open(ctx)
}

// flushAbove has DuckDB give back what it has freed whenever it takes more than this at once, which every block is. Its
// allocator keeps pages until later otherwise, and after texts of many lengths those were as many again as its limit. It
// costs a sixth of the time of rows without such texts, which need it least.
const flushAbove = "128KB"

func dsn(path string, o Options) string {
	settings := url.Values{}
	for _, off := range []string{
		"autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions", "preserve_insertion_order",
	} {
		settings.Set(off, "false")
	}
	if o.ReadOnly {
		settings.Set("access_mode", "read_only")
	}
	if o.MemoryLimit > 0 {
		settings.Set("memory_limit", strconv.FormatInt(o.MemoryLimit, 10)+"B")
	}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	if o.LongTexts {
		settings.Set("checkpoint_threshold", "1MB")
		settings.Set("allocator_bulk_deallocation_flush_threshold", flushAbove)
	}
	if o.TempDir != "" {
		settings.Set("temp_directory", o.TempDir)
	}
	return path + "?" + settings.Encode()
}

// lock closes the doors that a statement could go through. SET takes no parameters, so folders are quoted.
func (d *DB) lock(ctx context.Context, o Options) error {
	folders := make([]string, 0, len(o.Folders))
	for _, folder := range o.Folders {
		abs, err := filepath.Abs(folder)
		if err != nil {
			return fmt.Errorf("folder of Parquet files: %w", err)
		}
		folders = append(folders, quote(abs))
	}
	for _, setting := range []string{
		"SET GLOBAL TimeZone = 'UTC'",
		"SET allowed_directories = [" + strings.Join(folders, ", ") + "]",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if _, err := d.conn.ExecContext(ctx, setting); err != nil {
			name, _, _ := strings.Cut(setting, " =")
			return d.quiet(name, err)
		}
	}
	return nil
}

// quote makes a text a literal of SQL.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func (d *DB) quiet(statement string, err error) error {
	if err != nil && d.explain != nil && !errors.Is(err, dbsql.ErrNoRows) {
		d.explain(statement, err)
	}
	return quiet(statement, err)
}

// Close closes the database. What was not committed is gone.
func (d *DB) Close() error {
	var err error
	if d.conn != nil {
		err = d.conn.Close()
	}
	if err := errors.Join(err, d.db.Close()); err != nil {
		return fmt.Errorf("warehouse: %w", quiet("close", err))
	}
	return nil
}

// Finish makes the file whole and closes it: everything is in the one file, the file is on disk, and there is no
// write-ahead log beside it.
func (d *DB) Finish(ctx context.Context) error {
	_, err := d.conn.ExecContext(ctx, "CHECKPOINT")
	if err := errors.Join(d.quiet("checkpoint", err), d.Close()); err != nil {
		return fmt.Errorf("warehouse: finish: %w", err)
	}
	if _, err := os.Lstat(d.path + ".wal"); err == nil {
		return fmt.Errorf("warehouse: finish %s: %w", filepath.Base(d.path), ErrLog)
	}
	if err := os.Chmod(d.path, 0o600); err != nil {
		return fmt.Errorf("warehouse: finish: %w", err)
	}
	f, err := os.OpenFile(d.path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("warehouse: finish: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("warehouse: finish: %w", err)
	}
	return nil
}
