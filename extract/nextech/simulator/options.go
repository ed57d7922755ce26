package simulator

import (
	"cmp"
	"fmt"
	"time"
)

// A Match says which patients a term finds.
type Match string

// The rules. Case never counts.
const (
	Prefix   Match = "prefix"   // a name, a full name or a chart number begins with it
	Contains Match = "contains" // it stands somewhere in one
)

// A Field is what a term is compared with.
type Field string

// The fields.
const (
	Both   Field = "both"
	Names  Field = "names"
	Charts Field = "charts"
)

// A DateForm is a spelling of start and end.
type DateForm string

// The forms. A day without a time is its first instant, UTC.
const (
	ISODateTime DateForm = "iso_datetime" // 2026-06-15T12:00:00Z, with or without a fraction and an offset
	ISODate     DateForm = "iso_date"     // 2026-06-15
	USDate      DateForm = "us_mdy"       // 6-15-2026
)

// An ErrorBody is what stands in the bodies of errors.
type ErrorBody string

// The bodies. All but the empty one repeat what was asked, which belongs into no log.
const (
	MixedErrors ErrorBody = ""
	EmptyErrors ErrorBody = "empty"
	TextErrors  ErrorBody = "text"
	HTMLErrors  ErrorBody = "html"
	JSONErrors  ErrorBody = "json"
)

// Options describe a simulated login. The zero value is a small one, as strict as the vendor may be.
type Options struct {
	Seed uint64
	// Size is how many encounters there are, over all practices; 0 is 300, -1 is none.
	Size int
	// Patients is how many there are, over all practices; 0 is a sixth of Size. There are 8 in a practice at least.
	Patients  int
	Practices int       // 0 is 2. The first has the larger part
	Now       time.Time // the simulator's time; zero is 2026-06-15 12:00 UTC
	// Tick is a clock whose pace the simulator's keeps, time.Now in a real server; nil stands still.
	Tick   func() time.Time
	Faults []string // switched on from the start, see [Simulator.Fault]

	AccessLifetime  time.Duration // of access tokens; 0 is an hour
	RefreshLifetime time.Duration // of refresh tokens; 0 is 14 days
	CodeLifetime    time.Duration // of authorization codes; 0 is 10 min
	Lenient         bool          // an old refresh token is good until the new one, or its access token, has been used
	ClientSecret    string        // "" is a public client, which must not send one
	RequirePKCE     bool          // authorize refuses questions without a challenge
	RedirectURIs    []string      // registered ones; none is DefaultRedirect. The port of this machine does not count

	Match   Match      // "" is Prefix
	Fields  Field      // "" is Both
	Cap     int        // how many hits a search shows, without a word; 0 is all
	Dates   []DateForm // that start and end may be written in; none is all of them
	Aliases bool       // /{id}/encounters and /{id}/encounter answer too, as the vendor's examples have it
	Errors  ErrorBody

	Pause time.Duration // between the pieces of a slow body; 0 is 50 ms
	Stall time.Duration // after which a stalled answer is cut; 0 is 1 min
}

const day = 24 * time.Hour

// most is how many practices there may be.
const most = 20

func (o Options) filled() (Options, error) {
	o.Size = max(0, cmp.Or(o.Size, 300))
	o.Patients = cmp.Or(o.Patients, o.Size/6)
	o.Practices = cmp.Or(o.Practices, 2)
	if o.Practices < 0 || o.Practices > most {
		return o, fmt.Errorf("simulator: %d practices: it must be 1 to %d", o.Practices, most)
	}
	if o.Now.IsZero() {
		o.Now = time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)
	}
	o.Now = o.Now.UTC()
	o.AccessLifetime = cmp.Or(o.AccessLifetime, time.Hour)
	o.RefreshLifetime = cmp.Or(o.RefreshLifetime, 14*day)
	o.CodeLifetime = cmp.Or(o.CodeLifetime, 10*time.Minute)
	if len(o.RedirectURIs) == 0 {
		o.RedirectURIs = []string{DefaultRedirect}
	}
	o.Match = cmp.Or(o.Match, Prefix)
	o.Fields = cmp.Or(o.Fields, Both)
	if len(o.Dates) == 0 {
		o.Dates = []DateForm{ISODateTime, ISODate, USDate}
	}
	o.Pause = cmp.Or(o.Pause, 50*time.Millisecond)
	o.Stall = cmp.Or(o.Stall, time.Minute)
	return o, nil
}
