package tebra

import (
	"net/url"
	"strconv"
	"strings"

	"carehouse/extract/transport"
)

// A question is what a walk asks next.
type question struct {
	op       *operation
	criteria []member
	table    string
	practice int64             // that it is about; 0 is none
	given    map[string]string // what the answer does not repeat
	place    []string          // what names the place in the walk, as pairs of key and value: "practice", "3"
	check    func(*answer) error

	list   bool // it asks which practices there are
	splits bool // a narrower question can be asked instead
	one    bool // it asks for one record, whose loss does not spoil the others
}

// about makes a question one of a practice.
func (q question) about(practice int64) question {
	id := strconv.FormatInt(practice, 10)
	q.practice = practice
	q.given = map[string]string{"practice_id": id}
	q.place = append([]string{"practice", id}, q.place...)
	return q
}

// The notes of pages that stand in for an answer.
const (
	noteSplit   = "split"   // the span was too much for the service
	noteClosed  = "closed"  // the practice is closed to the user
	noteUnread  = "unread"  // the service cannot tell this record
	noteUnasked = "unasked" // there was nothing to ask
)

// standIn returns the note of the page that is landed for an error which does not end the walk, or "".
func (q *question) standIn(err error) string {
	switch {
	case q.splits && tooMuch(err):
		return noteSplit
	case q.practice != 0 && is(err, closed):
		return noteClosed
	case q.one && is(err, faulty, failing):
		return noteUnread
	}
	return ""
}

// patience is how often a question is asked that the service may fall over again, when there is another way.
const patience = 2

// enough ends the attempts at what has another way.
func (q *question) enough(fail *transport.Error, attempts int) bool {
	return attempts >= patience && q.standIn(fail) != ""
}

// noteKey parts a page's place from why it stands in for an answer.
const noteKey = "&instead="

// token writes down where in the walk a page is.
func (q *question) token(note string) string {
	var b strings.Builder
	for i := 0; i < len(q.place); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(q.place[i] + "=" + url.QueryEscape(q.place[i+1]))
	}
	if note != "" {
		b.WriteString(noteKey + note)
	}
	return b.String()
}
