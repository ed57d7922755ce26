package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"carehouse/cmd/internal/cli/engine"
)

// everyReject is a limit that is none.
const everyReject = int64(1) << 40

// rejects lists what was set aside, newest first.
func (p *Pipeline) rejects(ctx context.Context, ask engine.Run, what engine.RejectsAsk) (engine.Rejects, error) {
	all, err := p.allRejects(ctx, ask, what.Scope)
	got := engine.Rejects{Total: int64(len(all)), Rejects: all}
	if what.Limit > 0 && len(all) > what.Limit {
		got.Rejects = all[:what.Limit]
	}
	return got, err
}

// reject finds one by its id.
func (p *Pipeline) reject(ctx context.Context, ask engine.Run, id string) (engine.Reject, error) {
	all, err := p.allRejects(ctx, ask, engine.Scope{})
	if err != nil {
		return engine.Reject{}, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return engine.Reject{}, &engine.Fault{
		Exit: engine.Usage, What: "no reject has the id " + id, Why: "ids are those of the list", Next: "carehouse rejects list",
	}
}

func (p *Pipeline) allRejects(ctx context.Context, ask engine.Run, in engine.Scope) ([]engine.Reject, error) {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return nil, err
	}
	all, err := r.allRejects(ctx, in)
	return all, errors.Join(err, r.close())
}

func (r *run) allRejects(ctx context.Context, in engine.Scope) ([]engine.Reject, error) {
	all := []engine.Reject{}
	if r.db == nil {
		return all, nil
	}
	report, err := r.db.Report(ctx, "rejects", everyReject)
	if err != nil {
		return nil, err
	}
	seen := map[scope]map[string]int{} // how often a window was met, to number its rejects
	for _, row := range report.Rows {
		s := scope{row[0].Text, row[1].Text, row[2].Text}
		if seen[s] == nil {
			seen[s] = map[string]int{}
		}
		window := row[3].Text
		seen[s][window]++
		if !in.Has(s.source, s.tenant, s.dataset) {
			continue
		}
		all = append(all, engine.Reject{
			ID:     fmt.Sprintf("%s/%s/%s/%d", s.tenant, s.dataset, window, seen[s][window]),
			Source: s.source, Tenant: s.tenant, Window: window,
			Page: int(number(row[4].Text)), Record: int(number(row[5].Text)),
			Table: row[6].Text, Path: row[7].Text, Reason: row[8].Text, Whole: row[9].Text == "true",
			Seen:    r.planned(s, window),
			Landing: r.landed(s, window, row[4].Text),
		})
	}
	return all, nil
}

// landed is where a page lies, when it is there still.
func (r *run) landed(s scope, window, page string) string {
	for _, w := range r.windows {
		if f := w.Facts(); scopeOf(f.Window) == s && f.Window.ID == window {
			name := strings.Repeat("0", max(0, 6-len(page))) + page + ".zst"
			return filepath.Join(r.home.Dir(), landingName, s.source, s.tenant, s.dataset, window, name)
		}
	}
	return ""
}

// planned is when a window was planned.
func (r *run) planned(s scope, window string) time.Time {
	for _, w := range r.windows {
		if f := w.Facts(); scopeOf(f.Window) == s && f.Window.ID == window {
			return f.Window.Planned
		}
	}
	return time.Time{}
}
