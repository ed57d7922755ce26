package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floorplan says which floors a floor may stand on. Stages never import one another: they meet in models and are
// joined in cmd.
func floorplan() map[string]string {
	return map[string]string{
		"models":    "",
		"sql":       "",
		"extract":   "models",
		"transform": "models",
		"load":      "models sql",
		"cmd":       "models sql extract transform load",
	}
}

// TestFloorplan reads every file's imports.
func TestFloorplan(t *testing.T) {
	t.Parallel()

	const root, module = "../..", "carehouse/"
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		from, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		below, ok := floorplan()[from]
		if !ok {
			t.Errorf("%s: %s is not a floor", rel, from)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkImport(t, rel, from, below, imported, module)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("read %d files: is this the right folder?", files)
	}
}

func checkImport(t *testing.T, rel, from, below, imported, module string) {
	t.Helper()

	rest, ours := strings.CutPrefix(imported, module)
	to, _, _ := strings.Cut(rest, "/")
	test := strings.HasSuffix(rel, "_test.go")
	if ours && to != from && !strings.Contains(" "+below+" ", " "+to+" ") {
		t.Errorf("%s: %s must not import %s", rel, from, to)
	}
	if from == "models" && !ours && strings.Contains(imported, ".") && !test {
		t.Errorf("%s imports %s: models may use only the standard library", rel, imported)
	}
	if strings.HasPrefix(imported, "github.com/marcboeker/go-duckdb") && filepath.Dir(rel) != filepath.Join("load", "warehouse") {
		t.Errorf("%s imports the database driver: it is reached through load/warehouse", rel)
	}
}
