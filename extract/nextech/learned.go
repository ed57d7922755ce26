package nextech

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"carehouse/models"
)

// oldestOpen counts the encounters of an answer, and returns the day of the oldest that is not locked. One that does not say
// is taken for open. Its day counts as it is written: one whose zone is missing is open too. It also reports
// whether each has a key.
func (r *round) oldestOpen(id int64) (oldest time.Time, keyed bool) {
	keyed = true
	for _, record := range r.records {
		summary := summaryOf(record)
		if n, ok := number(summary["encounterId"]); ok {
			r.keys[[2]int64{id, n}] = true
		} else {
			keyed = false // or it is none that a column can hold
		}
		var locked models.YesNo
		var on models.DatePart
		read(summary["encounterLocked"], &locked)
		read(summary["encounterDate"], &on)
		is, _ := locked.Get()
		if _, dated := on.Days(); dated && !is && (oldest.IsZero() || on.Time().Before(oldest)) {
			oldest = on.Time()
		}
	}
	return oldest, keyed
}

// summaryOf returns what an encounter says about itself.
func summaryOf(record object) object {
	var summary object
	_ = json.Unmarshal(record["summary"], &summary) // what is no object says nothing
	return summary
}

// learn returns the mark of a person whom the round has asked for, to be written at its end, and whether it has done so before.
func (r *round) learn(p person) (m *mark, again bool) {
	if m, again = r.marks[p.key]; again {
		return m, true
	}
	known := *r.book.mark(p.key)
	m = &known
	r.marks[p.key] = m
	m.came(r.window.Planned)
	if ids := p.known(m); !slices.Equal(ids, m.IDs) {
		m.becomes(ids, r.window.Planned)
	}
	r.begun[p.key] = *m
	if r.source.everything(r.window) {
		m.Known = earlier(m.Known, r.window.Planned) // they are new no more
	}
	return m, false
}

// lack leaves it open up to when an entry was read of whose patients one was not told: two may have a chart number. What is
// asked of that one the next time would begin too late else.
func (r *round) lack() {
	for key := range r.lacking {
		m, was := r.marks[key], r.begun[key]
		if m == nil { // the roster has lost them since
			continue
		}
		m.Read, m.Had = was.Read, was.Had
		if m.Open.IsZero() || (!was.Open.IsZero() && was.Open.Before(m.Open)) {
			m.Open = was.Open
		}
	}
}

// verdict says what the round is worth. Only where everything was read is somebody gone who did not come, and only of
// those patients whose encounters were told. Where the API fails about a patient, every time, the round is not whole, once. From
// then on they are as one whom the API does not know: nobody else of their window would ever count as read else, and each night
// would begin with all of them anew.
func (r *round) verdict(nameless int) models.Verdict {
	emptied := 0
	if r.emptied() {
		emptied = r.had
	}
	remark := r.source.sums.ends(r.window, tally{
		asked: len(r.done), unknown: r.unknown, denied: r.denied, broken: r.broken, endless: r.endless, nameless: nameless, lost: r.lost(), emptied: emptied,
	})
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(r.keys)), Remark: remark}
	switch failed := r.broken + r.endless; {
	case r.newly > 0 || failed > 0 && failed >= r.everybody():
		v.Outcome = models.Partial
		return v
	case len(r.keys) == 0:
		v.Outcome = models.Empty
	}
	if r.source.everything(r.window) && len(r.within) > 0 && !r.emptied() {
		v.Absence, v.Within = true, strings.Join(r.within, " ")
	}
	return v
}

// fewEncounters is how many may go at once without a person being asked. Where more go, the warehouse waits for one.
const fewEncounters = 10

// emptied reports whether there were some encounters, too few for a person to be asked, and there are none now. An account that
// has lost a right may be told so, an empty list each, slot after slot.
func (r *round) emptied() bool {
	return 0 < r.had && r.had < fewEncounters && len(r.keys) == 0
}

// How long ago somebody may have been read who counts as lost, and of how many the lost ones are too many to say nothing: one in
// so many.
const (
	lostSince = 31 * day
	lostShare = 5
)

// lost counts the patients whom the roster has named lately and names no more, where that are many: half a file, or the answer
// to another query, looks like a roster too.
func (r *round) lost() int {
	asked, lost := r.patients(func(person) bool { return true }), map[int64]bool{}
	for key, m := range r.book.People {
		if _, in := r.people.at[key]; in || m.Read.Before(r.window.Planned.Add(-lostSince)) {
			continue
		}
		for _, id := range m.IDs {
			if !asked[id] {
				lost[id] = true
			}
		}
	}
	if len(lost)*lostShare <= len(asked)+len(lost) {
		return 0
	}
	return len(lost)
}
