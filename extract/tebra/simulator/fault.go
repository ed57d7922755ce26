package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A knack is something that can be switched on. A struck one happens to single calls; the others are how the account
// is, from then on.
type knack struct {
	name, about string
	struck      bool
	forever     bool // strikes until healed when no count is given
}

func knacks() []knack {
	struck := func(name, about string) knack { return knack{name: name, about: about, struck: true} }
	always := func(name, about string) knack { return knack{name: name, about: about, struck: true, forever: true} }
	return []knack{
		// Answers that are none.
		struck("internal-fault", "500 with an InternalServiceFault"),
		struck("deserialization-failed", "500 with a DeserializationFailed fault"),
		struck("contract-mismatch", "500 with an ActionNotSupported fault"),
		struck("html-200", "200 with an HTML page"),
		struck("html-503", "503 with an HTML page"),
		struck("http-429", "429 with an empty body"),
		struck("redirect", "302 to another host"),
		struck("empty-body", "200 with no body"),
		struck("doctype", "200 with a document type"),
		struck("truncated", "half of the body, then the connection ends"),
		struck("reset", "half of the body, then the connection is reset"),
		struck("slow", "the body in twenty pieces with pauses"),
		struck("stalled", "half of the body, then silence"),
		struck("throttled", "the throttle's message, however slow the caller was"),
		struck("empty", "no rows, however many there are"),
		struck("outside", "a row more that lies outside the asked window"),
		struck("change-between", "a charge is inserted and one deleted before the call is answered"),
		always("error", "an ErrorResponse about something else"),

		// Who may ask.
		{name: "bad-key", about: "the customer key is not valid any more"},
		{name: "bad-password", about: "the password is not valid any more"},
		{name: "no-permission", about: "no-permission:GetCharges: the user lacks the right to an operation"},
		{name: "no-practice", about: "no-practice:2: the user may not see a practice any more"},

		// How the throttle says it; one at a time.
		{name: "throttle-bare", about: "throttled answers have an ErrorResponse and nothing else"},
		{name: "throttle-reordered", about: "throttled answers have their members in another order"},
		{name: "throttle-429", about: "throttled answers have status 429"},
		{name: "throttle-cut", about: "throttled answers end in the middle of an element"},

		// How answers are.
		{name: "nil-container", about: "no match is a nil list instead of a row of nils"},
		{name: "nil-security", about: "a good answer has a nil SecurityResponse"},
		{name: "key-zero", about: "GetAllPatients ends with a next key of 0 instead of a nil Key"},
		{name: "key-nil", about: "GetAllPatients ends with a nil next key instead of a nil Key"},
		{name: "fields-quirk", about: "any switch in Fields that is true makes one row of nils"},
		{name: "extra-element", about: "an element that no schema has, in every row"},
		{name: "schema-2025", about: "no GetAppointmentReasons and no Active of patients"},
		{name: "flags-filter", about: "the flags of GetProcedureCodes count when they are left out: as false"},
		{name: "cases-listed", about: "GetPatients tells Cases, as only GetPatient should"},
		{name: "undated", about: "one patient in seven has no CreatedDate"},
		{name: "shuffled", about: "rows come in an order of their own in each answer"},

		// What windows do.
		{name: "wide-fault", about: "wide-fault:30: windows of more days are an InternalServiceFault"},
		{name: "wide-empty", about: "wide-empty:30: windows of more days have no rows"},
		{name: "posting-silent", about: "more than 60 days of posting dates have no rows instead of an error"},
		{name: "posting-any", about: "any span of posting dates is answered"},
		{name: "to-exclusive", about: "to-exclusive:LastModifiedDate: the end of a pair of dates, or of all, is not included"},
		{name: "quiet-balances", about: "what happens to a charge does not move the LastModifiedDate of its patient"},
	}
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string {
	var out []string
	for _, k := range knacks() {
		out = append(out, k.name)
	}
	return out
}

// About says in a few words what a fault does.
func About(fault string) string {
	if k := find(fault); k != nil {
		return k.about
	}
	return ""
}

func find(name string) *knack {
	all := knacks()
	if i := slices.IndexFunc(all, func(k knack) bool { return k.name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is name, name:argument, or name[:operation[:nth[:count]]] where count may be *")

// A scripted fault counts the calls that it could strike.
type scripted struct {
	name, operation         string
	nth, count, seen, times int // count below 0 is always
}

// Fault switches something on. What is about single calls is name[:operation[:nth[:count]]]: it strikes the nth call of
// that operation from now, from 1, and those after it until it has struck count times; "*" is always. Everything else
// is name or name:argument.
func (s *Simulator) Fault(spec string) error {
	parts := strings.Split(spec, ":")
	k := find(parts[0])
	if k == nil || len(parts) > 4 || (!k.struck && len(parts) > 2) {
		return errFault
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counting.Lock()
	defer s.counting.Unlock()
	if !k.struck {
		argument := ""
		if len(parts) == 2 {
			argument = parts[1]
		}
		if err := s.check(k.name, argument); err != nil {
			return err
		}
		s.switches[k.name] = append(s.switches[k.name], argument)
		s.world.undated = s.world.undated || k.name == "undated"
		return nil
	}
	f := &scripted{name: k.name, nth: 1, count: 1}
	if k.forever {
		f.count = -1
	}
	if len(parts) > 1 {
		f.operation = parts[1]
	}
	for i, into := range []*int{&f.nth, &f.count} {
		if len(parts) < i+3 || parts[i+2] == "" {
			continue
		}
		if i == 1 && parts[i+2] == "*" {
			*into = -1
			continue
		}
		n, err := strconv.Atoi(parts[i+2])
		if err != nil || n < 1 {
			return errFault
		}
		*into = n
	}
	if f.operation != "" && s.operations[f.operation] == nil {
		return fmt.Errorf("fault %s: there is no such operation", f.name)
	}
	s.script = append(s.script, f)
	return nil
}

// check refuses arguments that would never do anything.
func (s *Simulator) check(name, argument string) error {
	switch name {
	case "no-permission":
		if s.operations[argument] == nil {
			return fmt.Errorf("fault %s: there is no such operation", name)
		}
	case "no-practice", "wide-fault", "wide-empty":
		if n, err := strconv.Atoi(argument); err != nil || n < 1 {
			return fmt.Errorf("fault %s: it needs a number", name)
		}
	}
	return nil
}

// Heal ends all faults.
func (s *Simulator) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counting.Lock()
	defer s.counting.Unlock()
	s.script, s.switches, s.world.undated = nil, map[string][]string{}, false
}

// strike counts a call and returns the fault that strikes it, or nothing. Every fault counts every call that it could
// have struck.
func (s *Simulator) strike(operation string) string {
	s.counting.Lock()
	defer s.counting.Unlock()
	if operation != "" {
		s.calls[operation]++
	}
	name := ""
	for _, f := range s.script {
		if f.operation != "" && f.operation != operation {
			continue
		}
		f.seen++
		if f.seen >= f.nth && (f.count < 0 || f.times < f.count) && name == "" {
			f.times++
			name = f.name
		}
	}
	return name
}

// on reports whether something is switched on, with that argument or without one.
func (s *Simulator) on(name string, argument ...string) bool {
	s.counting.Lock()
	defer s.counting.Unlock()
	for _, a := range s.switches[name] {
		if len(argument) == 0 || a == "" || slices.Contains(argument, a) {
			return true
		}
	}
	return false
}

// limit returns the number that something was switched on with; 0 is off.
func (s *Simulator) limit(name string) int64 {
	s.counting.Lock()
	defer s.counting.Unlock()
	if all := s.switches[name]; len(all) > 0 {
		n, _ := strconv.ParseInt(all[len(all)-1], 10, 64)
		return n
	}
	return 0
}
