package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const templateHead = `# The configuration of carehouse. An unknown key is an error, so a slip of the pen is never silent.
# What may be written, for editors: carehouse schema --config > carehouse.schema.json
#
# Secrets are references and never written here: env:NAME (an environment variable) or file:PATH (a file that only
# its owner may read: chmod 600 PATH). Paths are relative to this file.

# Where everything is kept: the answers of the APIs, the Parquet files and the DuckDB database.
home: ./home

# The accounts to fetch. Try them with: carehouse check
tenants:
`

const templateFoot = `
# How many published generations stay (rollback needs one to go back to), and how long the answers of the APIs.
keep: {generations: %d, landing: %s}

# How much of this machine a run may take.
limits: {memory: %s, workers: %d}
`

// Template returns the text of a new configuration. The tenants of the chosen sources are written out; those of the
// others are there as comments. With no choice the first source is chosen.
func Template(drivers []Driver, chosen ...string) string {
	if len(chosen) == 0 && len(drivers) > 0 {
		chosen = []string{drivers[0].Name}
	}
	var b strings.Builder
	b.WriteString(templateHead)
	for _, driver := range drivers {
		mark := "  # "
		for _, name := range chosen {
			if found, ok := Find(drivers, name); ok && found.Name == driver.Name {
				mark = "  "
			}
		}
		lead := "- "
		for line := range strings.SplitSeq(strings.TrimSpace(driver.Sample), "\n") {
			b.WriteString(strings.TrimRight(mark+lead+line, " ") + "\n")
			lead = "  "
		}
	}
	d := defaults()
	fmt.Fprintf(&b, templateFoot, d.Keep.Generations, FormatDuration(d.Keep.Landing),
		FormatSize(d.Limits.Memory), d.Limits.Workers)
	return b.String()
}

// CreateAll writes new files into a folder, by their paths in it, each for nobody else to read. It refuses to replace one, and
// to write outside of the folder.
func CreateAll(dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%s: not a path in the folder", name)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := Create(path, string(files[name])); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// ErrExists means that there is a configuration already. It is never written over.
var ErrExists = errors.New("the file exists")

// Create writes a new file that nobody else may read. It refuses to replace one.
func Create(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return ErrExists
	}
	if err != nil {
		return quiet(err)
	}
	if _, err := f.WriteString(text); err != nil {
		return errors.Join(quiet(err), f.Close())
	}
	return f.Close()
}
