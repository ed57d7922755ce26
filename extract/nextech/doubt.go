package nextech

import (
	"fmt"
	"net/http"

	"carehouse/extract/transport"
	"carehouse/models"
)

// doubt is how many patients may be unknown, from the first of a window on, before it is the address that is unknown, or the
// practice; and how many in a row may be closed to us before it is the practice that is closed. Where the roster has fewer, it
// is all of them.
const doubt = 10

// ails is how many patients of a window the API may fail about, every time, or answer at too great a length, before it is
// the API that ails. One document that it cannot make must not keep all others away. Those about whom it has failed before are
// not counted.
const ails = 3

// doubts returns an error where one more patient who is not told is too many. One may be closed to us, or be merged with
// another; that is no reason to leave all others out.
func (r *round) doubts(no *transport.Error, key string) error {
	limit, heard := doubt, r.source.directory.hears(false)
	if !heard {
		limit = min(doubt, r.everybody())
	}
	switch said(no) {
	case http.StatusInternalServerError, http.StatusRequestEntityTooLarge:
		if r.newly == ails && r.failing(key).IsZero() {
			return no
		}
		return nil
	case http.StatusForbidden:
		if r.inARow+1 >= limit {
			return no
		}
		return nil
	}
	if r.came() || heard || r.unknown+1 < limit {
		return nil
	}
	who := fmt.Sprintf("none of the first %d patients", limit)
	if limit < doubt {
		who = "no patient of the roster"
	}
	return &trouble{
		text: who + " is known to the API (status 404)", outcome: models.Failed,
		advice: "look at path_style, practice_id and the roster, then: " + checkCommand(r.source.tenant),
	}
}

// everybody is how many patients can be asked for, but for those whom another window of this run has asked for already.
func (r *round) everybody() int {
	return len(r.patients(func(p person) bool { return !r.source.directory.has(p.key, r.window.To) }))
}

// patients are the ids of some of the roster.
func (r *round) patients(some func(person) bool) map[int64]bool {
	all := map[int64]bool{}
	for _, p := range r.people.people {
		if !some(p) {
			continue
		}
		for _, id := range p.known(r.book.People[p.key]) {
			all[id] = true
		}
	}
	return all
}
