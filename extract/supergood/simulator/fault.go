package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A kind is something that can be switched on. A struck one happens to single calls; the others are how the deployment
// is, from then on.
type kind struct {
	name, about string
	struck      bool
	forever     bool   // strikes until healed when no count is given
	further     bool   // counts and strikes only calls that go on from a place
	argument    string // what a switch needs behind a colon; "" is nothing
}

func kinds() []kind {
	struck := func(name, about string) kind { return kind{name: name, about: about, struck: true} }
	return []kind{
		// Answers that are none.
		struck("429", "429, Retry-After: 2"),
		struck("429-date", "429, Retry-After as an HTTP date three seconds ahead"),
		struck("429-bare", "429 without Retry-After"),
		struck("409", "409, the portal is busy"),
		struck("423", "423, the portal has locked the record or the user"),
		struck("500", "500 with an error body"),
		struck("502", "502 with an HTML page"),
		struck("503", "503 with an error body, Retry-After: 1"),
		struck("504", "504 with an empty body"),
		struck("html-200", "200 with the portal's login page"),
		struck("empty-body", "200 with no body"),
		struck("redirect", "302 to another host"),

		// Answers that do not arrive as they should.
		struck("garbled", "JSON that breaks in the middle"),
		struck("cut", "half of the body, then the connection ends"),
		struck("reset", "half of the body, then the connection is reset"),
		struck("slow", "the body in twenty pieces with pauses"),
		struck("stalled", "half of the body, then silence"),

		// What happens to a sweep.
		struck("expire", "the session has died: 401 until there is another"),
		{name: "cursor", about: "410, and no cursor given so far is worth anything any more", struck: true, further: true},
		struck("moved", "an appointment leaves its window for 500 days later before the page is read"),
		struck("change-between", "a record is inserted and the first one deleted before the page is read"),
		{name: "duplicates", about: "a page begins with the last record of the page before", struck: true, forever: true, further: true},
		{name: "same-page", about: "the cursor or the link leads to the page itself, always", struck: true, forever: true},
		struck("link-away", "the next page's address is on another host (dialect links)"),
		struck("renamed", "the list is called something else"),

		// How the deployment is.
		{name: "unlicensed", about: "unlicensed:ehr: the tenant has a module no more", argument: "module"},
		{name: "missed", about: "missed:30: so many percent of the edits move no updated_at", argument: "percent"},
		{name: "mfa", about: "mfa:sms: the account wants this second factor, or none", argument: "method"},
		{name: "skew", about: "skew:90: the clock that codes are checked by is so many seconds ahead", argument: "seconds"},
		{name: "wrong-password", about: "the password was changed at the portal"},
		{name: "drift", about: "patients' email is called email_address, and every record has a field more"},
		{name: "scraped", about: "updated_at tells when the portal was read: now"},
		{name: "tombstones", about: "deleted patients stay, with a deleted_at"},
	}
}

// FaultKinds lists the names of what can be switched on.
func FaultKinds() []string {
	var out []string
	for _, k := range kinds() {
		out = append(out, k.name)
	}
	return out
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds() }

// About says in a few words what a fault does.
func About(name string) string {
	if k := find(name); k != nil {
		return k.about
	}
	return ""
}

func find(name string) *kind {
	all := kinds()
	if i := slices.IndexFunc(all, func(k kind) bool { return k.name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

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
