package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Options describe a simulated deployment. The zero value is a small one that speaks the default profile.
type Options struct {
	Seed uint64
	// Size is how many appointments the first tenant has; 0 is 400, -1 is nothing at all. The other tenants have half of
	// it. There are half as many encounters, and a quarter as many patients and stored eligibility checks.
	Size    int
	Tenants int              // 0 is 2; see [Simulator.Login]
	Now     time.Time        // the deployment's time; zero is 2026-06-15 12:00 UTC
	Tick    func() time.Time // a clock whose pace the deployment's keeps, time.Now in a real server; nil stands still

	MFA         string        // "" is none, else totp, sms or email
	SessionLife time.Duration // 0 is 30 min
	Parallel    bool          // a second session of a login does not end the first
	SharedLogin bool          // one login for all tenants: tenant_id chooses, and without one the first is meant

	Dialect  Dialect  // "" is [Ours]
	MaxLimit int      // more in one answer are never given, silently; 0 is 200
	Faults   []string // switched on from the start, see [ParseFault]

	Pause time.Duration // between the pieces of a slow body; 0 is 50 ms
	Stall time.Duration // after which a silent answer is cut; 0 is 1 min
}

func (o Options) filled() (Options, error) {
	o.Size = max(0, cmp.Or(o.Size, 400))
	o.Tenants = cmp.Or(o.Tenants, 2)
	if o.Tenants < 0 || o.Tenants > 9 {
		return o, fmt.Errorf("simulator: %d tenants: it must be 1 to 9", o.Tenants)
	}
	if o.Now.IsZero() {
		o.Now = time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)
	}
	o.Now = o.Now.UTC()
	o.SessionLife = cmp.Or(o.SessionLife, 30*time.Minute)
	o.Dialect = cmp.Or(o.Dialect, Ours)
	o.MaxLimit = cmp.Or(o.MaxLimit, 200)
	o.Pause = cmp.Or(o.Pause, 50*time.Millisecond)
	o.Stall = cmp.Or(o.Stall, time.Minute)
	if !isMethod(o.MFA) {
		return o, errors.New("simulator: there is no MFA by that name: it must be totp, sms or email")
	}
	return o, nil
}

// isMethod reports whether a second factor is known; none is one.
func isMethod(mfa string) bool { return mfa == "" || mfa == "totp" || mfa == "sms" || mfa == "email" }
