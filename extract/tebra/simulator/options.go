package simulator

import (
	"cmp"
	"fmt"
	"time"
)

// Options describe a simulated account. The zero value is a small one.
type Options struct {
	Seed uint64
	// Size is how many charges there are, over all practices; 0 is 1,000, -1 is none. Patients are a fifth of it,
	// transactions about seven times as many.
	Size int
	Now  time.Time // the account's time; zero is 2026-06-15 12:00 UTC
	// Tick is a clock whose pace the account's keeps, time.Now in a real server. Without one time stands still, and
	// as no interval can pass, nothing is throttled. With one that stands still every second call is.
	Tick func() time.Time
	// Faults are switched on from the start, see [Simulator.Fault].
	Faults []string
	// Scale shrinks the intervals of the throttles, which GetThrottles tells too. 0 is a hundredth, for
	// demonstrations; 1 is what the vendor publishes; -1 is no throttle at all.
	Scale float64
	// Practices is how many there are; 0 is 3. The first has half of the charges, the second a quarter, and so on.
	Practices int
}

func (o Options) filled() (Options, error) {
	o.Size = max(0, cmp.Or(o.Size, 1000))
	if o.Now.IsZero() {
		o.Now = time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)
	}
	o.Now = o.Now.UTC()
	o.Scale = max(0, cmp.Or(o.Scale, 0.01))
	o.Practices = cmp.Or(o.Practices, 3)
	if o.Practices < 0 || o.Practices > 26 {
		return o, fmt.Errorf("simulator: %d practices: it must be 1 to 26", o.Practices)
	}
	return o, nil
}
