package transport

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"golang.org/x/crypto/scrypt"

	"carehouse/models"
)

// How a password is hashed. It takes a twentieth of a second and 16 MiB, and only where something was refused before.
const (
	saltSize   = 16
	sumSize    = 32
	scryptCost = 1 << 14
)

// A Refused remembers credentials that an API refused, so that a program that is started every night does not send them
// every night: portals lock users. A salted hash of them is in a small file; credentials that were changed since are others
// and may be sent. Where there is no vault, or it cannot be written, the process remembers. Losing the file costs one more
// attempt.
type Refused struct {
	vault Vault
	path  string
	sent  []byte

	mu   sync.Mutex
	here time.Time // when they were refused, where that is written nowhere
}

// NewRefused remembers in a file of a vault that exactly this was refused.
func NewRefused(vault Vault, path string, sent ...string) *Refused {
	parted, _ := json.Marshal(sent) // texts
	return &Refused{vault: vault, path: path, sent: parted}
}

// A refusalNote is what is in the file. All of it is empty where a refusal was taken back.
type refusalNote struct {
	At   time.Time `json:"at,omitzero"`
	Salt []byte    `json:"salt,omitempty"`
	Sum  []byte    `json:"sum,omitempty"`
}

// Since says when these credentials were refused; it is zero where nobody knows that they were.
func (r *Refused) Since() (time.Time, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.vault == nil || !r.here.IsZero() {
		return r.here, nil
	}
	content, err := r.vault.Read(r.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, unread{err}
	}
	var n refusalNote
	if json.Unmarshal(content, &n) != nil || len(n.Salt) != saltSize || len(n.Sum) != sumSize {
		return time.Time{}, nil // what cannot be read is as good as lost
	}
	sum, err := r.hash(n.Salt)
	if err != nil || subtle.ConstantTimeCompare(sum, n.Sum) != 1 {
		return time.Time{}, err
	}
	return n.At, nil
}

// Note remembers that these credentials were refused.
func (r *Refused) Note(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.here = at
	if r.vault == nil {
		return
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // it never fails
	sum, err := r.hash(salt)
	if err != nil {
		return
	}
	content, err := json.Marshal(refusalNote{at.UTC().Truncate(time.Second), salt, sum})
	if err == nil && r.vault.Write(r.path, content) == nil {
		r.here = time.Time{} // now it is written down, and whoever clears the file says so to us too
	}
}

// Forget takes back that these credentials were refused, because they have been taken since. Where that cannot be written
// the refusal stays, and whoever asks again next is told of it.
func (r *Refused) Forget() {
	if at, err := r.Since(); err != nil || at.IsZero() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.here = (time.Time{}); r.vault != nil {
		_ = r.vault.Write(r.path, []byte("{}\n"))
	}
}

func (r *Refused) hash(salt []byte) ([]byte, error) {
	return scrypt.Key(r.sent, salt, scryptCost, 8, 1, sumSize)
}

// An unread is why nothing is sent either: what was refused before may be in a file that cannot be read.
type unread struct{ cause error }

// Error implements error.
func (e unread) Error() string { return fmt.Sprintf("what was refused before: %v", e.cause) }

// Unwrap returns the cause.
func (e unread) Unwrap() error { return e.cause }

// Outcome implements extract.Finder.
func (e unread) Outcome() models.Outcome { return models.Failed }

// Advice implements extract.Finder.
func (e unread) Advice() string {
	return "let only this program's user read the file (chmod 600), or remove it; then what was refused before is sent once more"
}

// A RefusedBefore is why credentials are not sent: nobody has changed them since they were refused.
type RefusedBefore struct{ At time.Time }

// Error implements error.
func (e RefusedBefore) Error() string {
	return "the credentials were refused on " + e.At.UTC().Format(time.DateOnly) + " and are not sent again"
}
