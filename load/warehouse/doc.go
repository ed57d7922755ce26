// Package warehouse keeps the DuckDB database: the present, its history, and the ledger that says why both may be
// believed. It is the only package that knows DuckDB's driver.
//
// # One window, one transaction
//
// [DB.Merge] takes a window's staged Parquet files and makes the present of them: changed records are replaced as a
// whole with their children, versions that end go to history, and the ledger's row of the window is written in the
// same transaction. There is no moment at which the ledger knows more or less than the tables. [DB.Changes] says,
// without writing, what a merge would do, so that a window that brings nothing costs no copy of the database.
//
// # Odd, and on purpose
//
// Data tables have no primary key: it would cost twice the load. Uniqueness is checked after each merge instead.
// Statements live in package sql as files; what is put into their templates are names of compiled tables, and values
// are variables or parameters. What DuckDB says about an error quotes values and statements, so it is never passed
// on: an [Error] names the statement's file and the kind of error.
//
// A DB is one connection and is not safe for concurrent use; DuckDB works in parallel inside.
package warehouse
