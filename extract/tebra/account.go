package tebra

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"sync"
	"time"

	"carehouse/extract/transport"
)

// Accounts is who shares what: the service counts the calls of an account, whoever makes them, and locks users, whoever
// uses their passwords. It lives as long as the driver, so that it outlasts a run.
type Accounts struct {
	mu       sync.Mutex
	accounts map[[sha256.Size]byte]*account
	doors    map[[sha256.Size]byte]*transport.Door
}

// NewAccounts returns a list of accounts with none in it.
func NewAccounts() *Accounts {
	return &Accounts{accounts: map[[sha256.Size]byte]*account{}, doors: map[[sha256.Size]byte]*transport.Door{}}
}

// open returns the account of a tenant, and the door of its credentials. Each run opens its tenants anew, so that a
// password which was changed between two of them is sent once and not by all lanes at once. What was refused is remembered
// beside the folders of tenants, because several may have one user.
func (a *Accounts) open(base string, who Credentials, margin time.Duration, env transport.Env) (*account, *transport.Door) {
	a.mu.Lock()
	defer a.mu.Unlock()
	name := digest(base, who.CustomerKey.Reveal())
	shared, ok := a.accounts[name]
	if !ok {
		shared = newAccount()
		a.accounts[name] = shared
	}
	shared.keep(margin)
	key, user, password := who.CustomerKey.Reveal(), who.User.Reveal(), who.Password.Reveal()
	name = digest(base, key, user, password)
	door, ok := a.doors[name]
	if !ok {
		whose := digest(base, key, user)
		file := path.Join(path.Dir(env.Memory), "refused-"+hex.EncodeToString(whose[:6])+".json")
		door = transport.Remembering(transport.NewRefused(env.Vault, file, base, key, user, password))
		a.doors[name] = door
	}
	door.Doubt()
	return shared, door
}

// digest names secrets without keeping them.
func digest(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range parts {
		sum := sha256.Sum256([]byte(part))
		_, _ = h.Write(sum[:]) // it takes everything
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// An account is the lanes of one customer key.
type account struct {
	pace *transport.Pace

	mu        sync.Mutex
	margin    time.Duration            // on top of every interval; the largest that a tenant asks for
	intervals map[string]time.Duration // by operation
}

func newAccount() *account {
	a := &account{pace: transport.NewPace(0, 1), intervals: map[string]time.Duration{}}
	for _, op := range operations() {
		a.intervals[op.name] = published(op.name)
	}
	return a
}

// keep makes the margin at least as large as this.
func (a *account) keep(margin time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.margin = max(a.margin, margin)
	for op, interval := range a.intervals {
		a.pace.Every(op, interval+a.margin)
	}
}

// set takes an interval that the service names.
func (a *account) set(op string, interval time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.intervals[op] = interval
	a.pace.Every(op, interval+a.margin)
}

// apart is how far apart the calls of an operation leave.
func (a *account) apart(op string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.intervals[op] + a.margin
}

// learn takes the intervals that an answer of GetThrottles names.
func (a *account) learn(op *operation, rows []row) {
	for _, r := range rows {
		name := endpoint(op.text(r, "Endpoint"))
		if interval, ok := milliseconds(op.text(r, "ThrottleTimeMs")); ok && name != "" {
			a.set(name, interval)
		}
	}
}
