package badline

import (
	"slices"
	"strconv"
	"sync"
)

// A Script is the faults that are switched on. It is safe for concurrent use; the zero value is a good day.
type Script struct {
	mu     sync.Mutex
	faults []*scripted
	states map[Kind][]string // the arguments that they were switched on with
}

// A scripted fault counts the calls that it could strike.
type scripted struct {
	Fault
	seen, struck int
}

// Add switches a fault on. A kind that is not in the list does nothing.
func (s *Script) Add(f Fault, kinds List) {
	e, ok := kinds.Find(f.Kind)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.State {
		if s.states == nil {
			s.states = map[Kind][]string{}
		}
		s.states[f.Kind] = append(s.states[f.Kind], f.Argument)
		return
	}
	f.Nth, f.Every = max(1, f.Nth), max(1, f.Every)
	switch {
	case f.Count == 0 && e.Forever:
		f.Count = Always
	case f.Count == 0:
		f.Count = 1
	}
	s.faults = append(s.faults, &scripted{Fault: f})
}

// Heal switches everything off.
func (s *Script) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.states = nil, nil
}

// Strike returns the kind that strikes a call, the one that was switched on first, or nothing. Every fault counts every
// call that it could have struck, which could says; it must not ask the script.
func (s *Script) Strike(could func(Fault) bool) Kind {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kind Kind
	for _, f := range s.faults {
		if !could(f.Fault) {
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

// Miss gives a fault that found nothing to strike another chance.
func (s *Script) Miss(kind Kind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.Kind == kind && f.struck > 0 {
			f.struck--
			return
		}
	}
}

// On reports whether a state is switched on: for one of the arguments, where some are given, or without an argument.
func (s *Script) On(kind Kind, arguments ...string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.states[kind], func(a string) bool {
		return len(arguments) == 0 || a == "" || slices.Contains(arguments, a)
	})
}

// Last returns the argument that a state was switched on with most recently, and whether it is on.
func (s *Script) Last(kind Kind) (argument string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.states[kind]
	if len(all) == 0 {
		return "", false
	}
	return all[len(all)-1], true
}

// Number is [Script.Last] for numbers; missing is what it is without one, 0 that it is off.
func (s *Script) Number(kind Kind, missing int) int {
	text, on := s.Last(kind)
	if !on {
		return 0
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return missing
}
