package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"carehouse/extract/badline"
)

// FaultKinds lists what can be switched on.
func FaultKinds() badline.List {
	struck, forever, state := badline.Struck, badline.Forever, badline.State
	return badline.List{
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
		struck("cursor", "410, and no cursor given so far is worth anything any more"),
		struck("moved", "the last appointment of the window leaves it for 500 days later before the page is read"),
		struck("change-between", "a record is inserted and the first one deleted before the page is read"),
		forever("duplicates", "a page begins with the last record of the page before"),
		forever("same-page", "the cursor or the link leads to the page itself, always"),
		struck("link-away", "the next page's address is on another host (dialect links)"),
		struck("renamed", "the list is called something else"),

		// How the deployment is.
		state("unlicensed", "module", "unlicensed:ehr: the tenant has a module no more"),
		state("missed", "percent", "missed:30: so many percent of the edits move no updated_at"),
		state("mfa", "method", "mfa:sms: the account wants this second factor, or none"),
		state("skew", "seconds", "skew:90: the clock that codes are checked by is so many seconds ahead"),
		state("wrong-password", "", "the password was changed at the portal"),
		state("terse", "", "what leads on is left out where nothing follows"),
		state("mute", "", "what leads on has another name"),
		state("drift", "", "patients' email is called email_address, and every record has a field more"),
		state("scraped", "", "updated_at tells when the portal was read: now"),
		state("tombstones", "", "deleted patients stay, with a deleted_at"),
	}
}

// Always is the count of a fault that does not stop.
const Always = badline.Always

// A Fault is a kind with the calls that it strikes, of a dataset or "authenticate", or with what it is about: a module, a
// number, a method. Without a call it strikes those of every dataset.
type Fault = badline.Fault

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is name, name:argument, or name[:call[:nth[:count]]] where count may be *")

// ParseFault reads name, name:argument, or name[:call[:nth[:count]]]: a struck fault strikes the nth call of a dataset
// from now, from 1, and those after it until it has struck count times; "*" is always.
func ParseFault(text string) (Fault, error) {
	f, ok := FaultKinds().Parse(text, 4)
	about, _ := FaultKinds().Find(f.Kind)
	if !ok || f.Argument == "" && about.Argument != "" {
		return Fault{}, errFault
	}
	bad := false
	switch n, err := strconv.Atoi(f.Argument); about.Argument {
	case "module":
		bad = !slices.Contains(modules(), f.Argument)
	case "percent":
		bad = err != nil || n < 0 || n > 100
	case "seconds":
		bad = err != nil
	case "method":
		bad = f.Argument != "none" && !isMethod(f.Argument)
	}
	switch {
	case bad:
		return Fault{}, fmt.Errorf("fault %s: there is no such %s", f.Kind, about.Argument)
	case f.Kind == "moved" && f.Call != "" && f.Call != appointments:
		return Fault{}, fmt.Errorf("fault %s: it is about %s alone", f.Kind, appointments)
	case f.Call != "" && f.Call != authenticate && !slices.Contains(Datasets(), f.Call):
		return Fault{}, fmt.Errorf("fault %s: there is no such call", f.Kind)
	}
	return f, nil
}

// Fault switches something on. A kind that is unknown does nothing; [ParseFault] refuses it.
func (s *Simulator) Fault(f Fault) { s.script.Add(f, FaultKinds()) }

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds().Names() }

// Heal ends all faults and unlocks the accounts.
func (s *Simulator) Heal() {
	s.script.Heal()
	s.Unlock()
}

// strike counts a call, which may go on from a place, and returns the fault that strikes it, or nothing. Some kinds
// strike only calls that go on, and one only those of appointments.
func (s *Simulator) strike(call string, further bool) string {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.tally.calls[call]++
	return string(s.script.Strike(func(f Fault) bool {
		onward := f.Kind == "cursor" || f.Kind == "duplicates"
		return (f.Call == call || f.Call == "" && call != authenticate) &&
			(further || !onward) && (call == appointments || f.Kind != "moved")
	}))
}
