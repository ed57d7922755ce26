package supergood

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// Logins is who shares what. A portal counts what a user does, whoever of us does it, and ends a session when the same user
// begins another one. It lives as long as the driver, so that it outlasts a run.
type Logins struct {
	mu       sync.Mutex
	users    map[[sha256.Size]byte]*user
	sessions map[[sha256.Size]byte]*session
	steps    map[[sha256.Size]byte]int64 // the last code of a secret
}

// NewLogins returns a list of logins with none in it.
func NewLogins() *Logins {
	return &Logins{
		users: map[[sha256.Size]byte]*user{}, sessions: map[[sha256.Size]byte]*session{},
		steps: map[[sha256.Size]byte]int64{},
	}
}

// open returns what a tenant shares with others: all tenants of a user take turns, those of one account of a user have
// one session. What is kept of a user is beside the folders of tenants.
func (l *Logins) open(base string, c Config, env transport.Env) (*user, *session) {
	l.mu.Lock()
	defer l.mu.Unlock()
	name := digest(base, c.Auth.Username)
	u, ok := l.users[name]
	if !ok {
		u = &user{
			turn: make(chan struct{}, 1), pace: transport.NewPace(0, 1), left: make(chan struct{}), vault: env.Vault,
			path: path.Join(path.Dir(env.Memory), "login-"+hex.EncodeToString(name[:6])+".json"),
		}
		l.users[name] = u
	}
	u.keep(time.Duration(float64(time.Second) / c.RequestsPerSecond))
	login := []string{base, fmt.Sprint(c.Profile.Authenticate), c.Auth.Username, c.Auth.Password.Reveal()}
	all := append(slices.Clone(login), c.Auth.TOTPSecret.Reveal(), c.Auth.TenantID)
	name = digest(all...)
	x, ok := l.sessions[name]
	if !ok {
		x = &session{door: transport.NewDoor(), refused: map[blame]*transport.Refused{
			theLogin: transport.NewRefused(env.Vault, u.path, login...),
			theOffer: transport.NewRefused(env.Vault, path.Join(env.Memory, "refused.json"), all...),
		}}
		l.sessions[name] = x
	}
	x.hope()
	return u, x
}

// step takes the first code of an authenticator that this process has not used, from a step on.
func (l *Logins) step(authenticator string) func(int64) int64 {
	name := digest(authenticator)
	return func(from int64) int64 {
		l.mu.Lock()
		defer l.mu.Unlock()
		if last, ok := l.steps[name]; ok && last >= from && last-from <= farAhead {
			from = last + 1
		}
		l.steps[name] = from
		return from
	}
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

// A user is one login of a portal. One request at a time is under way for it.
type user struct {
	turn  chan struct{}
	pace  *transport.Pace
	vault transport.Vault
	path  string // of what is kept of the user, whose lock is that of the one session

	mu       sync.Mutex
	interval time.Duration // between two requests; the longest that a tenant asks for
	session  *session      // whose walks are under way
	walks    int
	left     chan struct{} // closed when the last of them ends
	unlock   func() error  // lets other processes have a session

	vain atomic.Bool // what a person asked for was refused, so that the next tenant's need not be tried
}

func (u *user) keep(interval time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.interval = max(u.interval, interval)
	u.pace.Every("", u.interval)
}

// take waits for the user's turn, which done ends.
func (u *user) take(ctx context.Context) (done func(), err error) {
	select {
	case u.turn <- struct{}{}:
		return func() { <-u.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// occupy waits until no walk of another session of the user is under way. A portal that ends one session when another one
// begins would else have us sign in before every request, back and forth between two tenants.
func (u *user) occupy(ctx context.Context, x *session) error {
	for {
		u.mu.Lock()
		if u.walks == 0 || u.session == x {
			u.session = x
			u.walks++
			u.mu.Unlock()
			return nil
		}
		left := u.left
		u.mu.Unlock()
		select {
		case <-left:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// leave ends a walk.
func (u *user) leave() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.walks--; u.walks > 0 {
		return
	}
	if u.unlock != nil {
		_ = u.unlock() // it was only locked
		u.unlock = nil
	}
	close(u.left)
	u.left = make(chan struct{})
}

// queue is how long a command that a person waits for waits for a session that another process has: as long as that may take
// to be let in with a code.
const queue = time.Minute

// still is how long somebody waits for another process until it is told, and until it is told again.
const still = 5 * time.Second

// errTaken means that another process has the one session.
var errTaken = errors.New("another carehouse of this home uses the user's one session")

// alone makes sure that no other process has a session, until the last walk ends. Each would end the other's, and both would
// sign in again and again. The kernel holds the lock, so that whoever is killed leaves none. The caller has the user's turn.
func (u *user) alone(ctx context.Context, patient bool, tell func()) error {
	u.mu.Lock()
	held := u.unlock != nil
	u.mu.Unlock()
	if held || u.vault == nil {
		return nil
	}
	for left := queue; patient || left > 0; left -= still {
		waiting, cancel := context.WithTimeout(ctx, still)
		unlock, err := u.vault.Lock(waiting, u.path)
		late := ctx.Err() == nil && waiting.Err() != nil
		cancel()
		switch {
		case err == nil:
			u.mu.Lock()
			defer u.mu.Unlock()
			u.unlock = unlock
			return nil
		case !late:
			return fmt.Errorf("session: %w", err)
		}
		tell()
	}
	return errTaken
}

// A session is what the portal knows us by. All but opened and what mu guards belongs to whoever has the
// user's turn.
type session struct {
	token   models.Secret
	until   time.Time // when it is not used any more, by the server's clock
	modules modules
	whose   string // names the tenant of the portal, where somebody says which

	refused map[blame]*transport.Refused // what of us was, also in other processes and runs

	opened atomic.Bool // the portal has let us in

	mu     sync.Mutex
	door   *transport.Door
	failed error // nothing is asked any more in this run
}

// hope forgets what went wrong in the run before.
func (x *session) hope() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failed != nil {
		x.failed, x.door, x.token = nil, transport.NewDoor(), models.Secret{}
		x.opened.Store(false)
	}
}

// bar remembers what keeps us out of this run.
func (x *session) bar(err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.failed = err
}

// closed says what keeps us out, if anything does.
func (x *session) closed() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.failed
}

// live reports whether the session can be used.
func (x *session) live(now time.Time) bool {
	return !x.token.Empty() && now.Before(x.until)
}
