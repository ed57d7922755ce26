package warehouse

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"carehouse/load/lake"
	"carehouse/models"
)

// The stages of a receipt.
const (
	stageAPI     = "api"     // what the API said
	stageLanding = "landing" // what was found in the landed pages
	stageStaged  = "staged"  // what the writer of the Parquet files saw
	stageDuckDB  = "duckdb"  // what DuckDB reads in those files
	stageMerged  = "merged"  // what is in the tables afterwards
	stagePresent = "present" // at a publish: what DuckDB has
	stageLake    = "lake"    // at a publish: what the independent reader finds
)

// A receipt gathers what each stage says of one root table and its children.
type receipt struct {
	staged Staged
	root   StagedRoot
	lines  []receiptLine
}

type receiptLine struct{ table, stage, measure, value string }

func newReceipt(s Staged, root StagedRoot, c TableChanges) *receipt {
	r := &receipt{staged: s, root: root}
	if root.Sweep && s.Verdict.Claimed >= 0 {
		r.add(c.Table, stageAPI, "rows", s.Verdict.Claimed)
	}
	if root.Sweep && s.Verdict.Distinct >= 0 {
		r.add(c.Table, stageLanding, "keys", s.Verdict.Distinct)
	}
	r.add(c.Table, stageLanding, "rows", root.Landed)
	r.add(c.Table, stageLanding, "rejected", s.wholeRejects(c.Table))
	for _, line := range []struct {
		measure string
		value   int64
	}{
		{"keys", c.Keys},
		{"inserted", c.Inserted},
		{"updated", c.Updated},
		{"same", c.Same},
		{"older", c.Older},
		{"deleted", c.Deleted},
		{"missed", c.Missed},
	} {
		r.add(c.Table, stageDuckDB, line.measure, line.value)
	}
	return r
}

func (r *receipt) add(table, stage, measure string, value int64) {
	r.lines = append(r.lines, receiptLine{table, stage, measure, strconv.FormatInt(value, 10)})
}

func (r *receipt) addMeasures(t *shape, stage string, m lake.Measures) {
	r.lines = append(r.lines, measureLines(t, stage, m)...)
}

// measureLines are the parts of measures that a receipt shows: rows and money.
func measureLines(t *shape, stage string, m lake.Measures) []receiptLine {
	lines := []receiptLine{{t.Name, stage, "rows", strconv.FormatInt(m.Rows, 10)}}
	for _, c := range t.Audit {
		if _, seen := m.Columns[c.Name]; seen && c.Decimal {
			lines = append(lines, receiptLine{t.Name, stage, c.Name, m.Columns[c.Name].Sum.Decimal()})
		}
	}
	return lines
}

// refuse makes the error of two stages that disagree.
func (r *receipt) refuse(table, measure string, stages ...StageValue) error {
	w := r.staged.Window
	return &ReceiptError{
		Source: w.Source, Tenant: w.Tenant, Dataset: w.Dataset, Window: w.ID, Table: table, Measure: measure, Stages: stages,
	}
}

// agree compares what two stages have of a table, in the columns that both have looked at.
func agree(t *shape, a, b lake.Measures) (measure, first, second string, ok bool) {
	if a.Rows != b.Rows {
		return "rows", strconv.FormatInt(a.Rows, 10), strconv.FormatInt(b.Rows, 10), false
	}
	for _, c := range t.Audit {
		x, inA := a.Columns[c.Name]
		y, inB := b.Columns[c.Name]
		switch {
		case !inA || !inB:
		case x.Values != y.Values:
			return "values of " + c.Name, strconv.FormatInt(x.Values, 10), strconv.FormatInt(y.Values, 10), false
		case x.Sum != y.Sum && c.Decimal:
			return "sum of " + c.Name, x.Sum.Decimal(), y.Sum.Decimal(), false
		case x.Sum != y.Sum:
			return "sum of " + c.Name, x.Sum.String(), y.Sum.String(), false
		}
	}
	return "", "", "", true
}

