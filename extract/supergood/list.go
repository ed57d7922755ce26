package supergood

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// A list is what a walk has to know of an answer.
type list struct {
	entries []entry
	next    string // the cursor or the address of the next page; "" is none
	odd     bool   // there is something in its place that is neither
	more    *bool  // whether more follows, where the answer says it
	silent  bool   // the answer has no member that could say where the list goes on, or that it does not
	total   int64  // how many there are in all; -1 is not known
	marred  bool   // there is an error beside the records
}

// An entry is what a walk has to know of a record.
type entry struct {
	key     string            // "" is none
	hash    [sha256.Size]byte // of the record; stands in for the key of one that has none
	changed time.Time         // zero is not known
}

// Why an answer is no list.
var (
	errNoRecords = errors.New("no records where the profile looks for them")
	errInstead   = errors.New("the answer has an error in place of records")
)

// read parses a body. That it is no JSON may pass; that it has no list does not, as somebody wrote where the list is.
func (s *Source) read(dataset string, body []byte, l *list) error {
	*l = list{total: -1}
	if err := transport.Sound(body); err != nil {
		return err
	}
	d := s.profile.Datasets[dataset]
	raw, ok := recordsIn(body, d.Records)
	l.marred = !nothing(at(body, s.profile.Errors.Code))
	if l.marred && len(raw) == 0 {
		return s.instead(body)
	}
	if !ok {
		t := s.misplaced("the answer is not what the profile says", "datasets."+dataset+".records")
		t.cause = errNoRecords
		return transport.Ruling{Err: t, Final: true}
	}
	for _, record := range raw {
		l.entries = append(l.entries, d.entry(record))
	}
	p := d.Paging
	if p.Next != "" {
		l.next = text(at(body, p.Next))
		l.odd = l.next == "" && !nothing(at(body, p.Next))
	}
	if p.More != "" {
		var more bool
		if value := at(body, p.More); len(value) > 0 && value[0] != 'n' && json.Unmarshal(value, &more) == nil {
			l.more = &more
		}
	}
	l.silent = (p.Next == "" || at(body, p.Next) == nil) && (p.More == "" || at(body, p.More) == nil)
	if p.Total != "" {
		l.total = whole(at(body, p.Total))
	}
	return nil
}

// instead says what an answer without records means that has an error in it, as some deployments answer with status 200
// whatever happens. A dataset that is not licensed would be taken for empty.
func (s *Source) instead(body []byte) error {
	code, told := text(at(body, s.profile.Errors.Code)), s.profile.Errors
	switch {
	case slices.Contains(told.NotLicensed, code):
		return transport.Ruling{Err: s.unlicensed(), Final: true}
	case slices.Contains(told.CursorGone, code):
		return transport.Ruling{Err: errGone, Final: true}
	}
	return errInstead
}

// recordsIn returns the records of a valid body: a list, one record, or nothing. The body itself must be a list: an object
// there is an error or an envelope.
func recordsIn(body []byte, place string) ([]json.RawMessage, bool) {
	raw := at(body, place)
	var all []json.RawMessage
	switch {
	case len(raw) == 0:
		return nil, false
	case raw[0] == 'n':
		return nil, true
	case raw[0] == '[' && json.Unmarshal(raw, &all) == nil:
		return all, true
	case raw[0] == '{' && place != "" && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0:
		return nil, true // no record, as for whoever reads the page for its rows
	case raw[0] == '{' && place != "":
		return []json.RawMessage{raw}, true
	default:
		return nil, false
	}
}

func (d Dataset) entry(record []byte) entry {
	e := entry{key: text(at(record, d.Key)), hash: sha256.Sum256(record)}
	if changed, ok := moment(at(record, d.UpdatedAt)); ok {
		e.changed = changed
	}
	return e
}

// parameters are what a dataset is always asked with, and for which span a window asks.
func (s *Source) parameters(dataset string, w models.Window) url.Values {
	d, q := s.profile.Datasets[dataset], url.Values{}
	for name, value := range d.Query {
		q.Set(name, value)
	}
	if s.config.Notes {
		for name, value := range d.Notes {
			q.Set(name, value)
		}
	}
	if d.UpdatedSince != nil && w.Mode == models.Modified {
		since := w.From
		if f := d.UpdatedSince.Format; f == asDate || f == asUSDate {
			since = since.Add(-day) // whose days these are nobody has said; west of here it is still yesterday
		}
		q.Set(d.UpdatedSince.Parameter, written(since, d.UpdatedSince.Format))
	}
	if d.Dates != nil && w.Mode == models.Windows {
		// A day more on either side: whose days these are, and whether the last one is meant too, nobody has said.
		q.Set(d.Dates.From, written(w.From.Add(-day), d.Dates.Format))
		q.Set(d.Dates.To, written(w.To.Add(day), d.Dates.Format))
	}
	return q
}

// written is a moment in one of the formats. What does not fit is cut off, so that more is asked for and not less.
func written(t time.Time, format string) string {
	t = t.UTC()
	switch format {
	case asDate:
		return t.Format(time.DateOnly)
	case asUSDate:
		return t.Format("01/02/2006")
	case asUnix:
		return strconv.FormatInt(t.Unix(), 10)
	default:
		return t.Format("2006-01-02T15:04:05Z")
	}
}
