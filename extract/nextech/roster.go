package nextech

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"carehouse/extract/transport"
)

// slots is how many parts the roster falls into. Each has its turn once in full_every.
const slots = 30

// A person is an entry of the roster.
type person struct {
	key   string // a hash of what the entry is known by
	slot  int
	chart string  // "" is not known
	ids   []int64 // as the roster has them; none are looked up
}

// A roster is who there is, in the order of slots and keys.
type roster struct {
	people []person
	at     map[string]int // by key
}

// newPerson returns the entry of a chart number, or of an id where there is none.
func newPerson(chart string, id int64) person {
	name := "chart\x00" + chart
	if chart == "" {
		name = "id\x00" + strconv.FormatInt(id, 10)
	}
	hash := sha256.Sum256([]byte(name))
	p := person{
		key: hex.EncodeToString(hash[:8]), slot: int(binary.BigEndian.Uint32(hash[8:]) % slots), chart: chart,
	}
	if id > 0 {
		p.ids = []int64{id}
	}
	return p
}

// gather makes a roster of entries. What comes twice is one entry, with all ids that it has.
func gather(all []person) *roster {
	r := &roster{at: map[string]int{}}
	for _, p := range all {
		i, known := r.at[p.key]
		if !known {
			r.at[p.key] = len(r.people)
			r.people = append(r.people, p)
			continue
		}
		for _, id := range p.ids {
			if !slices.Contains(r.people[i].ids, id) {
				r.people[i].ids = append(slices.Clone(r.people[i].ids), id)
			}
		}
	}
	slices.SortFunc(r.people, func(a, b person) int {
		return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.key, b.key))
	})
	for i, p := range r.people {
		slices.Sort(p.ids)
		r.at[p.key] = i
	}
	return r
}

// The columns of a roster.
const (
	chartColumn = "chart_number"
	idColumn    = "patient_id"
)

// errNoColumn means that a roster names nobody.
var errNoColumn = errors.New("has no column " + chartColumn + " or " + idColumn)

// errParted means that a spreadsheet has written what it calls CSV.
var errParted = errors.New("parts its columns by something else than commas")

// errWide means that it has written its letters in two bytes each.
var errWide = errors.New("is UTF-16; save it as UTF-8")

// errTwice means that nobody can tell which column is meant.
var errTwice = errors.New("has two columns " + chartColumn + " or " + idColumn)

// byteOrder is what some programs write in front of a text.
const byteOrder = "\uFEFF"

// columnsOf finds the columns of a roster; -1 is one that is not there.
func columnsOf(header []string) (chart, id int, err error) {
	is := func(name, want string) bool { return strings.EqualFold(strings.TrimSpace(name), want) }
	place := func(want string) int {
		return slices.IndexFunc(header, func(name string) bool { return is(name, want) })
	}
	last := func(want string) int {
		at := -1
		for i, name := range header {
			if is(name, want) {
				at = i
			}
		}
		return at
	}
	chart, id = place(chartColumn), place(idColumn)
	switch all := strings.ToLower(strings.Join(header, ",")); {
	case chart < 0 && id < 0 && strings.ContainsAny(all, ";\t|") && (strings.Contains(all, chartColumn) || strings.Contains(all, idColumn)):
		return chart, id, errParted
	case chart < 0 && id < 0:
		return chart, id, errNoColumn
	case chart != last(chartColumn) || id != last(idColumn):
		return chart, id, errTwice
	}
	return chart, id, nil
}

// readPerson reads a row. A row with nothing in it is nobody. Errors do not repeat what is there.
func readPerson(row []string, chart, id int) (p person, ok bool, err error) {
	field := func(at int) string {
		if at < 0 || at >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[at])
	}
	number := int64(0)
	if text := field(id); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 {
			return person{}, false, errors.New(idColumn + " is no number above 0")
		}
		number = n
	}
	name := field(chart)
	if !utf8.ValidString(name) { // nobody would be found by it
		return person{}, false, errors.New(chartColumn + " is not UTF-8")
	}
	if name == "" && number == 0 {
		return person{}, false, nil
	}
	return newPerson(name, number), true, nil
}

// parseRoster reads a CSV file. Its errors number lines and never repeat them.
func parseRoster(from io.Reader) (*roster, error) {
	text := bufio.NewReader(from)
	switch mark, _ := text.Peek(len(byteOrder)); {
	case string(mark) == byteOrder:
		_, _ = text.Discard(len(byteOrder)) // a quote behind it would be in the middle of a field
	case bytes.HasPrefix(mark, []byte("\xFF\xFE")), bytes.HasPrefix(mark, []byte("\xFE\xFF")):
		return nil, errWide
	}
	reader := csv.NewReader(text)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return nil, errors.New("has no header")
	}
	chart, id, err := columnsOf(header)
	if err != nil {
		return nil, err
	}
	var all []person
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return gather(all), nil
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fmt.Errorf("line %d: is not CSV", broken.Line)
		}
		if err != nil {
			return nil, errors.New("cannot be read to its end")
		}
		line, _ := reader.FieldPos(0)
		p, ok, err := readPerson(row, chart, id)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		if ok {
			all = append(all, p)
		}
	}
}

// rosterOf makes a roster of the answer to a query.
func rosterOf(rows transport.Rows) (*roster, error) {
	chart, id, err := columnsOf(rows.Columns)
	if err != nil {
		return nil, err
	}
	var all []person
	for i, row := range rows.Values {
		p, ok, err := readPerson(row, chart, id)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		if ok {
			all = append(all, p)
		}
	}
	return gather(all), nil
}

// isQuery reports whether a roster is asked of the database.
func isQuery(path string) bool { return strings.EqualFold(filepath.Ext(path), ".sql") }

// openRoster reads a file. Its error does not name it: the configuration does.
func openRoster(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New("cannot be opened: " + reason(err))
	}
	return f, nil
}
