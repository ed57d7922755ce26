package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/warehouse"
	"carehouse/sql"
)

// A question of the tour is a report with its parameters, about some sources or, with no names, about all that there are.
type question struct {
	about  []string
	title  string
	report string
	args   []any
}

// tour looks around in what the demo published.
func (p *Pipeline) tour(ctx context.Context, ask engine.Run, between time.Time, got *engine.Demo) error {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return err
	}
	err = r.tour(ctx, between, got)
	return errors.Join(err, r.close())
}

func (r *run) tour(ctx context.Context, between time.Time, got *engine.Demo) error {
	questions, err := r.questions(ctx, between)
	if err != nil {
		return err
	}
	for _, q := range questions {
		if slices.ContainsFunc(q.about, func(source string) bool { return !slices.Contains(r.held, source) }) {
			continue
		}
		answer, err := r.db.Report(ctx, q.report, q.args...)
		if err != nil {
			return err
		}
		if len(answer.Rows) == 0 {
			continue
		}
		text, err := sql.Text("report/" + q.report)
		if err != nil {
			return err
		}
		got.Tour = append(got.Tour, engine.Stop{Title: q.title, Query: statement(text), Head: head(answer), Rows: body(answer)})
	}
	return nil
}

// The sources that the tour has questions about.
const (
	tourClaims    = "tpastream"
	tourCharges   = "tebra"
	tourDocuments = "nextech"
	tourPortal    = "supergood"
)

func (r *run) questions(ctx context.Context, between time.Time) ([]question, error) {
	questions := []question{{title: "What is there", report: "tour_tables"}}
	if slices.Contains(r.held, tourClaims) {
		claim, err := r.db.Report(ctx, "tour_claim")
		if err != nil {
			return nil, err
		}
		if len(claim.Rows) > 0 {
			questions = append(questions, question{
				title: "A claim with its lines", report: "tour_lines", args: []any{claim.Rows[0][0].Text, number(claim.Rows[0][1].Text)},
			})
		}
	}
	claims, charges := []string{tourClaims}, []string{tourCharges}
	return append(
		questions,
		question{about: charges, title: "Charges with their payers", report: "tour_charges"},
		question{about: claims, title: "As of before the changes, and now", report: "tour_as_of", args: []any{between}},
		question{about: claims, title: "The versions of a claim that changed", report: "tour_versions"},
		question{title: "Receipts: what DuckDB holds and what another reader finds in Parquet", report: "tour_receipts"},
		question{title: "How fresh it is", report: "tour_freshness"},
		question{
			about: []string{tourCharges, tourDocuments, tourPortal}, report: "tour_join",
			title: "People whom three APIs know, by name and day of birth, and what each has of them",
		},
	), nil
}

// statement returns a report's query without its header.
func statement(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "--") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func head(r warehouse.Report) []string {
	names := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		names[i] = c.Name
	}
	return names
}

func body(r warehouse.Report) [][]string {
	rows := make([][]string, len(r.Rows))
	for i, row := range r.Rows {
		for _, v := range row {
			text := v.Text
			if v.Null {
				text = "-"
			}
			rows[i] = append(rows[i], text)
		}
	}
	return rows
}
