package warehouse

import (
	"context"
	"fmt"
	"strings"
	"text/template"
	"time"

	"carehouse/load/lake"
	"carehouse/models"
	"carehouse/sql"
)

// A shape is what the statement files' templates are given: names of a compiled table, and nothing else.
type shape struct {
	Source, Name, Doc string
	Columns           []column
	Keys              []string
	Record            string
	VersionOrNull     string
	Audit             []column
	Root              *shape
	Tree              []*shape // the root first

	Staged         bool   // files of it have arrived
	Whole          bool   // every row that arrived is written
	Delta          bool   // look at what was just written only
	Absence        bool   // the window judges who is gone
	Span, SpanType string // the column that a window's span is about
	Within         string // the column that says of which part of the records a row is, where the window saw a part only
	People         bool   // each such part is a person
	From           string // whose rows are measured
}

type column struct {
	Name     string
	SQL      string
	Doc      string
	Required bool
	Number   string // what is summed
	Decimal  bool
}

func newColumn(c models.Column) column {
	number := c.Name
	switch c.Type {
	case models.String:
		number = "strlen(" + c.Name + ")"
	case models.Bool:
		number = c.Name + "::BIGINT"
	case models.Day:
		number = "(" + c.Name + " - DATE '1970-01-01')"
	case models.Timestamp, models.TimestampTZ:
		number = "epoch_us(" + c.Name + ")"
	case models.Int64, models.Int32, models.Decimal:
	}
	return column{
		Name: c.Name, SQL: c.Type.SQL(), Doc: c.Doc, Required: lake.Required(c),
		Number: number, Decimal: c.Type == models.Decimal,
	}
}

// newShape returns the shape of a root and, in its Tree, those of the tables below.
func newShape(root *models.Table) *shape {
	var tree []*shape
	for t := range root.All() {
		s := newShapeOf(t)
		tree = append(tree, s)
		s.Root = tree[0]
	}
	tree[0].Tree = tree
	return tree[0]
}

// newShapeOf returns the shape of one table, without its place in a tree.
func newShapeOf(t *models.Table) *shape {
	s := &shape{
		Source: t.Source, Name: t.Name, Doc: t.Doc, Keys: t.Keys(), Record: t.RecordColumn(), VersionOrNull: "NULL::BIGINT",
	}
	if v := t.Version(); v != "" {
		s.VersionOrNull = v
	}
	for _, c := range t.Columns {
		s.Columns = append(s.Columns, newColumn(c))
	}
	for _, c := range lake.Audit(t) {
		s.Audit = append(s.Audit, newColumn(c))
	}
	return s
}

// words are the functions of the statement templates.
func words() template.FuncMap {
	return template.FuncMap{
		"quote": quote,
		"names": func(prefix string, columns []column) string {
			names := make([]string, len(columns))
			for i, c := range columns {
				names[i] = c.Name
			}
			return list(prefix, names)
		},
		"list": list,
		"same": func(a string, keys []string, b string, others []string) string {
			pairs := make([]string, len(keys))
			for i, k := range keys {
				pairs[i] = a + "." + k + " = " + b + "." + others[i]
			}
			return strings.Join(pairs, " AND ")
		},
		"keytext": func(prefix string, keys []string) string {
			texts := make([]string, len(keys))
			for i, k := range keys {
				texts[i] = prefix + k + "::VARCHAR"
			}
			return "concat_ws(chr(31), " + strings.Join(texts, ", ") + ")"
		},
	}
}

func list(prefix string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return prefix + strings.Join(names, ", "+prefix)
}

// render fills a statement file.
func render(name string, data any) (string, error) {
	text, err := sql.Text(name)
	if err != nil {
		return "", err
	}
	t, err := template.New(name).Funcs(words()).Parse(text)
	if err != nil {
		return "", fmt.Errorf("%s: its template does not parse", name)
	}
	var filled strings.Builder
	if err := t.Execute(&filled, data); err != nil {
		return "", fmt.Errorf("%s: its template does not fit", name)
	}
	return filled.String(), nil
}

// run executes a statement file. With args it must hold one statement.
func (d *DB) run(ctx context.Context, name string, data any, args ...any) error {
	text, err := render(name, data)
	if err != nil {
		return err
	}
	_, err = d.conn.ExecContext(ctx, text, args...)
	return d.quiet(name, err)
}

// ask executes a statement file that answers with one row.
func (d *DB) ask(ctx context.Context, name string, data any, dest ...any) error {
	text, err := render(name, data)
	if err != nil {
		return err
	}
	return d.quiet(name, d.conn.QueryRowContext(ctx, text).Scan(dest...))
}

// count executes a statement file that answers with one number.
func (d *DB) count(ctx context.Context, name string, data any) (int64, error) {
	var n int64
	err := d.ask(ctx, name, data, &n)
	return n, err
}

// set gives a variable of the statement files its value.
func (d *DB) set(ctx context.Context, name, typ string, value any) error {
	_, err := d.conn.ExecContext(ctx, "SET VARIABLE "+name+" = ?::"+typ, value)
	return d.quiet("variable "+name, err)
}

// instant is how a time is bound: as text with its zone, null when it is zero.
func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999Z")
}
