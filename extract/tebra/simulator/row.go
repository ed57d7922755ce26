package simulator

// A row is what the members of one element are made from: the thing itself and what it belongs to. It is used by one
// answer alone, and its part is moved while members of something inside are made.
type row struct {
	w        *world
	now      int64 // what the practice's clock shows
	zone     int64 // what an appointment's clock is ahead of UTC
	practice *practice
	patient  *patient
	provider *provider
	code     *code
	reason   *reason
	vendor   *vendor

	appointment *appointment
	encounter   *encounter
	charge      *charge
	payment     *payment
	transaction *transaction
	throttle    *throttled
	customer    int64 // -1 is nobody
	item        value // of a list of plain values
	shift       int64 // added to the charge's id, so that one world fills many pages

	part
}

// A part is something inside a record.
type part struct {
	kase     *patientCase
	policy   *policy
	auth     *authorization
	location *location
	insurer  *insurer
	payer    int
}

// A value is what a member holds, before it is spelled. The zero value is nil.
type value struct {
	kind valueKind
	n    int64
	s    string
}

type valueKind uint8

const (
	none    valueKind = iota
	words             // s
	number            // n
	money             // n, in ten-thousandths
	wall              // n, seconds of a wall clock
	instant           // n, seconds since 1970
	truth             // n is 0 or 1
)

func text(s string) value {
	if s == "" {
		return value{}
	}
	return value{kind: words, s: s}
}

func num(n int64) value { return value{kind: number, n: n} }

func cash(n int64) value { return value{kind: money, n: n} }

func clock(n int64) value { return value{kind: wall, n: n} }

// someday is nil for a day that has not come.
func someday(n int64) value {
	if n == 0 {
		return value{}
	}
	return clock(n)
}

func yes(b bool) value {
	if b {
		return value{truth, 1, ""}
	}
	return value{truth, 0, ""}
}

// A maker makes a member's value.
type maker func(r *row) value

// within makes a member of something inside, or nil when that is not there.
func within(enter func(r *row) bool, m maker) maker {
	return func(r *row) value {
		saved := r.part
		var v value
		if enter(r) {
			v = m(r)
		}
		r.part = saved
		return v
	}
}

// A scope knows how members of one kind of thing are made.
type scope struct {
	members map[string]maker
	inside  []inside
	ident   func(r *row) uint64 // names the thing
	since   func(r *row) int64  // a day in its life, for dates that mean nothing else
	full    bool                // nothing of it is missing
}

// An inside is something whose members stand in the row under a prefix.
type inside struct {
	prefix string
	enter  func(r *row) bool
	scope  func() *scope
}
