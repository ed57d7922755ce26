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
	least  bool       // not the page, but as little of it as can be asked for, see [Paging.doubted]
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
	size := p.Size
	if at.least {
		size = 1
	}
	if p.Limit != "" {
		q.Set(p.Limit, strconv.Itoa(size))
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

// unsure reports whether nothing but the profile's word says that a first answer is the whole list: it has none of the
// members that a cursor or a link would be in, which a deployment may have renamed; or its total is the number of its own
// records, and may count nothing else. Behind a page that led on it is the end, as some leave out what is nothing.
func (p Paging) unsure(at place, l *list) bool {
	untold := l.more == nil && l.total >= 0
	if p.led() {
		untold = l.silent
	}
	return untold && at.page == 1 && p.Limit != "" && (l.total < 0 || l.total == int64(len(l.entries)))
}

// led reports whether an answer says where the next page is.
func (p Paging) led() bool { return p.Style == byCursor || p.Style == byLink }

// cut reports whether an answer may be the beginning of a list of which nobody can tell how it goes on: it has as many
// records as were asked for, and nothing says whether there are more.
func (p Paging) cut(at place, l *list) bool { return p.unsure(at, l) && len(l.entries) >= p.Size }

// doubted reports whether a shorter answer may be so too: deployments have limits of their own. Asked for a single record,
// one that cuts lists silently does it again, and shows it. One that takes no limit so small is believed.
func (p Paging) doubted(at place, l *list) bool {
	return p.unsure(at, l) && len(l.entries) > 1 && p.Size > 1
}

// reveals reports whether the answer to that gives the first one away. One that says that more follow shows that the first
// one would have said so; a total that stays counts the list. One that is as long shows that limits mean nothing there,
// and nobody can tell.
func (p Paging) reveals(at place, l, least *list) bool {
	shorter := len(least.entries) < len(l.entries)
	switch {
	case p.led() && !least.silent:
		return false
	case l.total >= 0:
		return shorter && least.total == int64(len(least.entries))
	default:
		return shorter || p.cut(at, l)
	}
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
