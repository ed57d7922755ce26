package transport

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// An Env is what a run gives to each of its clients.
type Env struct {
	Clock   func() time.Time  // required
	Random  func() float64    // in [0, 1), for jitter; nil is math/rand
	Network http.RoundTripper // nil is the real network
	Proxy   *url.URL          // nil is none, whatever the environment says
	Retries *Retries          // shared by a run; nil gives the client its own
	Observe func(Event)       // called from several goroutines; nil is nobody
	Limits  Limits

	// Vault keeps what a source has to remember; nil is a source that cannot. Memory is the folder in it that belongs to the
	// tenant.
	Vault  Vault
	Memory string
	// Rows answers a query over what is published, read-only, every value as text; it says so where nothing is published
	// yet. nil is nobody to ask.
	Rows func(ctx context.Context, query string) (Rows, error)
}

// A Vault keeps small files that must not be lost, like a token that came in place of the last one.
type Vault interface {
	// Read returns what was written last. It is [fs.ErrNotExist] where nothing was.
	Read(path string) ([]byte, error)
	// Write returns when the content is on the disk. Whatever happens meanwhile, a reader finds the old content or the new
	// one, whole.
	Write(path string, content []byte) error
	// Lock keeps other processes, and other callers in this one, away from a path until unlock is called.
	Lock(ctx context.Context, path string) (unlock func() error, err error)
}

// Rows are the answer to a query.
type Rows struct {
	Columns []string
	Values  [][]string // null is ""
}

// Limits are the bounds of a call. Zero is the default.
type Limits struct {
	Attempts   int           // a call, the first one included; 5
	Backoff    time.Duration // the first wait is between nothing and this, doubled each time; 500 ms
	MaxBackoff time.Duration // 30 s
	MaxHint    time.Duration // a server that asks for a longer wait is not waited for; 1 h

	Connect time.Duration // until connected, and again until TLS agrees; 10 s
	Header  time.Duration // until the answer begins; 2 min
	Idle    time.Duration // between two pieces of an answer; 30 s
	Total   time.Duration // of one attempt; 15 min

	Wire  int64 // bytes of an answer as sent; 64 MiB
	Open  int64 // bytes of an answer unpacked; 512 MiB
	Ratio int64 // unpacked bytes a sent byte, looked at from 8 MiB on; 100
}

// ratioFloor is how much an answer may unpack to before the ratio matters: a short list of equal things packs well.
const ratioFloor = 8 << 20

// maxRedirects is how many redirects are followed. A trailing slash takes one.
const maxRedirects = 3

func (l Limits) withDefaults() Limits {
	return Limits{
		Attempts:   cmp.Or(l.Attempts, 5),
		Backoff:    cmp.Or(l.Backoff, 500*time.Millisecond),
		MaxBackoff: cmp.Or(l.MaxBackoff, 30*time.Second),
		MaxHint:    cmp.Or(l.MaxHint, time.Hour),
		Connect:    cmp.Or(l.Connect, 10*time.Second),
		Header:     cmp.Or(l.Header, 2*time.Minute),
		Idle:       cmp.Or(l.Idle, 30*time.Second),
		Total:      cmp.Or(l.Total, 15*time.Minute),
		Wire:       cmp.Or(l.Wire, 64<<20),
		Open:       cmp.Or(l.Open, 512<<20),
		Ratio:      cmp.Or(l.Ratio, 100),
	}
}

// Retries is how many calls a run may still repeat. An API that is down should fail a run, not hold it all night.
type Retries struct{ left atomic.Int64 }

// DefaultRetries is how many retries a client has when its run did not say.
const DefaultRetries = 200

// NewRetries returns a stock of n retries, to be shared by the clients of a run.
func NewRetries(n int) *Retries {
	r := &Retries{}
	r.left.Store(int64(n))
	return r
}

// take uses one retry up, if there is one.
func (r *Retries) take() bool { return r.left.Add(-1) >= 0 }

// An EventKind says what happened.
type EventKind uint8

// The kinds of events.
const (
	Waiting  EventKind = iota + 1 // nothing is sent for the time of Wait, because of Why
	Asked                         // a request leaves
	Answered                      // an answer is in, with Status and Bytes
	Held                          // an answer is on its way that cannot be asked for again: it is waited for, for Wait at most; 0 is no more
)

// The reasons for waiting.
const (
	Throttle = "throttle"        // our own pace
	Told     = "told to wait"    // the server named a time
	Again    = "before retrying" // the call failed and is tried again
)

// An Event is what a progress display wants to know of a call. It holds no URL.
type Event struct {
	Kind    EventKind
	Dataset string
	Op      string
	Why     string
	Wait    time.Duration
	Status  int
	Bytes   int64 // as sent
}
