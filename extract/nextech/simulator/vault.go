package simulator

import (
	"time"

	"carehouse/extract/invented"
)

// Tokens begin with words that are easy to find where they do not belong.
const (
	accessPrefix  = "eyJ0eXAi.CANARYACCESS"
	refreshPrefix = "AQABAAAA-CANARYREFRESH"
	codePrefix    = "AQABIAAA-CANARYCODE"
)

// An end is why a refresh token is not taken any more.
type end int

const (
	alive end = iota
	rotated
	revoked
)

// A refreshToken is one link of a chain. In a lenient login its predecessor lives until it is used.
type refreshToken struct {
	value   string
	expires time.Time
	ended   end
	before  *refreshToken
}

// An accessToken came with a refresh token.
type accessToken struct {
	value   string
	expires time.Time
	with    *refreshToken
}

// A code is what a login gives to a client, once.
type code struct {
	redirect, challenge string
	expires             time.Time
	used                bool
}

// A vault is what the login has given out.
type vault struct {
	seed    uint64
	given   uint64
	refresh map[string]*refreshToken
	access  map[string]*accessToken
	codes   map[string]*code
	counts  Tokens
}

// word makes a value that nobody has seen.
func (v *vault) word(prefix string) string {
	v.given++
	d := invented.Throw(v.seed, forTokens, v.given, 0)
	return prefix + "-" + invented.Hex(d.Next()) + invented.Hex(d.Next()) + "_" + invented.Hex(d.Next())
}

// issue gives out a pair behind another one. A refresh token that is kept is given out again.
func (v *vault) issue(now time.Time, o Options, before *refreshToken, keep bool) (*refreshToken, *accessToken) {
	if v.refresh == nil {
		v.refresh, v.access, v.codes = map[string]*refreshToken{}, map[string]*accessToken{}, map[string]*code{}
	}
	next := before
	if !keep {
		next = &refreshToken{value: v.word(refreshPrefix), expires: now.Add(o.RefreshLifetime), before: before}
		v.refresh[next.value] = next
	}
	access := &accessToken{value: v.word(accessPrefix), expires: now.Add(o.AccessLifetime), with: next}
	v.access[access.value] = access
	return next, access
}

// newCode gives out a code.
func (v *vault) newCode(c code) string {
	if v.codes == nil {
		v.codes = map[string]*code{}
	}
	value := v.word(codePrefix)
	v.codes[value] = &c
	return value
}

// used ends what came before a token.
func (t *refreshToken) used() {
	for before := t.before; before != nil && before.ended == alive; before = before.before {
		before.ended = rotated
	}
	t.before = nil
}

// admit reports whether an access token is good.
func (v *vault) admit(value string, now time.Time) bool {
	a := v.access[value]
	if a == nil || !now.Before(a.expires) {
		return false
	}
	a.with.used()
	return true
}

// end ends all refresh tokens.
func (v *vault) end(why end) {
	for _, t := range v.refresh {
		if t.ended == alive {
			t.ended = why
		}
	}
}

// refusal says why a refresh token is not taken; nil is that it is.
func (v *vault) refusal(value string, now time.Time) *refusal {
	t := v.refresh[value]
	switch {
	case t == nil:
		return refuse("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
	case t.ended == rotated:
		return refuse("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to "+
			"inactivity. Send a new interactive authorization request for this user and resource.")
	case t.ended == revoked:
		return refuse("invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth "+
			"token is needed. The user might have changed or reset their password.")
	case !now.Before(t.expires):
		return refuse("invalid_grant", 700082, "The refresh token has expired due to inactivity.")
	default:
		return nil
	}
}
