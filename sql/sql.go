// Package sql holds every statement of the program as a file, and nothing else. It shares its name with
// database/sql; the rare file that needs both calls that one dbsql.
//
// A file begins with comment lines that say what it promises. Files under tables and load are text templates: what
// they are given are names from compiled tables, which never need quoting. Values are bound or set as variables by
// the caller and never become part of a statement.
package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed meta tables load report bench
var files embed.FS

// Text returns the statement file of that name, without its ending: "load/compare".
func Text(name string) (string, error) {
	text, err := files.ReadFile(name + ".sql")
	if err != nil {
		return "", fmt.Errorf("sql: %s: no such file", name)
	}
	return string(text), nil
}

// Names lists the files of a folder, without their ending, in order.
func Names(folder string) []string {
	found, err := fs.Glob(files, folder+"/*.sql")
	if err != nil {
		return nil
	}
	names := make([]string, len(found))
	for i, name := range found {
		names[i] = strings.TrimSuffix(name, ".sql")
	}
	return names
}

// Promise returns the comment that a file begins with, without the dashes.
func Promise(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "--")
		if !ok {
			break
		}
		lines = append(lines, strings.TrimPrefix(rest, " "))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
