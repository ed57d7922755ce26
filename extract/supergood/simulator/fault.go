package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Fault is something that is switched on.
type Fault struct {
	Kind     string
	Argument string // of a switch: a module, a number, a method
	Call     string // of a struck one: a dataset or "authenticate"; "" is every dataset
	Nth      int    // the first call that it strikes, from 1, counted from now; 0 is 1
	Count    int    // how many it strikes; 0 is 1, or always where the kind is about a whole sweep; below 0 is always
}

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is name, name:argument, or name[:call[:nth[:count]]] where count may be *")

// ParseFault reads name, name:argument, or name[:call[:nth[:count]]]: a struck fault strikes the nth call of a dataset
// from now, from 1, and those after it until it has struck count times; "*" is always.
func ParseFault(text string) (Fault, error) {
	parts := strings.Split(text, ":")
	k := find(parts[0])
	if k == nil || len(parts) > 4 {
		return Fault{}, errFault
	}
	f := Fault{Kind: k.name}
	if !k.struck {
		if len(parts) > 2 || (len(parts) == 2) != (k.argument != "") {
			return Fault{}, errFault
		}
		if k.argument != "" {
			f.Argument = parts[1]
		}
		return f, f.check(k)
	}
	if len(parts) > 1 {
		f.Call = parts[1]
	}
	for i, into := range []*int{&f.Nth, &f.Count} {
		if len(parts) < i+3 || parts[i+2] == "" {
			continue
		}
		if i == 1 && parts[i+2] == "*" {
			*into = -1
			continue
		}
		n, err := strconv.Atoi(parts[i+2])
		if err != nil || n < 1 {
			return Fault{}, errFault
		}
		*into = n
	}
	return f, f.check(k)
}

// check refuses what would never do anything.
func (f Fault) check(k *kind) error {
	bad := false
	switch k.argument {
	case "module":
		bad = !slices.Contains(modules(), f.Argument)
	case "percent":
		n, err := strconv.Atoi(f.Argument)
		bad = err != nil || n < 0 || n > 100
	case "seconds":
		_, err := strconv.Atoi(f.Argument)
		bad = err != nil
	case "method":
		bad = f.Argument != "none" && (f.Argument == "" || !isMethod(f.Argument))
	}
	if bad {
		return fmt.Errorf("fault %s: there is no such %s", k.name, k.argument)
	}
	if k.only != "" && f.Call != "" && f.Call != k.only {
		return fmt.Errorf("fault %s: it is about %s alone", k.name, k.only)
	}
	if f.Call != "" && f.Call != authenticate && !slices.Contains(Datasets(), f.Call) {
		return fmt.Errorf("fault %s: there is no such call", k.name)
	}
	return nil
}

// A scripted fault counts the calls that it could strike.
type scripted struct {
	Fault
	further     bool
	seen, times int
}

// Fault switches something on. A kind that is unknown does nothing; [ParseFault] refuses it.
func (s *Simulator) Fault(f Fault) {
	k := find(f.Kind)
	if k == nil {
		return
	}
	s.counting.Lock()
	defer s.counting.Unlock()
	if !k.struck {
		s.switches[f.Kind] = append(s.switches[f.Kind], f.Argument)
		return
	}
	if k.only != "" {
		f.Call = k.only
	}
	f.Nth = max(1, f.Nth)
	if f.Count == 0 {
		f.Count = 1
		if k.forever {
			f.Count = -1
		}
	}
	s.script = append(s.script, &scripted{Fault: f, further: k.further})
}

// Heal ends all faults and unlocks the accounts.
func (s *Simulator) Heal() {
	s.counting.Lock()
	s.script, s.switches = nil, map[string][]string{}
	s.counting.Unlock()
	s.Unlock()
}

// strike counts a call, which may go on from a place, and returns the fault that strikes it, or nothing. Every fault
// counts every call that it could have struck.
func (s *Simulator) strike(call string, further bool) string {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.tally.calls[call]++
	name := ""
	for _, f := range s.script {
		if (f.Call != call && (f.Call != "" || call == authenticate)) || (f.further && !further) {
			continue
		}
		f.seen++
		if f.seen >= f.Nth && (f.Count < 0 || f.times < f.Count) && name == "" {
			f.times++
			name = f.Kind
		}
	}
	return name
}

// on reports whether something is switched on, with that argument where one is given.
func (s *Simulator) on(name string, argument ...string) bool {
	s.counting.Lock()
	defer s.counting.Unlock()
	for _, a := range s.switches[name] {
		if len(argument) == 0 || slices.Contains(argument, a) {
			return true
		}
	}
	return false
}

// last returns the argument that something was switched on with most recently, and whether it is on.
func (s *Simulator) last(name string) (string, bool) {
	s.counting.Lock()
	defer s.counting.Unlock()
	all := s.switches[name]
	if len(all) == 0 {
		return "", false
	}
	return all[len(all)-1], true
}

// number is last for numbers; 0 is off.
func (s *Simulator) number(name string) int {
	text, _ := s.last(name)
	n, _ := strconv.Atoi(text)
	return n
}
