package warehouse

import (
	"context"
	dbsql "database/sql"
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/marcboeker/go-duckdb/v2"

	"carehouse/sql"
)

// A Report is the answer of a statement file under report, ready to be printed: every value is text. What is null has
// its own flag, since an empty text is not nothing.
type Report struct {
	Columns []ReportColumn
	Rows    [][]ReportValue
}

// A ReportColumn is a column of a report; Type is DuckDB's name for it.
type ReportColumn struct{ Name, Type string }

// A ReportValue is one value as text.
type ReportValue struct {
	Text string
	Null bool
}

// Report runs the statement file report/<name>. Args are its parameters.
func (d *DB) Report(ctx context.Context, name string, args ...any) (Report, error) {
	text, err := sql.Text("report/" + name)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", err)
	}
	rows, err := d.conn.QueryContext(ctx, text, args...)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", d.quiet("report/"+name, err))
	}
	defer rows.Close()
	r, err := readReport(rows, math.MaxInt)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", d.quiet("report/"+name, err))
	}
	return r, nil
}

func readReport(rows *dbsql.Rows, most int) (Report, error) {
	var r Report
	types, err := rows.ColumnTypes()
	if err != nil {
		return r, err
	}
	values := make([]any, len(types))
	dest := make([]any, len(types))
	for i, t := range types {
		r.Columns = append(r.Columns, ReportColumn{Name: t.Name(), Type: t.DatabaseTypeName()})
		dest[i] = &values[i]
	}
	for rows.Next() {
		if len(r.Rows) == most {
			return r, ErrMany
		}
		if err := rows.Scan(dest...); err != nil {
			return r, err
		}
		row := make([]ReportValue, len(values))
		for i, v := range values {
			row[i] = printed(v, r.Columns[i].Type)
		}
		r.Rows = append(r.Rows, row)
	}
	return r, rows.Err()
}

// printed writes a value as text: decimals with all their places, times in UTC.
func printed(value any, typ string) ReportValue {
	switch v := value.(type) {
	case nil:
		return ReportValue{Null: true}
	case duckdb.Decimal:
		return ReportValue{Text: decimalText(v)}
	case time.Time:
		switch typ {
		case "DATE":
			return ReportValue{Text: v.Format(time.DateOnly)}
		case "TIMESTAMP":
			return ReportValue{Text: v.Format("2006-01-02T15:04:05.999999")}
		default:
			return ReportValue{Text: v.UTC().Format("2006-01-02T15:04:05.999999Z")}
		}
	default:
		return ReportValue{Text: fmt.Sprint(v)}
	}
}

func decimalText(d duckdb.Decimal) string {
	if d.Scale == 0 {
		return d.Value.String()
	}
	sign, n := "", new(big.Int).Set(d.Value)
	if n.Sign() < 0 {
		sign = "-"
		n.Neg(n)
	}
	digits := fmt.Sprintf("%0*s", int(d.Scale)+1, n.String())
	at := len(digits) - int(d.Scale)
	return sign + digits[:at] + "." + digits[at:]
}
