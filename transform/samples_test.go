package transform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/tpastream"
)

// TestSamples flattens the vendor's own samples, which are not part of this repository. Several are not JSON: the
// vendor's pages have comments and trailing commas in them. The expected rows are ours.
func TestSamples(t *testing.T) {
	t.Parallel()

	paths, err := filepath.Glob(filepath.Join("..", "..", "shared", "apis", "samples", "tpastream_*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("the vendor's samples are not beside this repository")
	}
	tables := map[string]*models.Table{}
	for _, root := range tpastream.Tables() {
		tables[root.Name] = root
	}
	for _, path := range paths {
		name, _, _ := strings.Cut(filepath.Base(path), ".json")
		table := "claims"
		switch {
		case strings.Contains(name, "employer"):
			table = "employers"
		case strings.Contains(name, "events"):
			table = "events"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := Compile(tables[table])
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, report(both(t, plan, testPage(string(body)))))
		})
	}
}
