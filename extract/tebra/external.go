package tebra

import (
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// external are the ids of an integrator, each once, in the order of their file.
type external struct {
	ids    []string
	digest string // of the list, so that a changed file is noticed
}

// maxExternal is how much of an external id the service keeps. It cuts longer ones without a word, so that they would be
// asked for in vain.
const maxExternal = 25

// readExternal reads the ids. Its errors number records and never repeat them.
func readExternal(path string) (external, error) {
	f, err := os.Open(path)
	if err != nil {
		return external{}, errors.New("cannot be opened")
	}
	defer f.Close()
	return parseExternal(f)
}

func parseExternal(from io.Reader) (external, error) {
	reader := csv.NewReader(from)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return external{}, errors.New("has no header")
	}
	header[0] = strings.TrimPrefix(header[0], "\uFEFF")
	column := slices.IndexFunc(header, func(name string) bool { return strings.TrimSpace(name) == "external_id" })
	if column < 0 {
		return external{}, errors.New("has no column external_id")
	}
	var x external
	seen := map[string]bool{}
	for n := 2; ; n++ {
		record, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			sum := digest(x.ids...)
			x.digest = hex.EncodeToString(sum[:8])
			return x, nil
		case err != nil || len(record) <= column:
			return external{}, fmt.Errorf("record %d cannot be read", n)
		}
		id := strings.TrimSpace(record[column])
		switch {
		case len([]rune(id)) > maxExternal:
			return external{}, fmt.Errorf("record %d: longer than the %d characters that the service keeps", n, maxExternal)
		case id != "" && !seen[id]:
			seen[id] = true
			x.ids = append(x.ids, id)
		}
	}
}
