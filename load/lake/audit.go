package lake

import "carehouse/models"

// Measures are what several ways of looking at the same rows must agree on.
type Measures struct {
	Rows    int64              `json:"rows"`
	Columns map[string]Measure `json:"columns"`
}

// A Measure is what is known of one column: how many values are not null, and their exact sum. A text counts as its
// length in bytes, a flag as 0 or 1, money in ten-thousandths, days and microseconds from 1970.
type Measure struct {
	Values int64 `json:"values"`
	Sum    Sum   `json:"sum"`
}

// Plus returns the measures of two sets of rows together. Columns that only one of them has are left out.
func (m Measures) Plus(o Measures) Measures {
	sum := Measures{Rows: m.Rows + o.Rows, Columns: map[string]Measure{}}
	for name, a := range m.Columns {
		if b, ok := o.Columns[name]; ok {
			sum.Columns[name] = Measure{Values: a.Values + b.Values, Sum: a.Sum.Plus(b.Sum)}
		}
	}
	return sum
}

// sampledMoney is how many columns of money are read back from a large file.
const sampledMoney = 4

// sample returns the columns that are read back from files of any size: the record's key, the content's hash, which
// stands for all of it, and some of the money.
func sample(t *models.Table) []models.Column {
	var columns []models.Column
	money := 0
	for _, c := range Audit(t) {
		if c.Kind == models.KindMoney {
			if money++; money > sampledMoney {
				continue
			}
		}
		columns = append(columns, c)
	}
	return columns
}

// Audit returns the columns that the writer of a file measures, and that DuckDB does: the record's key, the content's
// hash and all money.
func Audit(t *models.Table) []models.Column {
	var columns []models.Column
	for _, c := range t.Columns {
		if c.Key && t.Parent == nil || c.Role == models.FromParent || c.Name == models.ColHash || c.Kind == models.KindMoney {
			columns = append(columns, c)
		}
	}
	return columns
}

// An auditor measures the audited columns as they are written.
type auditor struct {
	names []string
	at    []int
	seen  []Measure
}

func newAuditor(t *models.Table) *auditor {
	a := &auditor{}
	for _, c := range Audit(t) {
		a.names = append(a.names, c.Name)
		a.at = append(a.at, t.Column(c.Name))
	}
	a.seen = make([]Measure, len(a.at))
	return a
}

func (a *auditor) add(columns []column) {
	for n, at := range a.at {
		columns[at].measure(&a.seen[n])
	}
}

func (a *auditor) measures(rows int64) Measures {
	m := Measures{Rows: rows, Columns: make(map[string]Measure, len(a.names))}
	for n, name := range a.names {
		m.Columns[name] = a.seen[n]
	}
	return m
}
