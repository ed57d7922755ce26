package simulator

import (
	"time"

	"carehouse/extract/invented"
)

// The codes of what is wrong with a second factor.
const (
	codeWrong   = "mfa_invalid"
	codeExpired = "mfa_expired"
	codeReused  = "mfa_reused"
)

// How often an account may be wrong before it is locked, and how long a challenge waits for its code.
const (
	patience      = 3
	challengeLife = 5 * time.Minute
)

// A desk is where people say who they are.
type desk struct {
	accounts   map[string]*account // by username
	sessions   map[string]*session // by token
	challenges map[string]*challenge
	opened     int
	sent       string // the code that was sent last
	made       uint64 // tokens and challenges so far
}

// An account is a login, with what it may see.
type account struct {
	username, password, secret string
	tenants                    []int
	failures                   int
	used                       map[int64]bool // steps whose codes are used up
	session                    *session       // the last one
}

// A session is what a token stands for.
type session struct {
	account *account
	tenant  int
	expires time.Time
	ended   string // why it is over, as the code of an error; "" is not over
}

// A challenge waits for a code.
type challenge struct {
	account *account
	method  string
	code    string // of what was sent; "" is TOTP
	expires time.Time
	used    bool
}

func newDesk(s *Simulator) *desk {
	d := &desk{accounts: map[string]*account{}, sessions: map[string]*session{}, challenges: map[string]*challenge{}}
	for n := range s.options.Tenants {
		l := s.Login(n)
		if d.accounts[l.Username] == nil {
			d.accounts[l.Username] = &account{
				username: l.Username, password: l.Password, secret: l.TOTPSecret, used: map[int64]bool{},
			}
		}
		a := d.accounts[l.Username]
		a.tenants = append(a.tenants, n)
	}
	return d
}

// word is a word that nobody can guess, but for the seed.
func (d *desk) word(seed uint64, what uint64) string {
	d.made++
	dice := invented.Throw(seed, what, d.made, 0)
	return invented.Hex(dice.Next()) + invented.Hex(dice.Next())
}

// open opens a session of an account, which ends the one before.
func (s *Simulator) open(a *account, tenant int, now time.Time) (token string, opened *session) {
	d := s.desk
	if a.session != nil && a.session.ended == "" && !s.options.Parallel {
		a.session.ended = "session_replaced"
	}
	a.failures = 0
	a.session = &session{account: a, tenant: tenant, expires: now.Add(s.options.SessionLife).Truncate(time.Second)}
	token = canaryToken + "-" + d.word(s.options.Seed, forToken)
	d.sessions[token] = a.session
	d.opened++
	return token, a.session
}

// session finds what a token stands for, or says why it stands for nothing.
func (s *Simulator) session(token string, now time.Time) (found *session, wrong string) {
	s.door.Lock()
	defer s.door.Unlock()
	found = s.desk.sessions[token]
	switch {
	case token == "":
		return nil, "session_missing"
	case found == nil:
		return nil, "session_unknown"
	case found.ended != "":
		return nil, found.ended
	case !now.Before(found.expires):
		return nil, "session_expired"
	}
	return found, ""
}

// Expire ends all sessions, as if their time had run out.
func (s *Simulator) Expire() {
	s.door.Lock()
	defer s.door.Unlock()
	for _, one := range s.desk.sessions {
		one.end("session_expired")
	}
}

func (x *session) end(why string) {
	if x.ended == "" {
		x.ended = why
	}
}

// Unlock lets locked accounts in again.
func (s *Simulator) Unlock() {
	s.door.Lock()
	defer s.door.Unlock()
	for _, a := range s.desk.accounts {
		a.failures = 0
	}
}

// Locked reports whether an account is locked, by the tenant, from 0.
func (s *Simulator) Locked(tenant int) bool {
	name := s.Login(tenant).Username
	s.door.Lock()
	defer s.door.Unlock()
	return s.desk.accounts[name].failures >= patience
}

// Sessions returns how many sessions were opened.
func (s *Simulator) Sessions() int {
	s.door.Lock()
	defer s.door.Unlock()
	return s.desk.opened
}

// Code returns the code that was last sent by sms or email, to whomever; "" is none. A GET of [CodePath] answers it too,
// for programs that fetch codes.
func (s *Simulator) Code() string {
	s.door.Lock()
	defer s.door.Unlock()
	return s.desk.sent
}

// CodePath is where the simulated telephone shows its last message. It is no part of the API.
const CodePath = "/simulated/code"
