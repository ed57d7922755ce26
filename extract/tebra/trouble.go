package tebra

import (
	"errors"
	"net/http"
	"strings"

	"carehouse/extract/transport"
	"carehouse/models"
)

// A trouble is what the service means by an answer that brings nothing. It holds fixed texts, the names of operations
// and those of permissions, and nothing else of an answer.
type trouble struct {
	kind    kind
	text    string
	outcome models.Outcome
	advice  string
}

// A kind of trouble.
type kind uint8

const (
	hurried kind = iota + 1 // the call came too early
	denied                  // the credentials are no good
	lacking                 // a permission is missing
	closed                  // the practice is closed to the user
	unknown                 // the service has no such operation
	misread                 // the service cannot read the request
	faulty                  // the service fell over
	wide                    // the span is wider than it takes
	failing                 // the service reports an error
)

// Error implements error.
func (t *trouble) Error() string { return t.text }

// Outcome implements extract.Finder.
func (t *trouble) Outcome() models.Outcome { return t.outcome }

// Advice implements extract.Finder.
func (t *trouble) Advice() string { return t.advice }

// is reports whether an error is a trouble of one of the kinds.
func is(err error, kinds ...kind) bool {
	t, ok := errors.AsType[*trouble](err)
	for _, k := range kinds {
		if ok && t.kind == k {
			return true
		}
	}
	return false
}

// tooMuch reports whether a call failed in a way that a narrower one may not.
func tooMuch(err error) bool {
	if is(err, faulty, wide) {
		return true
	}
	for _, slow := range []error{transport.ErrSlow, transport.ErrStalled, transport.ErrTooLarge} {
		if errors.Is(err, slow) {
			return true
		}
	}
	return false
}

// fixed are the texts of the service that are known to hold nobody's data, in lower case, and what is said for them.
func fixed() []struct{ holds, says string } {
	return []struct{ holds, says string }{
		{"object reference not set", "Object reference not set to an instance of an object"},
		{"timeout expired", "Timeout expired"},
		{"deadlock", "the database had a deadlock"},
	}
}

// sixtyDays reports whether the service complains about the width of a span. Its words are not known; the number is.
func sixtyDays(words string) bool {
	words = strings.ToLower(words)
	return strings.Contains(words, "60") && strings.Contains(words, "day")
}

// busy reports whether the words tell of something that passes.
func busy(words string) bool {
	words = strings.ToLower(words)
	return strings.Contains(words, "timeout expired") || strings.Contains(words, "deadlock")
}

// explain says what the errors below the service's own mean.
func (s *Source) explain(e *transport.Error) (models.Outcome, string) {
	switch {
	case e.Status == http.StatusUnauthorized || errors.Is(e.Err, transport.ErrRefused):
		return models.NeedsPerson, s.credentialAdvice()
	case errors.As(e.Err, &transport.RefusedBefore{}):
		return models.NeedsPerson, "put the right " + s.brand.key() + ", user and password into auth (all three of one account), or have the " +
			"account unlocked, then: " + s.checkCommand()
	case e.Err != nil:
		return "", ""
	case e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusUnsupportedMediaType:
		return models.Failed, "nobody answers for " + s.brand.name + " there; base_url is the whole service address, which ends in .svc; then: " + s.checkCommand()
	}
	return "", ""
}

func (s *Source) checkCommand() string { return "carehouse check " + s.tenant }

func (s *Source) credentialAdvice() string {
	return "nothing more is asked with these credentials, because accounts get locked; put the right " + s.brand.key() +
		", user and password into auth (all three of one account), then: " + s.checkCommand()
}
