package simulator

import (
	"cmp"
	"net/netip"
	"time"

	"golang.org/x/crypto/ssh"
)

// A Style says which year's habits the answers have. It decides prev_num and next_num at the ends (0 and page+1 in
// 2022, null in 2026) and which fields a shape carries.
type Style int

// The styles.
const (
	Style2022 Style = 2022
	Style2026 Style = 2026
)

// A Shape says which fields a record carries and how they are called.
type Shape string

// The shapes: the REST page, the webhook samples (2020 in [Style2022], 2021 in [Style2026]) and the vendor's SDK.
const (
	V1      Shape = "v1"
	Webhook Shape = "webhook"
	V2      Shape = "v2"
)

// An Order says how lists are sorted, which the vendor does not.
type Order string

// The orders. Unstable swaps neighbours from one request to the next, as a query without ORDER BY may.
const (
	NewestFirst Order = "newest_first"
	ByID        Order = "id"
	Unstable    Order = "unstable"
)

// Credentials of a simulator that was not given any.
const (
	DefaultEmail  = "operator@example.com"
	DefaultAPIKey = "CANARYKEY-simulated"
)

// Options describe a simulated tenant. The zero value is a small one in the habits of 2026.
type Options struct {
	Seed   uint64
	Claims int              // 0 is 1,000; -1 is none. Members are an eighth of it, employers a five-hundredth
	Now    time.Time        // the simulator's clock; zero is 2026-06-15 12:00 UTC
	Tick   func() time.Time // a clock whose pace the simulator's keeps, time.Now in a real server; nil stands still

	Email      string          // "" is DefaultEmail
	APIKey     string          // for Basic; "" is DefaultAPIKey without PublicKeys, else Basic is refused
	PublicKeys []ssh.PublicKey // for SSH-JWT, tried in turn
	Allowed    []netip.Prefix  // none is everybody
	Denied     []string        // paths that the role may not read: they answer 403

	Style Style // 0 is Style2026
	Shape Shape // "" is V1; calls below /api/v2 always answer in V2
	Order Order // "" is NewestFirst

	MaxPerPage   int           // the silent clamp; 0 is none
	EventLag     time.Duration // how late an event is seen; 0 is 90 s, -1 none
	EventsUneven bool          // some events are later still, and are overtaken
	EventsStatus int           // 403 or 404 switches the feed off; 0 is on
	SingleStatus int           // 403, 404 or 405 switches single v2 records off; 0 is on
	Retention    time.Duration // of events; 0 is 90 days

	NoDuplicates bool   // never write the status key twice
	Plain        bool   // one spelling for everything: no oddities in ranges, numbers and offsets, no unknown fields
	Poison       bool   // some claims have money that no column keeps, some have no key
	Canaries     bool   // plant words to search logs for, see [Simulator.Canaries]
	BigIDs       bool   // claim ids beyond 2^53, which a float64 loses
	Elsewhere    string // where [RedirectAway] leads; "" is https://elsewhere.example.com

	Pause time.Duration // between the pieces of a slow body; 0 is 50 ms
	Stall time.Duration // after which a stalled answer is cut; 0 is 1 min
}

func (o Options) filled() Options {
	o.Claims = max(0, cmp.Or(o.Claims, 1000))
	if o.Now.IsZero() {
		o.Now = time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)
	}
	o.Email = cmp.Or(o.Email, DefaultEmail)
	if o.APIKey == "" && len(o.PublicKeys) == 0 {
		o.APIKey = DefaultAPIKey
	}
	o.Style = cmp.Or(o.Style, Style2026)
	o.Shape = cmp.Or(o.Shape, V1)
	o.Order = cmp.Or(o.Order, NewestFirst)
	o.EventLag = max(0, cmp.Or(o.EventLag, 90*time.Second))
	o.Retention = cmp.Or(o.Retention, 90*day)
	o.Elsewhere = cmp.Or(o.Elsewhere, "https://elsewhere.example.com")
	o.Pause = cmp.Or(o.Pause, 50*time.Millisecond)
	o.Stall = cmp.Or(o.Stall, time.Minute)
	return o
}

const day = 24 * time.Hour
