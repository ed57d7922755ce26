package pipeline

import (
	"context"

	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// readMarks reads how many records of each table are marked as missing, and how many of its last whole reading had no
// key and are set aside.
func (r *run) readMarks(ctx context.Context) error {
	r.marked, r.keyless = map[scope]int64{}, map[scope]int64{}
	absences, err := r.db.Report(ctx, "absences")
	if err != nil {
		return err
	}
	for _, row := range absences.Rows {
		r.marked[scope{row[0].Text, row[1].Text, row[2].Text}] = number(row[3].Text)
	}
	found, err := r.readAside(ctx)
	for what, n := range found {
		if what.whole {
			r.keyless[scope{what.source, what.tenant, what.table}] += n
		}
	}
	return err
}

// aside is something that was set aside, but for where it was: that differs each time a list is read.
type aside struct {
	scope

	table, path, reason string
	whole               bool
}

// readAside reads what the newest reading of everything that was loaded has set aside.
func (r *run) readAside(ctx context.Context) (map[aside]int64, error) {
	report, err := r.db.Report(ctx, "set_aside")
	found := map[aside]int64{}
	for _, row := range report.Rows {
		what := aside{
			scope: scope{row[0].Text, row[1].Text, row[2].Text},
			table: row[3].Text, path: row[4].Text, reason: row[5].Text, whole: row[6].Text == "true",
		}
		found[what] = number(row[7].Text)
	}
	return found, err
}

// setAsideAnew reports whether a window sets other things aside than the reading before it. What a list sets aside it
// sets aside every night; what a feed names is new.
func setAsideAnew(s warehouse.Staged, before map[aside]int64) bool {
	if s.Window.Mode != models.Snapshot {
		return len(s.Rejects) > 0
	}
	now := map[aside]int64{}
	for _, j := range s.Rejects {
		now[aside{scopeOf(s.Window), j.Table, j.Path, string(j.Reason), j.Whole}]++
	}
	known := 0
	for what, n := range before {
		if what.scope != scopeOf(s.Window) {
			continue
		}
		if known++; now[what] != n {
			return true
		}
	}
	return len(now) != known
}

// lastWindows finds the window that says how many records there are in each dataset: the newest whole one that is
// loaded, when nothing was loaded after it that may have brought more.
//
// A window that has landed and is not loaded says nothing of what is published, nor does one that was settled after
// it. And what a rewind makes the planner forget stays loaded.
func (r *run) lastWindows(ctx context.Context) error {
	r.last = map[scope]models.Past{}
	holders, err := r.holders(ctx)
	if err != nil {
		return err
	}
	for _, h := range holders {
		for _, dataset := range r.datasetsOf(h.source) {
			s := scope{h.source, h.tenant, dataset}
			past, err := r.loaded(ctx, s)
			if err != nil {
				return err
			}
			for _, p := range past {
				switch {
				case p.Verdict.Outcome.Whole():
					r.last[s] = p
				case p.Verdict.Outcome == models.Partial:
					delete(r.last, s)
				}
			}
		}
	}
	return nil
}

// loaded returns the windows of a dataset that are loaded, oldest first: those of the ledger, and those that were found
// to bring nothing to it.
func (r *run) loaded(ctx context.Context, s scope) ([]models.Past, error) {
	past, err := r.db.Past(ctx, s.source, s.tenant, s.dataset)
	known := map[string]bool{}
	for _, p := range past {
		known[p.Window.ID] = true
	}
	for _, w := range r.windows {
		f := w.Facts()
		if scopeOf(f.Window) != s || known[f.Window.ID] {
			continue
		}
		if f.State == landing.StateEnded {
			break
		}
		if p, ok := f.Past(); ok {
			past = append(past, p)
		}
	}
	byID(past)
	return past, err
}
