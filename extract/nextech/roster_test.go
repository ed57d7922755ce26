package nextech

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// named writes a roster as "chart:ids".
func named(r *roster) []string {
	var all []string
	for _, p := range r.people {
		var text strings.Builder
		text.WriteString(p.chart + ":")
		for _, id := range p.ids {
			text.WriteString(" " + strconv.FormatInt(id, 10))
		}
		all = append(all, text.String())
	}
	slices.Sort(all)
	return all
}

func TestRosters(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		want       []string
		err        string
	}{
		{"charts", "chart_number\nA1\nA2\n", []string{"A1:", "A2:"}, ""},
		{"ids", "patient_id\n1\n2\n", []string{": 1", ": 2"}, ""},
		{"both, in any order and among others", "name,Chart_Number, PATIENT_ID \nCANARY,A1,1\nCANARY,,2\nCANARY,A3,\n", []string{": 2", "A1: 1", "A3:"}, ""},
		{"a mark of byte order and other line ends", "\uFEFFchart_number\r\n A1 \r\n\r\n", []string{"A1:"}, ""},
		{"a mark of byte order and quotes", "\uFEFF\"patient_id\",\"chart_number\"\r\n\"1\",\"0A1\"\r\n", []string{"0A1: 1"}, ""},
		{"two columns of a name", "chart_number,patient_id,Chart_Number\nCANARY,1,A1\n", nil, "has two columns"},
		{"twice", "chart_number,patient_id\nA1,1\nA1,\nA1,1\nA1,2\n,7\n,7\n", []string{": 7", "A1: 1 2"}, ""},
		{"empty rows", "chart_number,patient_id\n,\nA1,1\n ,\n", []string{"A1: 1"}, ""},
		{"short rows", "name,chart_number\nCANARY\nCANARY,A1\n", []string{"A1:"}, ""},
		{"quotes and zeros", "chart_number\n\"00,7\"\n", []string{"00,7:"}, ""},
		{"no column", "id,chart\n1,CANARY\n", nil, "has no column chart_number or patient_id"},
		{"semicolons", "chart_number;patient_id\nCANARY;1\n", nil, "parts its columns by something else than commas"},
		{"tabs", "Name\tChart_Number\nCANARY\tA1\n", nil, "parts its columns by something else than commas"},
		{"letters of Windows in a name", "name,chart_number\n\xD1CANARY,A1\n", []string{"A1:"}, ""},
		{"letters of Windows in a chart number", "chart_number\nA1\nA\xD1CANARY\n", nil, "line 3: chart_number is not UTF-8"},
		{"two bytes a letter", "\xFF\xFEc\x00h\x00a\x00r\x00t\x00", nil, "is UTF-16; save it as UTF-8"},
		{"two bytes a letter, the other way round", "\xFE\xFF\x00c\x00h", nil, "is UTF-16; save it as UTF-8"},
		{"nothing", "", nil, "has no header"},
		{"an id that is none", "patient_id\n1\n\nCANARY\n", nil, "line 4: patient_id is no number above 0"},
		{"an id that is too small", "patient_id\n0\n", nil, "line 2: patient_id is no number above 0"},
		{"an id with a fraction", "patient_id\n1.0\n", nil, "line 2: patient_id is no number above 0"},
		{"a broken quote", "chart_number\nA1\n\"CANARY\n", nil, "is not CSV"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := parseRoster(strings.NewReader(tt.text))
			if (err != nil) != (tt.err != "") {
				t.Fatalf("got error %v, want %q", err, tt.err)
			}
			if err != nil {
				quiet(t, err.Error())
				if !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got error %q, want %q", err, tt.err)
				}
				return
			}
			if got := named(r); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for i, p := range r.people {
				if r.at[p.key] != i || !slices.ContainsFunc(r.in(p.slot), func(q person) bool { return q.key == p.key }) {
					t.Errorf("%s is not where it is looked for", p.chart)
				}
			}
		})
	}
}

// TestARosterThatIsAQuery asks the database, once a run, and says what is wrong with the answer.
func TestARosterThatIsAQuery(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "roster.SQL")
	if err := os.WriteFile(path, []byte("SELECT …"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		rows    func(context.Context, string) (transport.Rows, error)
		want    int
		says    string
		advises string
	}{
		{"rows", func(_ context.Context, query string) (transport.Rows, error) {
			if query != "SELECT …" {
				t.Errorf("got query %q", query)
			}
			return transport.Rows{Columns: []string{"patient_id", "chart_number"}, Values: [][]string{{"1", ""}, {"", "A1"}, {"", ""}}}, nil
		}, 2, "", ""},
		{"no rows", func(context.Context, string) (transport.Rows, error) {
			return transport.Rows{Columns: []string{"patient_id"}}, nil
		}, 0, "the roster names nobody", "sync the source first"},
		{"no column", func(context.Context, string) (transport.Rows, error) {
			return transport.Rows{Columns: []string{"x"}, Values: [][]string{{"CANARY"}}}, nil
		}, 0, "the roster has no column", "carehouse check"},
		{"a row", func(context.Context, string) (transport.Rows, error) {
			return transport.Rows{Columns: []string{"patient_id"}, Values: [][]string{{"1"}, {"CANARY"}}}, nil
		}, 0, "the roster row 2: patient_id is no number", "carehouse check"},
		{"nothing published", func(context.Context, string) (transport.Rows, error) {
			return transport.Rows{}, errors.New("nothing is published yet")
		}, 0, "cannot be answered: nothing is published yet", "carehouse check"},
		{"nobody to ask", nil, 0, "there is no database to ask", "carehouse check"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := testConfig(t, "")
			config.Roster = path
			calls := 0
			env := transport.Env{Clock: time.Now, Vault: extracttest.Vault(), Memory: "memory"}
			if tt.rows != nil {
				env.Rows = func(ctx context.Context, query string) (transport.Rows, error) {
					calls++
					return tt.rows(ctx, query)
				}
			}
			source, err := New(testTenant, config, env)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				r, _, err := source.directory.who(t.Context())
				switch {
				case tt.says != "":
					judged(t, err, models.Failed, tt.says, tt.advises)
				case err != nil || len(r.people) != tt.want:
					t.Errorf("got %+v, %v", r, err)
				}
			}
			if tt.rows != nil && calls != 1 {
				t.Errorf("got %d queries, want one a run", calls)
			}
		})
	}
	config := testConfig(t, "")
	config.Roster += ".not.csv"
	source, err := New(testTenant, config, transport.Env{Clock: time.Now, Vault: extracttest.Vault()})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = source.directory.who(t.Context())
	judged(t, err, models.Failed, "the roster cannot be opened: no such file or directory", "carehouse check")
}
