package simulator

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A FaultKind is a way in which an answer goes wrong.
type FaultKind string

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

type faultText struct {
	kind    FaultKind
	about   string
	forever bool // strikes until the end when no count is given
}

func faultTexts() []faultText {
	return []faultText{
		{ServerError, "500 with an event_id", false},
		{BadGateway, "502 with an HTML body", false},
		{Unavailable, "503 with an HTML body", false},
		{HTMLPage, "200 with an HTML body", false},
		{Forbidden, "403 with an empty body", false},
		{TooManySeconds, "429, Retry-After: 2", false},
		{TooManyDate, "429, Retry-After as an HTTP date", false},
		{TooManyZero, "429, Retry-After: 0", false},
		{TooMany, "429 without Retry-After", false},
		{ExpiredToken, "401 JWT has expired", false},
		{PageMissing, "404 on any page", false},
		{PastTheEnd, "404 on pages behind the first, as if the list had shrunk", true},
		{Unprocessable, "422 as flask-smorest writes it", false},
		{DetailError, "400 with a detail, as FastAPI writes it", false},
		{RedirectAway, "302 to another host", false},
		{RedirectHere, "307 to the same address", false},
		{RedirectForever, "307 to the same address, always", true},
		{EmptyBody, "200 with no body", false},
		{NullBody, "200 with null", false},
		{Truncated, "the body ends before its Content-Length", false},
		{CutChunk, "a chunked body ends without its last chunk", false},
		{Reset, "the connection is reset within the body", false},
		{SlowBody, "the body comes in twenty pieces with pauses", false},
		{Stall, "half of the body, then silence", false},
		{HeaderTimeout, "silence, not even headers", false},
		{GzipBomb, "a megabyte that unpacks to a gigabyte", false},
		{ClockSkew, "the server's clock is 26 hours ahead", false},
		{Malformed, "a JSON error in the middle of the page", false},
		{Garbage, "more text behind the JSON", false},
		{NextForever, "has_next or has_more is always true, the last page comes again and again", true},
		{NextRepeats, "next_num is the page itself", false},
		{NextEmpty, "has_next or has_more is true, data is empty", false},
		{SamePage, "the page before comes again; the feed begins anew", false},
		{WrongPage, "the records of the next page under this page's number", false},
		{TotalLies, "total is seven too high", true},
		{Clamp, "half of per_page, silently", true},
		{InsertShift, "three claims are inserted before the page is read", false},
		{DeleteShift, "the first claim of the list is deleted before the page is read", false},
		{NoKey, "a record without its key", false},
		{MoneyTooPrecise, "an amount with five decimals", false},
		{MoneyTooLarge, "an amount with eighteen digits before the point", false},
		{TypeChange, "an object where a number was, a list where a text was", false},
		{Drift, "unknown fields in every record and line", true},
		{CaseKeys, "keys that differ from known ones in case only", false},
		{BadUTF8, "text that is not valid UTF-8", false},
		{DeepNesting, "an unknown field nine thousand lists deep", false},
		{BigIDs, "claim ids beyond 2^53, from now on", true},
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

// ofRecord reports whether the kind happens to a record and not to the answer.
func (k FaultKind) ofRecord() bool {
	switch k {
	case NoKey, MoneyTooPrecise, MoneyTooLarge, TypeChange, Drift, CaseKeys, BadUTF8, DeepNesting:
		return true
	default:
		return false
	}
}

// Always is the [Fault.Count] of a fault that does not stop.
const Always = -1

// A Fault is a kind with the requests that it strikes.
type Fault struct {
	Kind  FaultKind
	Path  string // the start of the path; "" is any
	Nth   int    // the first request with that path to strike, from 1; 0 is 1
	Count int    // how many requests; 0 is one, or Always for kinds that only make sense so
	Every int    // strike one of so many; 0 is 1
}

// errFault does not repeat what was typed.
var errFault = errors.New("a fault is kind[:path[:nth[:count[:every]]]], and count may be *")

// ParseFault reads what [Fault.String] writes: "reset", "server-error:/api/claims:3", "clamp:/api/claims:2:*".
func ParseFault(text string) (Fault, error) {
	parts := strings.Split(text, ":")
	f := Fault{Kind: FaultKind(parts[0])}
	if len(parts) > 5 || f.Kind.About() == "" {
		return Fault{}, errFault
	}
	if len(parts) > 1 {
		f.Path = parts[1]
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

// String is what [ParseFault] reads.
func (f Fault) String() string {
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
	text := strings.Join([]string{string(f.Kind), f.Path, number(f.Nth), number(f.Count), number(f.Every)}, ":")
	return strings.TrimRight(text, ":")
}
