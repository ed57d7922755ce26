package simulator

import (
	"errors"
	"slices"
	"strconv"

	"carehouse/extract/badline"
)

// A FaultKind is a way in which an answer goes wrong, or in which the API is another one than by default.
type FaultKind = badline.Kind

// The kinds that strike single calls.
const (
	TooMany        FaultKind = "429"
	TooManySeconds FaultKind = "429-seconds"
	TooManyDate    FaultKind = "429-date"
	ServerHTML     FaultKind = "500-html"
	ServerEmpty    FaultKind = "500-empty"
	Unavailable    FaultKind = "503"
	Refused        FaultKind = "403"
	HTMLPage       FaultKind = "html-200"
	EmptyBody      FaultKind = "empty-body"
	NullBody       FaultKind = "null-body"
	Redirect       FaultKind = "redirect"
	Slow           FaultKind = "slow"
	Stalled        FaultKind = "stalled"
	Cut            FaultKind = "cut"
	Reset          FaultKind = "reset"
	Garbled        FaultKind = "garbled"
	Expire         FaultKind = "expire"
	RotateAway     FaultKind = "rotate-away"
	Revoke         FaultKind = "revoke"
	Redate         FaultKind = "redate"
	Vanish         FaultKind = "vanish"
	NotFound       FaultKind = "404"
)

// The kinds that are how the API is from then on.
const (
	WrongPractice FaultKind = "wrong-practice"
	ObjectReplies FaultKind = "object-replies"
	EmptyObject   FaultKind = "empty-object"
	Empty204      FaultKind = "empty-204"
	HitCap        FaultKind = "cap"
	ContainsMatch FaultKind = "contains"
	CP1252        FaultKind = "cp1252"
	BigCCD        FaultKind = "big-ccd"
	NoCCD         FaultKind = "no-ccd"
	TextFlags     FaultKind = "text-flags"
	Drift         FaultKind = "drift"
	USDatesOnly   FaultKind = "us-dates"
	ISODaysOnly   FaultKind = "iso-dates"
	Aliases       FaultKind = "aliases"
	RefuseLogin   FaultKind = "refuse-login"
	TokenNumbers  FaultKind = "token-numbers"
	NoRotation    FaultKind = "no-rotation"
	LenientTokens FaultKind = "lenient"
)

// FaultKinds lists the kinds. The argument that some have may be left out.
func FaultKinds() badline.List {
	struck, state := badline.Struck, badline.State
	return badline.List{
		struck(TooMany, "429 without Retry-After"),
		struck(TooManySeconds, "429, Retry-After: 2"),
		struck(TooManyDate, "429, Retry-After as an HTTP date"),
		struck(ServerHTML, "500 with an HTML page"),
		struck(ServerEmpty, "500 with no body"),
		struck(Unavailable, "503 with an HTML page"),
		struck(Refused, "403 with a body as errors have"),
		struck(NotFound, "404 with a body as errors have"),
		struck(HTMLPage, "200 with an HTML page"),
		struck(EmptyBody, "200 with no body"),
		struck(NullBody, "200 with null"),
		struck(Redirect, "302 to another host"),
		struck(Slow, "the body in twenty pieces with pauses"),
		struck(Stalled, "half of the body, then silence"),
		struck(Cut, "half of the body, then the connection ends; a token call has been carried out"),
		struck(Reset, "half of the body, then the connection is reset; a token call has been carried out"),
		struck(Garbled, "an error in the middle of the JSON"),
		struck(Expire, "the access token that is used dies, 401; on a token call: the new access token is dead already"),
		struck(RotateAway, "all refresh tokens have been used by somebody else"),
		struck(Revoke, "an administrator revokes all refresh tokens"),
		struck(Redate, "the first encounter of the answer has moved back by 200 days, for good"),
		struck(Vanish, "the first encounter of the answer is missing from it"),

		state(WrongPractice, "practice", "403 for a practice, or for all of them"),
		state(ObjectReplies, "", "a search with one hit answers with an object instead of a list"),
		state(EmptyObject, "", "a search without hits answers {}"),
		state(Empty204, "", "a search without hits answers 204"),
		state(HitCap, "number", "no search shows more hits; 5 if no number is given"),
		state(ContainsMatch, "", "a term is found anywhere in a name or a chart number"),
		state(CP1252, "", "every document is Windows-1252 inside of UTF-8"),
		state(BigCCD, "number", "the first patient's first document has so many bytes; 5 MB if no number is given"),
		state(NoCCD, "", "every document is null"),
		state(TextFlags, "", "encounterLocked is always a text"),
		state(Drift, "", "unknown members in every record"),
		state(USDatesOnly, "", "start and end must be written M-D-YYYY"),
		state(ISODaysOnly, "", "start and end must be written YYYY-MM-DD"),
		state(Aliases, "", "/{id}/encounters and /{id}/encounter answer too"),
		state(RefuseLogin, "", "the person at the login says no"),
		state(TokenNumbers, "", "the numbers in answers of the token call are numbers"),
		state(NoRotation, "", "a refresh is answered without a new refresh token, and the old one stays good"),
		state(LenientTokens, "", "an old refresh token is good until the new one, or its access token, has been used"),
	}
}

// Always is the count of a fault that does not stop.
const Always = badline.Always

// A Fault is a kind with the calls that it strikes, by their names, or with what it is about.
type Fault = badline.Fault

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is kind[:call[:nth[:count[:every]]]], where count may be *, or kind[:argument]")

// ParseFault reads "cut", "500-html:search:3", "429:encounters:2:*", "cap:20".
func ParseFault(text string) (Fault, error) {
	f, ok := FaultKinds().Parse(text, 5)
	if !ok || f.Call != "" && !slices.Contains(callNames(), f.Call) {
		return Fault{}, errFault
	}
	about, _ := FaultKinds().Find(f.Kind)
	if n, err := strconv.Atoi(f.Argument); f.Argument != "" && about.Argument == "number" && (err != nil || n < 1) {
		return Fault{}, errFault
	}
	return f, nil
}

// Fault switches a fault on, as [ParseFault] reads it.
func (s *Simulator) Fault(text string) error {
	f, err := ParseFault(text)
	if err == nil {
		s.script.Add(f, FaultKinds())
	}
	return err
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds().Names() }

// Heal ends all faults. What they did to tokens and encounters stays done.
func (s *Simulator) Heal() { s.script.Heal() }

// strike returns the fault that strikes a call, or nothing. A fault about encounters strikes nothing else. A fault
// without a name of a call leaves the login alone, where most clients ask no second time.
func (s *Simulator) strike(call string) FaultKind {
	login := call == CallToken || call == CallAuthorize
	return s.script.Strike(func(f Fault) bool {
		visits := f.Kind == Redate || f.Kind == Vanish
		return (f.Call == call || f.Call == "" && !login) && (call == CallEncounters || !visits)
	})
}
