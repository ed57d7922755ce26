package nextech

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A directory knows who there is. It reads the roster once, so that a run's plans and walks speak of the same people.
type directory struct {
	tenant string
	path   string // "" is whom the ledger knows, see terms
	rows   func(context.Context, string) (transport.Rows, error)
	ledger *ledger
	most   int // how many the roster may name

	mu     sync.Mutex
	read   bool
	roster *roster
	err    error
	told   map[string]time.Time // by key: of whom this run has read everything, and up to when
	heard  bool                 // this run was told of a patient's encounters
}

// tells notes who was asked about everything up to a moment, so that they need not be asked for their last days in this run.
func (d *directory) tells(marks map[string]*mark, to time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.told == nil {
		d.told = map[string]time.Time{}
	}
	for key := range marks {
		d.told[key] = later(d.told[key], to)
	}
}

// hears notes whether somebody's encounters were told, and returns whether anybody's were in this run.
func (d *directory) hears(told bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = d.heard || told
	return d.heard
}

// has reports whether a person was asked about everything in this run, up to that moment. A window that was gone on with after some
// days ends before the present.
func (d *directory) has(key string, to time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	told, ok := d.told[key]
	return ok && !told.Before(to)
}

// who returns the roster and what is remembered of those in it.
func (d *directory) who(ctx context.Context) (*roster, *book, error) {
	b, err := d.ledger.book()
	if err != nil {
		return nil, nil, err
	}
	if d.path == "" {
		return found(b), b, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.read {
		d.roster, d.err = d.load(ctx)
		d.read = true
	}
	return d.roster, b, d.err
}

// mostPeople is how many a roster may name. What is remembered of them must fit into a file that is read and written as a whole;
// and at two calls a second a night of so many takes 41 hours.
const mostPeople = 300_000

// load reads the roster.
func (d *directory) load(ctx context.Context) (*roster, error) {
	advice := "look at it, then: " + checkCommand(d.tenant)
	if isQuery(d.path) {
		advice = "look at it, and sync the source first that fills what it asks; then: " + checkCommand(d.tenant)
	}
	r, err := d.parse(ctx)
	if err == nil && len(r.people) == 0 {
		err = errors.New("names nobody")
		if isQuery(d.path) {
			advice = "sync the source first that fills what it asks; then: " + checkCommand(d.tenant)
		}
	}
	if err == nil && len(r.people) > d.most {
		err = fmt.Errorf("names %s people, and more than %s are too many for one tenant", grouped(len(r.people)), grouped(d.most))
		advice = "give parts of it to tenants of their own; then: " + checkCommand(d.tenant)
	}
	if err == nil {
		return r, nil
	}
	if errors.Is(err, extract.ErrPaused) {
		return nil, err
	}
	if f, ok := errors.AsType[extract.Finder](err); ok {
		return nil, fmt.Errorf("roster: %w", f)
	}
	return nil, &trouble{text: "the roster " + err.Error(), outcome: models.Failed, advice: advice, cause: err}
}

func (d *directory) parse(ctx context.Context) (*roster, error) {
	f, err := openRoster(d.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !isQuery(d.path) {
		return parseRoster(f)
	}
	query, err := io.ReadAll(f)
	switch {
	case err != nil:
		return nil, errors.New("cannot be read to its end")
	case d.rows == nil:
		return nil, errors.New("is a query, and there is no database to ask")
	}
	rows, err := d.rows(ctx, string(query))
	if errors.Is(err, extract.ErrPaused) {
		return nil, fmt.Errorf("the roster's query waits: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("is a query that cannot be answered: %w", err)
	}
	return rosterOf(rows)
}

// found makes a roster of whom a sweep of terms has found. What was remembered of a roster before is not of it.
func found(b *book) *roster {
	var all []person
	for key, m := range b.People {
		for _, id := range m.IDs {
			if p := newPerson("", id); p.key == key {
				all = append(all, p)
			}
		}
	}
	return gather(all)
}

// known returns the ids that a person is asked for by: the roster's, or those that a chart number was found to stand for.
func (p person) known(m *mark) []int64 {
	if len(p.ids) > 0 || m == nil {
		return p.ids
	}
	return m.IDs
}

// came reports whether a person is new to whoever has read everything of all who were there before.
func came(m *mark, p person, dataset string, cover time.Time) bool {
	if dataset == patients {
		return m == nil || m.Since.After(cover)
	}
	return m == nil || !slices.Equal(m.IDs, p.known(m)) || m.Known.After(cover)
}
