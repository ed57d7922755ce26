package simulator

// Unlock lets locked accounts in again.
func (s *Simulator) Unlock() {}

type desk struct{}

func newDesk(Options) *desk { return &desk{} }

func signingKey(seed uint64) []byte { return nil }

// Code is the code that was last sent by sms or email, over all accounts; "" is none.
func (s *Simulator) Code() string { return "" }

// Sessions is how many sessions were opened.
func (s *Simulator) Sessions() int { return 0 }

// Expire ends all sessions, as if their time had run out.
func (s *Simulator) Expire() {}
