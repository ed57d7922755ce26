package supergood

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"carehouse/extract"
	"carehouse/models"
)

// A place is where in a list a page is.
type place struct {
	page   int        // from 1
	offset int        // records before it
	cursor string     // of style cursor
	query  url.Values // of style link: what the page before said; nil is the first page
}

// Why a list cannot be gone along.
var (
	errNowhere = errors.New("the answer says that more follows, and not where")
	errAway    = errors.New("the next page is said to be somewhere else than this list")
)

// ask adds what asks for a page to the parameters of a question.
func (p Paging) ask(at place, q url.Values) url.Values {
	if at.query != nil {
		return at.query
	}
	if p.Limit != "" {
		q.Set(p.Limit, strconv.Itoa(p.Size))
	}
	switch p.Style {
	case byPage:
		q.Set(p.Page, strconv.Itoa(*p.First+at.page-1))
	case byOffset:
		q.Set(p.Offset, strconv.Itoa(at.offset))
	case byCursor:
		if at.cursor != "" {
			q.Set(p.Cursor, at.cursor)
		}
	}
	return q
}

// next says where the list goes on behind an answer, if it does. How many records an answer may have says nothing: a
// deployment may give fewer than it was asked for. Where nothing says whether more follows, an empty page is the end.
func (s *Source) next(dataset string, at place, l *list) (place, bool, error) {
	p := s.profile.Datasets[dataset].Paging
	to := place{page: at.page + 1, offset: at.offset + len(l.entries)}
	said := l.more != nil
	switch p.Style {
	case byCursor, byLink:
		switch {
		case said && !*l.more, !said && l.next == "" && !l.odd:
			return place{}, false, nil
		case l.next == "":
			return place{}, false, s.astray(errNowhere, dataset)
		}
	default:
		switch {
		case said:
			return to, *l.more, nil
		case len(l.entries) == 0, l.total >= 0 && int64(to.offset) >= l.total:
			return place{}, false, nil
		}
		return to, true, nil
	}
	if p.Style == byCursor {
		to.cursor = l.next
		return to, true, nil
	}
	query, err := s.follow(dataset, l.next)
	if err != nil {
		return place{}, false, err
	}
	to.query = query
	return to, true, nil
}

// cut reports whether an answer may be the beginning of a list of which nobody can tell how it goes on: as many records as
// were asked for, and none of the members that a cursor or a link would be in. A deployment that has renamed them would
// otherwise seem to have no more. Behind a page that had them it is the end, as some leave out what is nothing.
func (p Paging) cut(at place, l *list) bool {
	led := p.Style == byCursor || p.Style == byLink
	return led && at.page == 1 && l.silent && l.total < 0 && p.Limit != "" && len(l.entries) >= p.Size
}

// follow takes the query out of the address of a next page. The address itself is data: it is never gone to, and one of
// another list or host is an error.
func (s *Source) follow(dataset, link string) (url.Values, error) {
	here := *s.base
	here.Path = s.base.Path + s.profile.Datasets[dataset].Path
	there, err := here.Parse(link)
	switch {
	case err != nil, there.User != nil, there.Opaque != "", there.Scheme != here.Scheme, !strings.EqualFold(there.Host, here.Host),
		strings.TrimRight(there.Path, "/") != strings.TrimRight(here.Path, "/"):
		return nil, s.astray(errAway, dataset)
	}
	query, err := url.ParseQuery(there.RawQuery)
	if err != nil || len(query) == 0 {
		return nil, s.astray(errAway, dataset)
	}
	return query, nil
}

// astray is said of a list that leads nowhere.
func (s *Source) astray(cause error, dataset string) *trouble {
	t := s.misplaced("the list cannot be followed", "datasets."+dataset+".paging")
	t.cause = cause
	return t
}

// looped is said of a list that leads back to where it was.
func (s *Source) looped(dataset string) *trouble {
	t := s.astray(extract.ErrLooped, dataset)
	t.outcome = models.Failed
	return t
}
