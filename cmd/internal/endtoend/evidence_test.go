package endtoend

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"carehouse/extract/tpastream/simulator"
	"carehouse/load/generation"
)

// An evidence is what the program has said and left behind, and the words that must not be in it.
type evidence struct {
	mu    sync.Mutex
	texts []text
	words []string
}

type text struct{ where, what string }

// add keeps texts. Where says where they were found.
func (e *evidence) add(where string, texts ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, what := range texts {
		if what != "" {
			e.texts = append(e.texts, text{where, what})
		}
	}
}

// forbid adds words to look for.
func (e *evidence) forbid(words ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.words = append(e.words, words...)
}

// number is what a social security number looks like here: all that the simulator makes up begin with 900.
var number = regexp.MustCompile(`\b900-\d\d-\d{4}\b|\b900\d{6}\b`)

// numbered reports whether such a number is in a text. Only where one may begin is looked closely: there is much to search.
func numbered(text string) bool {
	const before, longest = 1, len("900-00-0000 ")
	for at := 0; ; at += len("900") {
		i := strings.Index(text[at:], "900")
		if i < 0 {
			return false
		}
		if at += i; number.MatchString(text[max(at-before, 0):min(at+longest, len(text))]) {
			return true
		}
	}
}

// leaks lists the places in which something stands that must not be there, without saying it again.
func (e *evidence) leaks() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	needles := needles(append(
		simulator.New(simulator.Options{Claims: -1, Canaries: true}).Canaries(),
		append(slices.Compact(slices.Sorted(slices.Values(e.words))), apiKey, simulator.DefaultEmail+":"+apiKey)...,
	))
	look := lookFor(needles)
	var leaks []string
	for _, t := range e.texts {
		if numbered(t.what) {
			leaks = append(leaks, t.where+": a social security number")
		}
		for _, needle := range look.in(t.what) {
			leaks = append(leaks, t.where+": "+needles[needle])
		}
	}
	return leaks
}

// shortest is how long a needle is at least.
const shortest = 6

// A search finds many needles in one walk over a text: there are thousands, and much to search.
type search struct {
	maybe [1 << 16]bool       // by a digest of how a needle begins
	begin map[uint64][]string // by how they begin
}

func lookFor(needles map[string]string) *search {
	s := &search{begin: map[uint64][]string{}}
	for needle := range needles {
		var key uint64
		for i := range shortest {
			key = key<<8 | uint64(needle[i])
		}
		s.maybe[digestOf(key)] = true
		s.begin[key] = append(s.begin[key], needle)
	}
	return s
}

func digestOf(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> 48 }

// in returns the needles that are in a text, each once. Nobody else writes while it reads, and the race detector would make
// minutes of it.
//
//go:norace
func (s *search) in(text string) []string {
	const whole = 1<<(8*shortest) - 1
	found := map[string]bool{}
	var key uint64
	for i := range len(text) {
		key = (key<<8 | uint64(text[i])) & whole
		if i < shortest-1 || !s.maybe[digestOf(key)] {
			continue
		}
		for _, needle := range s.begin[key] {
			if strings.HasPrefix(text[i-shortest+1:], needle) {
				found[needle] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// needles are words in all the ways in which a program may write them without meaning to.
func needles(words []string) map[string]string {
	needles := map[string]string{}
	for i, word := range words {
		about := func(how string) string {
			if i < 5 { // the words themselves are no secret
				return word + " " + how
			}
			return fmt.Sprintf("word %d %s", i, how)
		}
		for how, written := range encoded(word) {
			if len(written) >= shortest { // shorter ones stand everywhere by chance
				needles[written] = about(how)
			}
		}
	}
	return needles
}

func encoded(word string) map[string]string {
	quoted, _ := json.Marshal(word)
	var ascii, escaped strings.Builder
	for _, r := range word {
		if r > 126 {
			fmt.Fprintf(&ascii, `\u%04x`, r)
		} else {
			ascii.WriteRune(r)
		}
	}
	_ = xml.EscapeText(&escaped, []byte(word))
	ways := map[string]string{
		"as it is": word, "as JSON": strings.Trim(string(quoted), `"`), "as ASCII JSON": ascii.String(),
		"as XML": escaped.String(), "in a query": url.QueryEscape(word), "in a path": url.PathEscape(word),
		"in hex": hex.EncodeToString([]byte(word)), "in HEX": strings.ToUpper(hex.EncodeToString([]byte(word))),
		"quoted": strings.Trim(fmt.Sprintf("%q", word), `"`), "as bytes": strings.Trim(fmt.Sprintf("%d", []byte(word)), "[]"),
	}
	// Within a longer text, base64 depends on where the word begins; what is sure are the groups of three bytes inside.
	for offset := range 3 {
		raw := append(make([]byte, offset), word...)
		raw = raw[:len(raw)/3*3]
		from := (offset + 2) / 3 * 4
		for name, coding := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64 for addresses": base64.URLEncoding} {
			ways[fmt.Sprint("in ", name, " at ", offset)] = coding.EncodeToString(raw)[from:]
		}
	}
	return ways
}

// watched keeps what the house holds when its test is over.
func (h *house) watched(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		if err := h.collect(t.Name()); err != nil {
			t.Errorf("looking around: %v", err)
		}
		for _, left := range got(os.ReadDir(h.path("tmp")))(t) {
			t.Errorf("%s was left in the folder for temporary files", left.Name())
		}
	})
}

// collect keeps every file of a house but three kinds: landed pages and Parquet files hold what the API said, that is
// what they are for, and the database holds it too. Of Parquet files the footers are kept, of the database the ledger.
func (h *house) collect(name string) error {
	err := filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path == h.path(h.secret) && h.secret != "" {
			return filepath.SkipDir
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		where := name + ": " + strings.TrimPrefix(path, h.dir+string(filepath.Separator))
		switch {
		case filepath.Ext(path) == ".zst", filepath.Ext(path) == ".duckdb", d.Name() == h.secret:
			return nil
		case filepath.Ext(path) == ".parquet":
			foot, err := footer(path)
			told.add(where+": footer", foot)
			return err
		}
		raw, err := os.ReadFile(path)
		told.add(where, string(raw))
		return err
	})
	return errors.Join(err, h.collectLedger(name))
}

func (h *house) collectLedger(name string) error {
	home, err := generation.OpenReader(h.path("home"))
	if err != nil {
		return err
	}
	g, ok, err := home.Current()
	if err != nil || !ok {
		return err
	}
	r, err := newReader(g.Dir)
	if err != nil {
		return err
	}
	defer r.db.Close()
	tables, err := r.asked("SELECT table_name FROM information_schema.tables WHERE table_schema = 'meta' ORDER BY 1")
	if err != nil {
		return err
	}
	if len(tables) < 8 {
		return fmt.Errorf("the ledger has %d tables", len(tables))
	}
	for _, table := range tables {
		rows, err := r.asked("SELECT string_agg(t::VARCHAR, chr(10)) FROM meta." + table + " AS t")
		if err != nil {
			return err
		}
		told.add(name+": meta."+table, rows...)
	}
	return nil
}

// footer returns what stands in a Parquet file behind its pages. A file that was not finished has none.
func footer(path string) (string, error) {
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) < 12 || string(raw[len(raw)-4:]) != "PAR1" {
		return "", err
	}
	size := int(binary.LittleEndian.Uint32(raw[len(raw)-8:]))
	if size > len(raw)-12 {
		return "", fmt.Errorf("%s: a footer of %d bytes", filepath.Base(path), size)
	}
	return string(raw[len(raw)-8-size:]), nil
}
