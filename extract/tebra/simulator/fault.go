package simulator

import (
	"errors"
	"fmt"
	"strconv"

	"carehouse/extract/badline"
)

// FaultKinds lists what can be switched on.
func FaultKinds() badline.List {
	struck, forever, state := badline.Struck, badline.Forever, badline.State
	return badline.List{
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
		forever("error", "an ErrorResponse about something else"),

		// Who may ask.
		state("bad-key", "", "the customer key is not valid any more"),
		state("bad-password", "", "the password is not valid any more"),
		state("no-permission", "operation", "no-permission:GetCharges: the user lacks the right to an operation"),
		state("no-practice", "practice", "no-practice:2: the user may not see a practice any more"),

		// How the throttle says it; one at a time.
		state("throttle-bare", "", "throttled answers have an ErrorResponse and nothing else"),
		state("throttle-reordered", "", "throttled answers have their members in another order"),
		state("throttle-429", "", "throttled answers have status 429"),
		state("throttle-cut", "", "throttled answers end in the middle of an element"),

		// How answers are.
		state("nil-container", "", "no match is a nil list instead of a row of nils"),
		state("nil-security", "", "a good answer has a nil SecurityResponse"),
		state("key-zero", "", "GetAllPatients ends with a next key of 0 instead of a nil Key"),
		state("key-nil", "", "GetAllPatients ends with a nil next key instead of a nil Key"),
		state("fields-quirk", "", "any switch in Fields that is true makes one row of nils"),
		state("extra-element", "", "an element that no schema has, in every row"),
		state("schema-2025", "", "no GetAppointmentReasons and no Active of patients"),
		state("flags-filter", "", "the flags of GetProcedureCodes count when they are left out: as false"),
		state("cases-listed", "", "GetPatients tells Cases, as only GetPatient should"),
		state("undated", "", "one patient in seven has no CreatedDate"),
		state("shuffled", "", "rows come in an order of their own in each answer"),

		// What windows do.
		state("wide-fault", "days", "wide-fault:30: windows of more days are an InternalServiceFault"),
		state("wide-empty", "days", "wide-empty:30: windows of more days have no rows"),
		state("posting-silent", "", "more than 60 days of posting dates have no rows instead of an error"),
		state("posting-any", "", "any span of posting dates is answered"),
		state("to-exclusive", "pair", "to-exclusive:LastModifiedDate: the end of a pair of dates, or of all, is not included"),
		state("quiet-balances", "", "what happens to a charge does not move the LastModifiedDate of its patient"),
	}
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds().Names() }

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is name, name:argument, or name[:operation[:nth[:count]]] where count may be *")

// Fault switches something on. What is about single calls is name[:operation[:nth[:count]]]: it strikes the nth call of
// that operation from now, from 1, and those after it until it has struck count times; "*" is always. Everything else
// is name or name:argument.
func (s *Simulator) Fault(spec string) error {
	f, ok := FaultKinds().Parse(spec, 4)
	if !ok {
		return errFault
	}
	if err := s.check(f); err != nil {
		return err
	}
	s.script.Add(f, FaultKinds())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.undated = s.world.undated || f.Kind == "undated"
	return nil
}

// check refuses faults that would never do anything.
func (s *Simulator) check(f badline.Fault) error {
	operation := f.Call
	switch f.Kind {
	case "no-permission":
		operation = f.Argument
		if operation == "" {
			return errFault
		}
	case "no-practice", "wide-fault", "wide-empty":
		if n, err := strconv.Atoi(f.Argument); err != nil || n < 1 {
			return fmt.Errorf("fault %s: it needs a number", f.Kind)
		}
	default:
	}
	if operation != "" && s.operations[operation] == nil {
		return fmt.Errorf("fault %s: there is no such operation", f.Kind)
	}
	return nil
}

// Heal ends all faults.
func (s *Simulator) Heal() {
	s.script.Heal()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.undated = false
}

// strike counts a call and returns the fault that strikes it, or nothing.
func (s *Simulator) strike(operation string) string {
	s.counting.Lock()
	defer s.counting.Unlock()
	if operation != "" {
		s.calls[operation]++
	}
	return string(s.script.Strike(func(f badline.Fault) bool { return f.Call == "" || f.Call == operation }))
}
