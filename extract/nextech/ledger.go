package nextech

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"sync"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// bookVersion is the form of the ledger. One of another form is as good as none.
const bookVersion = 1

// A book is what the ledger holds. It is not changed once others have seen it.
type book struct {
	Version  int              `json:"version"`
	Practice string           `json:"practice"`        // whose people they are; the ids of another practice are other people's
	People   map[string]*mark `json:"people"`          // by the key of a person
	Terms    int              `json:"terms,omitempty"` // how many the last sweep tried
}

// A mark is what is remembered of a person. It is not changed once others have seen it.
type mark struct {
	Since time.Time `json:"since"`          // when the first window was planned that asked for them
	IDs   []int64   `json:"ids,omitempty"`  // whom the API knows by their chart number, or asked for by id
	Known time.Time `json:"known,omitzero"` // when those became known
	Read  time.Time `json:"read,omitzero"`  // up to when their encounters were read without a gap
	Open  time.Time `json:"open,omitzero"`  // the day of the oldest encounter that is not locked
	Had   int       `json:"had,omitempty"`  // how many encounters there were when everything was read

	Failing time.Time `json:"failing,omitzero"` // since when the API fails about them, every time
}

// came notes since when a person is known. What is later than the present came from a clock that was wrong.
func (m *mark) came(planned time.Time) {
	if m.Since.IsZero() || m.Since.After(planned) {
		m.Since = planned
	}
}

// becomes makes a mark one of other patients, of whom nothing was read yet.
func (m *mark) becomes(ids []int64, at time.Time) {
	*m = mark{Since: m.Since, IDs: ids, Known: at}
}

// errElsewhere means that a tenant's patients are of another practice. Those of two practices may have equal ids, and a reading
// of one would conclude that the encounters of the other are gone.
var errElsewhere = errors.New("what was fetched so far is of another practice than practice_id")

// A ledger is the book and the file that it is kept in. It is read when somebody asks for the first time.
type ledger struct {
	tenant   string
	vault    transport.Vault
	path     string
	practice string

	mu   sync.Mutex
	read bool
	kept *book
	err  error
}

// book returns what is remembered.
func (l *ledger) book() (*book, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.read {
		l.kept, l.err = l.load()
		l.read = true
	}
	return l.kept, l.err
}

// load reads the file. One that is not there, or that nobody can make out, means that everybody is new.
func (l *ledger) load() (*book, error) {
	b := &book{}
	content, err := l.vault.Read(l.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil || json.Unmarshal(content, b) != nil || b.Version != bookVersion || b.Practice == "" {
		b = &book{Version: bookVersion, Practice: l.practice}
	}
	if b.Practice != l.practice && len(b.People) > 0 {
		return nil, &trouble{
			text: errElsewhere.Error(), outcome: models.NeedsPerson, cause: errElsewhere,
			advice: "give each practice a tenant of its own; or, if it is the same one by another number, delete memory/nextech/" + l.tenant +
				"/ledger.json in the home, then: " + checkCommand(l.tenant),
		}
	}
	b.Practice = l.practice
	if b.People == nil {
		b.People = map[string]*mark{}
	}
	for key, m := range b.People {
		if m == nil {
			delete(b.People, key)
		}
	}
	return b, nil
}

// lock waits for a path. Who is ended meanwhile is told so and nothing else, whatever the cause is called: it is no fault of
// the file's.
func lock(ctx context.Context, vault transport.Vault, path string) (unlock func() error, err error) {
	unlock, err = vault.Lock(ctx, path)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return unlock, err
}

// change writes the book with some marks in place of others, and returns when it is on the disk.
func (l *ledger) change(ctx context.Context, marks map[string]*mark, terms int) (err error) {
	unlock, err := lock(ctx, l.vault, l.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	l.mu.Lock()
	defer l.mu.Unlock()
	before, err := l.load()
	if err != nil {
		return err
	}
	after := &book{Version: bookVersion, Practice: l.practice, People: maps.Clone(before.People), Terms: before.Terms}
	maps.Copy(after.People, marks)
	if terms > 0 {
		after.Terms = terms
	}
	content, err := json.Marshal(after)
	if err != nil {
		return err
	}
	if err := l.vault.Write(l.path, content); err != nil {
		return err
	}
	l.kept, l.err, l.read = after, nil, true
	return nil
}
