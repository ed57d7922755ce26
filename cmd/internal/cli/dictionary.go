package cli

import (
	"fmt"
	"io"
	"strings"

	"carehouse/models"
)

// A dictionary is every table and column in words, as `schema --format json` prints it.
type dictionary struct {
	Tables []dictionaryTable `json:"tables"`
}

type dictionaryTable struct {
	Source  string             `json:"source"`
	Name    string             `json:"name"`
	Doc     string             `json:"doc"`
	Parent  string             `json:"parent,omitempty"` // the table whose rows have rows here
	List    string             `json:"list,omitempty"`   // the payload's list that the rows come from
	Keys    []string           `json:"keys"`
	Columns []dictionaryColumn `json:"columns"`
}

type dictionaryColumn struct {
	Name    string         `json:"name"`
	Type    string         `json:"type"` // in DuckDB
	Privacy models.Privacy `json:"privacy"`
	Path    string         `json:"path,omitempty"` // in the payload
	Doc     string         `json:"doc"`
}

func dictionaryOf(roots []*models.Table) dictionary {
	d := dictionary{Tables: []dictionaryTable{}}
	for _, root := range roots {
		for t := range root.All() {
			entry := dictionaryTable{Source: t.Source, Name: t.Name, Doc: t.Doc, List: t.List, Keys: t.Keys()}
			if t.Parent != nil {
				entry.Parent = t.Parent.Name
			}
			for _, c := range t.Columns {
				entry.Columns = append(entry.Columns, dictionaryColumn{
					Name: c.Name, Type: c.Type.SQL(), Privacy: c.Privacy, Path: c.Path, Doc: c.Doc,
				})
			}
			d.Tables = append(d.Tables, entry)
		}
	}
	return d
}

// writeMarkdown prints a section a table.
func writeMarkdown(w io.Writer, roots []*models.Table) error {
	var b strings.Builder
	b.WriteString("# Data dictionary\n\nPrivacy: clear says nothing about a person by itself, linked belongs to a person, " +
		"direct names a person, secret opens a door.\n")
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for _, t := range dictionaryOf(roots).Tables {
		fmt.Fprintf(&b, "\n## %s.%s\n\n%s\n\n", t.Source, t.Name, t.Doc)
		key := "Key: `_tenant`, `" + strings.Join(t.Keys, "`, `") + "`."
		if t.Parent != "" {
			from := "from its list `" + t.List + "`"
			if t.List == "" {
				from = "from what stands side by side in it"
			}
			key = fmt.Sprintf("Rows of `%s`, %s. Its record: `_tenant`, `%s`.", t.Parent, from, strings.Join(t.Keys, "`, `"))
		}
		fmt.Fprintf(&b, "%s\n\n| column | type | privacy | meaning |\n| --- | --- | --- | --- |\n", key)
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Type, c.Privacy, cell.Replace(c.Doc))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeSQL prints statements that make empty tables with their comments. Names come from compiled tables, which allow
// nothing that would have to be quoted.
func writeSQL(w io.Writer, roots []*models.Table) error {
	var b strings.Builder
	quote := strings.NewReplacer("'", "''")
	source := ""
	for _, t := range dictionaryOf(roots).Tables {
		if t.Source != source {
			source = t.Source
			fmt.Fprintf(&b, "CREATE SCHEMA IF NOT EXISTS %s;\n", source)
		}
		table := t.Source + "." + t.Name
		fmt.Fprintf(&b, "\nCREATE TABLE %s (\n", table)
		for i, c := range t.Columns {
			end := ","
			if i == len(t.Columns)-1 {
				end = ""
			}
			fmt.Fprintf(&b, "    %s %s%s\n", c.Name, c.Type, end)
		}
		fmt.Fprintf(&b, ");\nCOMMENT ON TABLE %s IS '%s';\n", table, quote.Replace(t.Doc))
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS '%s';\n", table, c.Name, quote.Replace(c.Doc))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
