package simulator

import "strconv"

// A scripted fault counts the calls that it could strike.
type scripted struct {
	Fault
	seen, times int
}

// Fault switches a fault on, as [ParseFault] reads it.
func (s *Simulator) Fault(text string) error {
	f, err := ParseFault(text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !f.Kind.text().struck {
		s.switches[f.Kind] = append(s.switches[f.Kind], f.Argument)
		return nil
	}
	f.Nth, f.Every = max(1, f.Nth), max(1, f.Every)
	if f.Count == 0 {
		f.Count = 1
	}
	s.script = append(s.script, &scripted{Fault: f})
	return nil
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string {
	var out []string
	for _, k := range FaultKinds() {
		out = append(out, string(k))
	}
	return out
}

// Heal ends all faults. What they did to tokens and encounters stays done.
func (s *Simulator) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script, s.switches = nil, map[FaultKind][]string{}
}

// strike counts a call and returns the fault that strikes it, or nothing. Every fault counts every call that it could
// have struck. A fault about encounters strikes nothing else. A fault without a name of a call leaves the login alone,
// where most clients ask no second time.
func (s *Simulator) strike(call string) FaultKind {
	login := call == CallToken || call == CallAuthorize
	var kind FaultKind
	for _, f := range s.script {
		visits := f.Kind == Redate || f.Kind == Vanish
		if f.Call != call && (f.Call != "" || login) || visits && call != CallEncounters {
			continue
		}
		f.seen++
		due := f.seen >= f.Nth && (f.seen-f.Nth)%f.Every == 0 && (f.Count == Always || f.times < f.Count)
		if due && kind == "" {
			f.times++
			kind = f.Kind
		}
	}
	return kind
}

// later gives a fault that found nothing to strike another chance.
func (s *Simulator) later(kind FaultKind) {
	for _, f := range s.script {
		if f.Kind == kind && f.times > 0 {
			f.times--
			return
		}
	}
}

// on reports whether something is switched on.
func (s *Simulator) on(kind FaultKind) bool { return len(s.switches[kind]) > 0 }

// number returns the number that something was switched on with; missing is what it is without one, 0 that it is off.
func (s *Simulator) number(kind FaultKind, missing int) int {
	all := s.switches[kind]
	if len(all) == 0 {
		return 0
	}
	if n, err := strconv.Atoi(all[len(all)-1]); err == nil {
		return n
	}
	return missing
}
