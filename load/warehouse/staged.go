package warehouse

import (
	"time"

	"carehouse/load/lake"
	"carehouse/models"
)

// Staged is a window that is landed and flattened, ready to be merged.
type Staged struct {
	Window  models.Window
	Verdict models.Verdict
	Ended   time.Time // when the last page was landed, UTC; the moment at which absent records count as gone
	Run     string    // the run that merges it

	Roots   []StagedRoot // one a root table that pages of the window belong to; none for a window without pages
	Rejects []models.Reject
	Notes   map[models.Note]int64
	Pages   []PageFact
}

// A StagedRoot is what a window brought for one root table.
type StagedRoot struct {
	Root *models.Table
	// Landed is how many records were found in the pages that count. Each is a row of a unit, or a reject that is Whole.
	Landed int64
	// Sweep says that the window's verdict is about this table: with Verdict.Absence, what it did not see is missing.
	Sweep bool
	// Span names the column that the window's from and to are about. Where the mode is [models.Windows], only records
	// in the span can be missing, and none without a name here. A verdict's Within limits them further.
	Span  string
	Units []Unit
}

// A Unit is a run of pages that were flattened together, and the Parquet files that came of it.
type Unit struct {
	Number    int // from 1, in the order of pages
	FirstPage int
	LastPage  int
	Files     map[string]lake.File // by table; a table without rows has none
}

// A PageFact is what the ledger keeps of a landed page.
type PageFact struct {
	Number   int
	Table    string
	Sweep    int
	Call     string
	AskedAt  time.Time
	RawBytes int64
	SHA256   string
}

// files returns the paths of a table's staged files, in the order of units.
func (r StagedRoot) files(table string) []string {
	var paths []string
	for _, u := range r.Units {
		if f, ok := u.Files[table]; ok {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// longText is how many bytes of a file a row with long texts has, packed. Other rows have some dozens.
const longText = 1 << 10

// longTextRows is how many such rows matter. A file's footer has up to some hundred kilobytes, however few its rows are.
const longTextRows = 1_000

// LongTexts reports whether among what is to be merged there are tables of long texts, documents for instance.
func LongTexts(all []Staged) bool {
	for _, s := range all {
		for _, r := range s.Roots {
			for _, u := range r.Units {
				for _, f := range u.Files {
					if f.Bytes > longText*max(f.Rows, longTextRows) {
						return true
					}
				}
			}
		}
	}
	return false
}

// measures adds up what the files' writer saw of a table.
func (r StagedRoot) measures(t *models.Table) lake.Measures {
	total := lake.Measures{Columns: map[string]lake.Measure{}}
	for _, c := range lake.Audit(t) {
		total.Columns[c.Name] = lake.Measure{}
	}
	for _, u := range r.Units {
		if f, ok := u.Files[t.Name]; ok {
			total = total.Plus(f.Measures)
		}
	}
	return total
}

// wholeRejects counts the records of a table that were set aside as a whole.
func (s Staged) wholeRejects(root string) int64 {
	var n int64
	for _, r := range s.Rejects {
		if r.Whole && r.Table == root {
			n++
		}
	}
	return n
}

// Changes says what a window does, or would do, to each root table.
type Changes struct {
	Tables []TableChanges
}

// Any reports whether anything at all changes: a record, or what is known of its absence.
func (c Changes) Any() bool {
	for _, t := range c.Tables {
		if t.Inserted+t.Updated+t.Deleted+t.Missed+t.SeenAgain > 0 {
			return true
		}
	}
	return false
}

// TableChanges counts what becomes of a window's records. Inserted, Updated, Same and Older add up to Keys.
type TableChanges struct {
	Table     string
	Arrived   int64 // records
	Keys      int64 // different keys among them
	Inserted  int64
	Updated   int64
	Same      int64 // the hash is that of the present version
	Older     int64 // the present version is newer
	Deleted   int64 // missing from two complete sweeps in a row
	Missed    int64 // missing for the first time
	SeenAgain int64 // marked as missing before, and here
	Before    int64 // the tenant's records before
}