// receiveStaged proves, before anything is written, that no record was lost between the landing and DuckDB.
func (d *DB) receiveStaged(ctx context.Context, r *receipt, tree *shape) error {
	for i, t := range tree.Tree {
		table := at(r.root.Root, i)
		written := r.root.measures(table)
		r.addMeasures(t, stageStaged, written)
		if i == 0 {
			if err := r.landedIsStaged(t.Name, written.Rows); err != nil {
				return err
			}
		}
		if !t.Staged {
			continue
		}
		read, err := d.measure(ctx, t, "staged")
		if err != nil {
			return err
		}
		r.addMeasures(t, stageDuckDB, read)
		if measure, a, b, ok := agree(t, written, read); !ok {
			return r.refuse(t.Name, measure, StageValue{stageStaged, a}, StageValue{stageDuckDB, b})
		}
		foreign, err := d.count(ctx, "load/foreign", t)
		if err != nil {
			return err
		}
		if foreign > 0 {
			return r.refuse(t.Name, "rows of another window", StageValue{stageDuckDB, strconv.FormatInt(foreign, 10)})
		}
	}
	return nil
}

// landedIsStaged checks that each record found is a row or a reject, and that a sweep that would delete has seen as
// many keys as the API claimed.
func (r *receipt) landedIsStaged(table string, rows int64) error {
	rejected := r.staged.wholeRejects(table)
	if r.root.Landed != rows+rejected {
		return r.refuse(table, "rows",
			StageValue{stageLanding, strconv.FormatInt(r.root.Landed, 10)},
			StageValue{stageStaged, strconv.FormatInt(rows, 10)},
			StageValue{"rejected", strconv.FormatInt(rejected, 10)})
	}
	v := r.staged.Verdict
	if r.root.Sweep && v.Absence && v.Outcome.Whole() && v.Claimed >= 0 && v.Distinct >= 0 && v.Claimed != v.Distinct {
		return r.refuse(table, "keys of a complete sweep",
			StageValue{stageAPI, strconv.FormatInt(v.Claimed, 10)},
			StageValue{stageLanding, strconv.FormatInt(v.Distinct, 10)})
	}
	return nil
}

// receiveMerged proves that what was to be written is in the tables, once.
func (d *DB) receiveMerged(ctx context.Context, r *receipt, tree *shape, c TableChanges) error {
	if got := c.Inserted + c.Updated + c.Same + c.Older; got != c.Keys {
		return r.refuse(tree.Name, "keys",
			StageValue{stageDuckDB, strconv.FormatInt(c.Keys, 10)}, StageValue{stageMerged, strconv.FormatInt(got, 10)})
	}
	if c.Inserted+c.Updated+c.Deleted == 0 {
		return nil
	}
	if err := d.checkDelta(ctx, r.staged.Window, tree, c); err != nil || c.Inserted+c.Updated == 0 {
		return err
	}
	for i, t := range tree.Tree {
		want := r.root.measures(at(r.root.Root, i))
		if t.Staged && !t.Whole {
			var err error
			if want, err = d.measure(ctx, t, "changed"); err != nil {
				return err
			}
		}
		got, err := d.measure(ctx, t, "window")
		if err != nil {
			return err
		}
		r.addMeasures(t, stageMerged, got)
		if measure, a, b, ok := agree(t, want, got); !ok {
			return r.refuse(t.Name, measure, StageValue{stageDuckDB, a}, StageValue{stageMerged, b})
		}
	}
	return nil
}

// at returns the i-th table of a root.
func at(root *models.Table, i int) *models.Table {
	for t := range root.All() {
		if i == 0 {
			return t
		}
		i--
	}
	return nil
}

var errMeasure = errors.New("an answer that is no sum")

// parseMeasures reads the texts of load/measure.
func parseMeasures(t *shape, texts []string) (lake.Measures, error) {
	rows, err := strconv.ParseInt(texts[0], 10, 64)
	if err != nil {
		return lake.Measures{}, errMeasure
	}
	m := lake.Measures{Rows: rows, Columns: map[string]lake.Measure{}}
	for i, c := range t.Audit {
		values, err := strconv.ParseInt(texts[1+2*i], 10, 64)
		if err != nil {
			return lake.Measures{}, errMeasure
		}
		text := texts[2+2*i]
		if c.Decimal && strings.Contains(text, ".") {
			text = strings.Replace(text, ".", "", 1) // four decimals, so ten-thousandths
		}
		sum, err := lake.ParseSum(text)
		if err != nil {
			return lake.Measures{}, errMeasure
		}
		m.Columns[c.Name] = lake.Measure{Values: values, Sum: sum}
	}
	return m, nil
}
