package simulator

import (
	"errors"
	"strings"

	"carehouse/extract/badline"
)

// A FaultKind is a way in which an answer goes wrong.
type FaultKind = badline.Kind

// The kinds.
const (
	// Answers that are no data.
	ServerError     FaultKind = "server-error"
	BadGateway      FaultKind = "bad-gateway"
	Unavailable     FaultKind = "unavailable"
	HTMLPage        FaultKind = "html-200"
	Forbidden       FaultKind = "forbidden"
	TooManySeconds  FaultKind = "too-many-seconds"
	TooManyDate     FaultKind = "too-many-date"
	TooManyZero     FaultKind = "too-many-zero"
	TooMany         FaultKind = "too-many"
	ExpiredToken    FaultKind = "token-expired"
	PageMissing     FaultKind = "not-found"
	PastTheEnd      FaultKind = "past-the-end"
	Unprocessable   FaultKind = "unprocessable"
	DetailError     FaultKind = "detail-error"
	RedirectAway    FaultKind = "redirect-away"
	RedirectHere    FaultKind = "redirect-here"
	RedirectForever FaultKind = "redirect-forever"
	EmptyBody       FaultKind = "empty-body"
	NullBody        FaultKind = "null-body"

	// Answers that do not arrive as they should.
	Truncated     FaultKind = "truncated"
	CutChunk      FaultKind = "cut-chunk"
	Reset         FaultKind = "reset"
	SlowBody      FaultKind = "slow-body"
	Stall         FaultKind = "stall"
	HeaderTimeout FaultKind = "header-timeout"
	GzipBomb      FaultKind = "gzip-bomb"
	ClockSkew     FaultKind = "clock-skew"

	// Answers that lie about the list.
	Malformed   FaultKind = "malformed"
	Garbage     FaultKind = "garbage"
	NextForever FaultKind = "next-forever"
	NextRepeats FaultKind = "next-repeats"
	NextEmpty   FaultKind = "next-empty"
	SamePage    FaultKind = "same-page"
	WrongPage   FaultKind = "wrong-page"
	TotalLies   FaultKind = "total-lies"
	Clamp       FaultKind = "clamp"
	InsertShift FaultKind = "insert-shift"
	DeleteShift FaultKind = "delete-shift"

	// Records that are not what they should be.
	NoKey           FaultKind = "no-key"
	MoneyTooPrecise FaultKind = "money-too-precise"
	MoneyTooLarge   FaultKind = "money-too-large"
	TypeChange      FaultKind = "type-change"
	Drift           FaultKind = "drift"
	CaseKeys        FaultKind = "case-keys"
	BadUTF8         FaultKind = "bad-utf8"
	DeepNesting     FaultKind = "deep-nesting"
	BigIDs          FaultKind = "big-ids"
)

// FaultKinds lists the kinds.
func FaultKinds() badline.List {
	once, forever := badline.Struck, badline.Forever
	return badline.List{
		once(ServerError, "500 with an event_id"),
		once(BadGateway, "502 with an HTML body"),
		once(Unavailable, "503 with an HTML body"),
		once(HTMLPage, "200 with an HTML body"),
		once(Forbidden, "403 with an empty body"),
		once(TooManySeconds, "429, Retry-After: 2"),
		once(TooManyDate, "429, Retry-After as an HTTP date"),
		once(TooManyZero, "429, Retry-After: 0"),
		once(TooMany, "429 without Retry-After"),
		once(ExpiredToken, "401 JWT has expired"),
		once(PageMissing, "404 on any page"),
		forever(PastTheEnd, "404 on pages behind the first, as if the list had shrunk"),
		once(Unprocessable, "422 as flask-smorest writes it"),
		once(DetailError, "400 with a detail, as FastAPI writes it"),
		once(RedirectAway, "302 to another host"),
		once(RedirectHere, "307 to the same address"),
		forever(RedirectForever, "307 to the same address, always"),
		once(EmptyBody, "200 with no body"),
		once(NullBody, "200 with null"),
		once(Truncated, "the body ends before its Content-Length"),
		once(CutChunk, "a chunked body ends without its last chunk"),
		once(Reset, "the connection is reset within the body"),
		once(SlowBody, "the body comes in twenty pieces with pauses"),
		once(Stall, "half of the body, then silence"),
		once(HeaderTimeout, "silence, not even headers"),
		once(GzipBomb, "a megabyte that unpacks to a gigabyte"),
		once(ClockSkew, "the server's clock is 26 hours ahead"),
		once(Malformed, "a JSON error in the middle of the page"),
		once(Garbage, "more text behind the JSON"),
		forever(NextForever, "has_next or has_more is always true, the last page comes again and again"),
		once(NextRepeats, "next_num is the page itself"),
		once(NextEmpty, "has_next or has_more is true, data is empty"),
		once(SamePage, "the page before comes again; the feed begins anew"),
		once(WrongPage, "the records of the next page under this page's number"),
		forever(TotalLies, "total is seven too high"),
		forever(Clamp, "half of per_page, silently"),
		once(InsertShift, "three claims are inserted before the page is read"),
		once(DeleteShift, "the first claim of the list is deleted before the page is read"),
		once(NoKey, "a record without its key"),
		once(MoneyTooPrecise, "an amount with five decimals"),
		once(MoneyTooLarge, "an amount with eighteen digits before the point"),
		once(TypeChange, "an object where a number was, a list where a text was"),
		forever(Drift, "unknown fields in every record and line"),
		once(CaseKeys, "keys that differ from known ones in case only"),
		once(BadUTF8, "text that is not valid UTF-8"),
		once(DeepNesting, "an unknown field nine thousand lists deep"),
		forever(BigIDs, "claim ids beyond 2^53, from now on"),
	}
}

// ofRecord reports whether the kind happens to a record and not to the answer.
func ofRecord(kind FaultKind) bool {
	switch kind {
	case NoKey, MoneyTooPrecise, MoneyTooLarge, TypeChange, Drift, CaseKeys, BadUTF8, DeepNesting:
		return true
	default:
		return false
	}
}

// Always is the count of a fault that does not stop.
const Always = badline.Always

// A Fault is a kind with the requests that it strikes: those whose path begins with the call.
type Fault = badline.Fault

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is kind[:path[:nth[:count[:every]]]], and count may be *")

// ParseFault reads "reset", "server-error:/api/claims:3", "clamp:/api/claims:2:*".
func ParseFault(text string) (Fault, error) {
	f, ok := FaultKinds().Parse(text, 5)
	if !ok {
		return Fault{}, errFault
	}
	return f, nil
}

// Fault adds faults to the script. A request is struck by the first that applies to it.
func (s *Simulator) Fault(faults ...Fault) {
	for _, f := range faults {
		s.script.Add(f, FaultKinds())
	}
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds().Names() }

// Heal ends all faults.
func (s *Simulator) Heal() { s.script.Heal() }

// strike returns the fault of a request, or nothing.
func (s *Simulator) strike(path string) FaultKind {
	return s.script.Strike(func(f Fault) bool { return strings.HasPrefix(path, f.Call) })
}
