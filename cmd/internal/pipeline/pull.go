package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/logs"
	"carehouse/cmd/internal/progress"
	"carehouse/extract"
	"carehouse/load/landing"
	"carehouse/models"
)

const (
	// inHand is how long the first signal lets a request finish.
	inHand = 10 * time.Second
	// staleAfter is how old an interrupted reading of everything may be and still be continued: the first pages of an
	// older one say what was true too long ago. One that follows another, or asks for parts of the account one by one, is no
	// list that moves while it is read, and may well take longer.
	staleAfter = 24 * time.Hour
)

// errNoVerdict means that a source stopped without saying how its window ended.
var errNoVerdict = errors.New("the source ended the window without a verdict")

// A task is one dataset of one tenant in a run.
type task struct {
	tenant  config.Tenant
	dataset extract.Dataset
	line    progress.Line
	did     engine.SyncDataset
	failure *engine.Failure
	cause   error    // of the failure
	torn    []string // windows that it was to follow, and that turned out to be damaged
	parts   map[string]bool
}

func (t *task) scope() scope { return scope{t.tenant.Source, t.tenant.Name, t.dataset.Name} }

// pull lands what is to be fetched for a dataset: the window that was interrupted, or what the plan says. It plans in any
// case where there may be more: one that follows another may have more to follow by now, and one that was about a part of
// the account has left the others. Where a window that it follows turns out to be damaged, it plans once more without it.
func (r *run) pull(ctx context.Context, t *task, ask engine.SyncAsk) error {
	if ctx.Err() != nil { // it may have waited for the one that it follows
		return context.Cause(ctx)
	}
	all, err := r.goOn(ctx, t, ask)
	if err != nil || all && t.dataset.Leader == "" {
		return err
	}
	var torn error
	for {
		if err := r.relist(t.scope()); err != nil {
			return err
		}
		known := len(t.torn)
		err := r.pullPlanned(ctx, t, ask)
		if len(t.torn) == known {
			return errors.Join(torn, err)
		}
		torn = err
	}
}

// goOn goes on with the window that was interrupted, if there is one and it can be gone on with, and reports whether that
// was about all of the account.
func (r *run) goOn(ctx context.Context, t *task, ask engine.SyncAsk) (bool, error) {
	open, found, err := r.landing.Continue(t.tenant.Source, t.tenant.Name, t.dataset.Name)
	if err != nil || !found {
		return false, err
	}
	defer open.Close()
	why := r.outdated(t, open.Facts(), ask)
	if why == "" {
		err := r.fetch(ctx, t, open)
		if !errors.Is(err, extract.ErrMisfit) && !errors.Is(err, landing.ErrDamaged) {
			return open.Facts().Window.Parts == "", err
		}
		t.tears(open, err)
		why = err.Error()
	}
	return false, open.Abandon(why, r.now())
}

// pullPlanned lands what the plan says.
func (r *run) pullPlanned(ctx context.Context, t *task, ask engine.SyncAsk) error {
	past, err := r.past(ctx, t.tenant.Source, t.tenant.Name, t.dataset.Name)
	if err != nil {
		return err
	}
	for _, w := range t.dataset.Plan(past, r.want(ask, r.leadOf(t))) {
		if err := r.begin(ctx, t, w); err != nil {
			return err
		}
	}
	return nil
}

// want is what is asked of a plan. No two plans of a run are made at the same moment: windows are named by it, and rows
// of a table that several datasets bring are told apart by the names of their windows.
func (r *run) want(ask engine.SyncAsk, lead []models.Past) extract.Want {
	r.mu.Lock()
	now := r.now().Truncate(time.Millisecond)
	if !now.After(r.asked) {
		now = r.asked.Add(time.Millisecond)
	}
	r.asked = now
	r.mu.Unlock()
	return extract.Want{Now: now, Full: ask.Full, Since: ask.Since, Until: ask.Until, Lead: lead}
}

// begin lands a window that was just planned.
func (r *run) begin(ctx context.Context, t *task, w models.Window) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	window, err := r.landing.Begin(w)
	if err != nil {
		return err
	}
	defer window.Close()
	err = r.fetch(ctx, t, window)
	if t.tears(window, err) {
		return errors.Join(err, window.Abandon(err.Error(), r.now()))
	}
	return err
}

// tears notes that what a window follows is damaged, when that is what an error says for the first time.
func (t *task) tears(w *landing.Window, err error) bool {
	after := w.Facts().Window.After
	if !errors.Is(err, errLead) || !errors.Is(err, landing.ErrDamaged) || slices.Contains(t.torn, after) {
		return false
	}
	t.torn = append(t.torn, after)
	return true
}

