package simulator

import "strings"

// A scripted fault counts the requests that it could strike.
type scripted struct {
	Fault
	seen, struck int
}

// Fault adds faults to the script. A request is struck by the first that applies to it.
func (s *Simulator) Fault(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		if f.Count == 0 && f.Kind.text().forever {
			f.Count = Always
		}
		f.Nth, f.Count, f.Every = max(1, f.Nth), orOne(f.Count), max(1, f.Every)
		s.faults = append(s.faults, &scripted{Fault: f})
	}
}

// Heal ends all faults.
func (s *Simulator) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func orOne(n int) int {
	if n == 0 {
		return 1
	}
	return n
}

// strike returns the fault of a request, or nothing. Every fault counts every request that it could have struck.
func (s *Simulator) strike(path string) FaultKind {
	var kind FaultKind
	for _, f := range s.faults {
		if !strings.HasPrefix(path, f.Path) {
			continue
		}
		f.seen++
		due := f.seen >= f.Nth && (f.seen-f.Nth)%f.Every == 0 && (f.Count == Always || f.struck < f.Count)
		if due && kind == "" {
			f.struck++
			kind = f.Kind
		}
	}
	return kind
}
