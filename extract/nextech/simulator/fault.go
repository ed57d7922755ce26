package simulator

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A FaultKind is a way in which an answer goes wrong, or in which the API is another one than by default.
type FaultKind string

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

type faultText struct {
	kind     FaultKind
	about    string
	struck   bool   // happens to single calls
	argument string // what may stand behind the colon, if something may
}

func faultTexts() []faultText {
	struck := func(kind FaultKind, about string) faultText { return faultText{kind, about, true, ""} }
	always := func(kind FaultKind, about string) faultText { return faultText{kind, about, false, ""} }
	given := func(kind FaultKind, argument, about string) faultText { return faultText{kind, about, false, argument} }
	return []faultText{
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

		given(WrongPractice, "practice", "403 for a practice, or for all of them"),
		always(ObjectReplies, "a search with one hit answers with an object instead of a list"),
		always(EmptyObject, "a search without hits answers {}"),
		always(Empty204, "a search without hits answers 204"),
		given(HitCap, "number", "no search shows more hits; 5 if no number is given"),
		always(ContainsMatch, "a term is found anywhere in a name or a chart number"),
		always(CP1252, "every document is Windows-1252 inside of UTF-8"),
		given(BigCCD, "number", "the first patient's first document has so many bytes; 5 MB if no number is given"),
		always(NoCCD, "every document is null"),
		always(TextFlags, "encounterLocked is always a text"),
		always(Drift, "unknown members in every record"),
		always(USDatesOnly, "start and end must be written M-D-YYYY"),
		always(ISODaysOnly, "start and end must be written YYYY-MM-DD"),
		always(Aliases, "/{id}/encounters and /{id}/encounter answer too"),
		always(RefuseLogin, "the person at the login says no"),
		always(TokenNumbers, "the numbers in answers of the token call are numbers"),
		always(NoRotation, "a refresh is answered without a new refresh token, and the old one stays good"),
		always(LenientTokens, "an old refresh token is good until the new one, or its access token, has been used"),
	}
}

// FaultKinds lists the kinds.
func FaultKinds() []FaultKind {
	var out []FaultKind
	for _, f := range faultTexts() {
		out = append(out, f.kind)
	}
	return out
}

func (k FaultKind) text() faultText {
	texts := faultTexts()
	if i := slices.IndexFunc(texts, func(f faultText) bool { return f.kind == k }); i >= 0 {
		return texts[i]
	}
	return faultText{}
}

// About says in a few words what the kind does.
func (k FaultKind) About() string { return k.text().about }

// Always is the [Fault.Count] of a fault that does not stop.
const Always = -1

// A Fault is a kind with the calls that it strikes, or with what it is about.
type Fault struct {
	Kind     FaultKind
	Call     string // one of the calls' names; "" is any call with an access token
	Nth      int    // the first call of that name to strike, from 1; 0 is 1
	Count    int    // how many calls; 0 is one
	Every    int    // strike one of so many; 0 is 1
	Argument string // of kinds that strike no single calls
}

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is kind[:call[:nth[:count[:every]]]], where count may be *, or kind[:argument]")

// ParseFault reads what [Fault.String] writes: "cut", "500-html:search:3", "429:encounters:2:*", "cap:20".
func ParseFault(text string) (Fault, error) {
	parts := strings.Split(text, ":")
	f := Fault{Kind: FaultKind(parts[0])}
	about := f.Kind.text()
	switch {
	case about.about == "":
		return Fault{}, errFault
	case !about.struck:
		return f.about(about.argument, parts[1:])
	case len(parts) > 5:
		return Fault{}, errFault
	}
	if len(parts) > 1 {
		if f.Call = parts[1]; f.Call != "" && !slices.Contains(callNames(), f.Call) {
			return Fault{}, errFault
		}
	}
	for i, into := range []*int{&f.Nth, &f.Count, &f.Every} {
		if len(parts) < i+3 || parts[i+2] == "" {
			continue
		}
		if i == 1 && parts[i+2] == "*" {
			*into = Always
			continue
		}
		n, err := strconv.Atoi(parts[i+2])
		if err != nil || n < 1 {
			return Fault{}, errFault
		}
		*into = n
	}
	return f, nil
}

// about takes the argument of a kind, where it may have one.
func (f Fault) about(argument string, given []string) (Fault, error) {
	switch {
	case len(given) == 0:
		return f, nil
	case len(given) > 1, argument == "", given[0] == "":
		return Fault{}, errFault
	case argument == "number":
		if n, err := strconv.Atoi(given[0]); err != nil || n < 1 {
			return Fault{}, errFault
		}
	}
	f.Argument = given[0]
	return f, nil
}

// String is what [ParseFault] reads.
func (f Fault) String() string {
	if !f.Kind.text().struck {
		return strings.TrimRight(string(f.Kind)+":"+f.Argument, ":")
	}
	number := func(n int) string {
		switch n {
		case Always:
			return "*"
		case 0:
			return ""
		default:
			return strconv.Itoa(n)
		}
	}
	text := strings.Join([]string{string(f.Kind), f.Call, number(f.Nth), number(f.Count), number(f.Every)}, ":")
	return strings.TrimRight(text, ":")
}
