package supergood

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
	"time"

	"carehouse/models"
)

// untold stands for the modules where a portal does not say which there are: that it stops to say so may be news as well.
const untold = "-"

// mark says of a verdict's cursor what it is, because people see it: no place in a feed.
const mark = "modules "

// ahead is how far before the portal's clock a change may be dated by one that writes no zone, or is set wrongly.
const ahead = 26 * time.Hour

// A reading is what became of a list.
type reading struct {
	pass    *pass
	keys    map[string]struct{} // of the passes before, whose rows are good too
	begun   time.Time           // when the first page was asked for, by the portal's clock
	newest  time.Time           // the newest change in a record, until then
	modules string              // that all pages were seen with; "" is not known
	mixed   bool                // not all pages were seen with the same
}

// note keeps what the verdict will say of the session and of time. The mark never passes the moment at which the reading
// began: a record on a page that was read by then may have changed before one that was read later, and nobody has seen it.
// A record that is dated by days in the future says nothing at all; it would have our own clock for a mark for ever.
func (r *reading) note(a answer, l *list) {
	if r.begun.IsZero() {
		r.begun = a.at
	}
	for _, e := range l.entries {
		switch {
		case e.changed.After(a.at.Add(ahead)):
			continue
		case e.changed.After(r.begun):
			e.changed = r.begun
		}
		if e.changed.After(r.newest) {
			r.newest = e.changed
		}
	}
	switch {
	case a.modules == "" || a.modules == r.modules:
	case r.modules == "":
		r.modules = a.modules
	default:
		r.modules, r.mixed = a.modules, true
	}
}

// verdict says what the reading is worth. Of a list that would not hold still every row of every pass is good, but nothing
// is concluded from what is missing; nor is it when other modules were to be seen than the last time.
func (r *reading) verdict(w models.Window) models.Verdict {
	p, seen := r.pass, cmp.Or(r.modules, untold)
	v := models.Verdict{
		Outcome: models.Complete, Sweep: p.number, Claimed: p.last, Distinct: p.distinct(),
		Cursor: mark + seen, CursorAt: r.newest,
		Absence: w.Mode != models.Modified && len(p.keyless) == 0,
	}
	changed := r.mixed || w.After != "" && strings.TrimPrefix(w.After, mark) != seen
	switch {
	case p.torn():
		maps.Copy(r.keys, p.keys)
		v.Outcome, v.Sweep, v.Absence = models.Partial, 0, false
		v.Distinct = int64(len(r.keys) + len(p.keyless))
		v.Remark = "the list changed each time that it was read"
		if p.first == p.last && p.last >= 0 {
			v.Remark = fmt.Sprintf("the answers tell of %d records and %d came; if that is each time so, look at paging.total in the profile", p.last, p.distinct())
		}
	case p.cut:
		v.Outcome, v.Absence = models.Partial, false
		v.Remark = "more records may follow the first page, and nothing in it says so; carehouse probe " + w.Tenant +
			" shows what it has, look at paging in the profile"
	case p.marred:
		v.Outcome, v.Absence = models.Partial, false
		v.Remark = "an answer has an error beside its records; where that is none, look at errors.code in the profile"
	case p.distinct() == 0:
		v.Outcome = models.Empty
	}
	switch {
	case v.Outcome == models.Partial:
	case changed && seen == untold:
		v.Absence = false
		v.Remark = "the portal does not say any more which modules are licensed, so nothing is taken for deleted"
	case changed:
		v.Absence = false
		v.Remark = "the licensed modules are others than the last time, so nothing is taken for deleted"
	case v.Outcome == models.Empty && w.Mode == models.Modified:
		v.Remark = "not even the newest change that is known came again: that record is gone, or the deployment does not take " +
			"updated_since as the profile writes it"
	case len(p.keyless) > 0:
		v.Remark = fmt.Sprintf("%d records have no id where the profile looks for it", len(p.keyless))
	case p.shared > 0:
		v.Remark = plural(p.shared, "record") + " with the id of another one in the same answer, which it replaces; look at key in the profile"
	}
	return v
}
