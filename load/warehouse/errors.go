package warehouse

import (
	"context"
	dbsql "database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/marcboeker/go-duckdb/v2"
)

var (
	// ErrReceipt is what a [ReceiptError] is: two stages disagree about rows, keys or money.
	ErrReceipt = errors.New("receipt does not add up")
	// ErrCheck is what a [CheckError] is: a rule of the tables is broken.
	ErrCheck = errors.New("check failed")
	// ErrShrink is what a [ShrinkError] is: more records would go at once than is believed.
	ErrShrink = errors.New("too many records gone at once")
	// ErrMerged means that a window is in the ledger already.
	ErrMerged = errors.New("window was merged before")
	// ErrSchema means that a database was made by other tables and has to be rebuilt.
	ErrSchema = errors.New("database was made by other tables")
	// ErrLog means that a write-ahead log lies beside a database, so another program wrote to it or died in it.
	ErrLog = errors.New("a write-ahead log lies beside the database")
	// ErrBytes means that a Parquet file is not the one that was published.
	ErrBytes = errors.New("file has other bytes than those published")
	// ErrFull means that the disk, or the room that was given, is full.
	ErrFull = errors.New("no room left on the disk")
	// ErrMemory means that a statement needs more memory than it may have.
	ErrMemory = errors.New("the memory that was given is too small")
)

// An Error is what DuckDB refused. Its text names the statement and the kind of error and never a value.
type Error struct {
	Statement string // the file in package sql, or what was being done
	Class     string // "Conversion Error"
	cause     error  // nil, or a sentinel that holds no text of DuckDB's
}

// Error implements error.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Statement, e.Class, e.cause)
	}
	return e.Statement + ": " + e.Class
}

// Unwrap returns a cause that says nothing of the data: a cancelled context, a full disk.
func (e *Error) Unwrap() error { return e.cause }

// quiet takes everything but its class out of what DuckDB says.
func quiet(statement string, err error) error {
	if err == nil {
		return nil
	}
	e := &Error{Statement: statement, Class: "DuckDB error"}
	switch {
	case errors.Is(err, context.Canceled):
		e.cause = context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		e.cause = context.DeadlineExceeded
	case errors.Is(err, dbsql.ErrNoRows):
		e.Class, e.cause = "no answer", dbsql.ErrNoRows
	}
	de, ok := errors.AsType[*duckdb.Error](err)
	if !ok {
		return e
	}
	if class, _, ok := strings.Cut(de.Msg, ":"); ok && isClass(class) {
		e.Class = class
	}
	if de.Type == duckdb.ErrorTypeInterrupt && e.cause == nil {
		e.cause = context.Canceled
	}
	if de.Type == duckdb.ErrorTypeOutOfMemory || strings.Contains(de.Msg, " block of size ") { // the latter in a commit
		e.cause = ErrMemory
	}
	for _, words := range []string{"No space left on device", "File too large", "Disk quota exceeded"} {
		if strings.Contains(de.Msg, words) { // the driver hands on the words and not the number
			e.cause = ErrFull
		}
	}
	return e
}

// isClass reports whether text is one of DuckDB's names of errors and not the begin of a value.
func isClass(text string) bool {
	first, ok := strings.CutSuffix(strings.ReplaceAll(text, " ", ""), "Error")
	if !ok || len(text) > 32 {
		return false
	}
	return !strings.ContainsFunc(first, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '/'
	})
}

// A ReceiptError says which table and measure, and what each stage had. Counts and sums say nothing of a person.
type ReceiptError struct {
	Source, Tenant, Dataset, Window string // window "" is the whole present at a publish
	Table, Measure                  string
	Stages                          []StageValue
}

// A StageValue is what one stage had.
type StageValue struct{ Stage, Value string }

// Error implements error.
func (e *ReceiptError) Error() string {
	parts := make([]string, len(e.Stages))
	for i, s := range e.Stages {
		parts[i] = s.Stage + " " + s.Value
	}
	return fmt.Sprintf(
		"%s: table %s: %s: %s", where(e.Source, e.Tenant, e.Dataset, e.Window), e.Table, e.Measure, strings.Join(parts, ", "),
	)
}

// Is reports whether target is [ErrReceipt].
func (e *ReceiptError) Is(target error) bool { return target == ErrReceipt }

// A CheckError says which rule how many rows break.
type CheckError struct {
	Source, Tenant, Table, Name string
	Found                       int64
}

// Error implements error.
func (e *CheckError) Error() string {
	return fmt.Sprintf("%s: table %s: %s: %d rows", where(e.Source, e.Tenant, "", ""), e.Table, e.Name, e.Found)
}

// Is reports whether target is [ErrCheck].
func (e *CheckError) Is(target error) bool { return target == ErrCheck }

// A ShrinkError says how many of a tenant's records would go at once.
type ShrinkError struct {
	Source, Tenant, Table string
	Gone, Present         int64
}

// Error implements error.
func (e *ShrinkError) Error() string {
	return fmt.Sprintf(
		"%s: table %s: %d of %d records are gone at the source", where(e.Source, e.Tenant, "", ""), e.Table, e.Gone, e.Present,
	)
}

// Is reports whether target is [ErrShrink].
func (e *ShrinkError) Is(target error) bool { return target == ErrShrink }

func where(parts ...string) string {
	var named []string
	for _, p := range parts {
		if p != "" {
			named = append(named, p)
		}
	}
	return strings.Join(named, " ")
}
