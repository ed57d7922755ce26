package pipeline

import (
	"context"
	"maps"

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
	return r.readSetAside(ctx, "set_aside")
}

func (r *run) readSetAside(ctx context.Context, name string) (map[aside]int64, error) {
	report, err := r.db.Report(ctx, name)
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

// setAsides is what was set aside before.
type setAsides struct {
	newest map[aside]int64 // by the newest reading of everything
	most   map[aside]int64 // by any window, at most
}

func (r *run) readSetAsides(ctx context.Context) (setAsides, error) {
	newest, err := r.readAside(ctx)
	if err != nil {
		return setAsides{}, err
	}
	most, err := r.readSetAside(ctx, "set_aside_most")
	return setAsides{newest, most}, err
}

// anew reports whether a window sets other things aside than were known. What a list sets aside it sets aside every
// night, and what changed within two days comes with every window whose span overlaps; what a feed names is new. A reading of
// a part of the account sets aside what it did the last time, and that is somewhere among the windows.
func (before setAsides) anew(s warehouse.Staged) bool {
	now := map[aside]int64{}
	for _, j := range s.Rejects {
		now[aside{scopeOf(s.Window), j.Table, j.Path, string(j.Reason), j.Whole}]++
	}
	mode := s.Window.Mode
	if mode == models.Snapshot && s.Window.Parts != "" {
		mode = models.Modified
	}
	switch mode {
	case models.Snapshot:
		known := map[aside]int64{}
		for what, n := range before.newest {
			if what.scope == scopeOf(s.Window) {
				known[what] = n
			}
		}
		return !maps.Equal(now, known)
	case models.Modified, models.Windows:
		for what, n := range now {
			if n > before.most[what] {
				return true
			}
		}
		return false
	default:
		return len(s.Rejects) > 0
	}
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
	known := map[string]int{}
	for i, p := range past {
		known[p.Window.ID] = i
	}
	for _, w := range r.windowsOf(s) {
		f := w.Facts()
		if at, ok := known[f.Window.ID]; ok {
			if p, ended := f.Past(); ended {
				past[at].Verdict = p.Verdict // the ledger has not all of it
			}
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