// outdated says why an interrupted window is not worth going on with, or "".
func (r *run) outdated(t *task, f landing.Facts, ask engine.SyncAsk) string {
	_, led := r.leader(t.dataset, f.Window)
	switch {
	case t.dataset.Leader != "" && f.Window.After != "" && !led:
		return "what it follows is not landed any more"
	case ask.Full && f.Window.Mode != models.Snapshot:
		return "everything was asked for"
	case !led && f.Window.Mode == models.Snapshot && f.Window.Parts == "" && r.now().Sub(f.Window.Planned) > staleAfter:
		return "its first pages are more than a day old"
	default:
		return ""
	}
}

// fetch lands the pages of a window that are not there yet, and ends it.
func (r *run) fetch(ctx context.Context, t *task, window *landing.Window) error {
	facts := window.Facts()
	t.did.Mode = facts.Window.Mode
	t.did.Windows++
	if v := facts.Last(); v != nil { // the run was stopped between the last page and the end
		return r.end(ctx, t, window, *v)
	}
	asking, stop := grace(ctx, inHand)
	defer stop()
	verdict, err := r.land(ctx, t, window, t.dataset.Pages(asking, facts.Window, window.Pages(), r.leadPages(t.dataset, facts.Window)))
	if err != nil && ctx.Err() != nil && errors.Is(err, asking.Err()) {
		err = context.Cause(ctx)
	}
	if err != nil {
		if extract.OutcomeOf(err) == models.NotEntitled {
			return errors.Join(err, r.refused(ctx, t, window))
		}
		return err
	}
	return r.end(ctx, t, window, verdict)
}

// land puts pages that are not there yet into the landing until one carries the verdict.
func (r *run) land(ctx context.Context, t *task, window *landing.Window, pages iter.Seq2[models.Page, error]) (models.Verdict, error) {
	there := len(window.Facts().Pages)
	for page, err := range pages {
		if err != nil {
			return models.Verdict{}, err
		}
		if page.Number > there {
			if err := window.Put(page); err != nil {
				return models.Verdict{}, fmt.Errorf("page %d: %w", page.Number, err)
			}
			t.did.Pages++
			t.count(page)
		}
		if page.Verdict != nil {
			return *page.Verdict, nil
		}
		if ctx.Err() != nil {
			return models.Verdict{}, context.Cause(ctx)
		}
	}
	return models.Verdict{}, errNoVerdict
}

// count tells of a page: how large it is, and of how many parts of the account there are pages now, where the question
// was about a part.
func (t *task) count(page models.Page) {
	t.line.Page(int64(len(page.Body)))
	for _, root := range t.dataset.Tables {
		name := root.Within()
		part, ok := page.Given[name]
		if name == "" || root.Name != page.Table || !ok {
			continue
		}
		if t.parts == nil {
			t.parts = map[string]bool{}
		}
		t.parts[part] = true
		t.line.Parts(int64(len(t.parts)), strings.TrimSuffix(name, "_id"))
	}
}

// end closes a window that has its verdict.
func (r *run) end(ctx context.Context, t *task, window *landing.Window, v models.Verdict) error {
	t.did.Outcome = sum(t.did.Outcome, v.Outcome)
	t.did.Records += max(v.Distinct, 0)
	t.remark(v.Remark)
	f := window.Facts()
	r.logger().LogAttrs(ctx, slog.LevelInfo, "window landed", logs.Source(f.Window.Source), logs.Tenant(f.Window.Tenant),
		logs.Dataset(f.Window.Dataset), logs.Window(f.Window.ID), logs.Outcome(string(v.Outcome)), logs.Pages(len(f.Pages)))
	return window.End(v, r.now())
}

// sum is how a dataset ended of which one window ended so and the next one so: as what of the two is less good, and with
// something where one of them had something.
func sum(a, b models.Outcome) models.Outcome {
	order := []models.Outcome{"", models.Empty, models.Complete}
	if slices.Index(order, b) >= 0 && (slices.Index(order, a) < 0 || slices.Index(order, a) > slices.Index(order, b)) {
		return a
	}
	return b
}

// refused records that the account may not ask for this. The window is done with: there is nothing to load, and
// asking again is the next run's business.
func (r *run) refused(ctx context.Context, t *task, window *landing.Window) error {
	v := models.Verdict{Outcome: models.NotEntitled, Claimed: -1, Distinct: -1}
	if err := r.end(ctx, t, window, v); err != nil {
		return err
	}
	return window.Settle(r.now())
}
