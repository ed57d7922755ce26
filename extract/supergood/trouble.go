package supergood

import (
	"errors"
	"net/http"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A trouble is what keeps us from going on, said in our own words. It holds nothing of an answer.
type trouble struct {
	text    string
	outcome models.Outcome
	advice  string
	cause   error
	blames  blame
}

// A blame is what of us a portal did not take, where the same will not be taken the next time either.
type blame uint8

const (
	theLogin blame = iota + 1 // the name or the password
	theOffer                  // something of all that it was told
)

// Error implements error.
func (t *trouble) Error() string {
	if t.cause != nil {
		return t.text + ": " + t.cause.Error()
	}
	return t.text
}

// Unwrap returns the cause.
func (t *trouble) Unwrap() error { return t.cause }

// Outcome implements extract.Finder.
func (t *trouble) Outcome() models.Outcome { return t.outcome }

// Advice implements extract.Finder.
func (t *trouble) Advice() string { return t.advice }

// An echo is what keeps one dataset out because it kept out another one before. It is told once a tenant.
type echo struct{ cause error }

// Error implements error.
func (e echo) Error() string { return e.cause.Error() }

// Unwrap returns the cause, and that it is known already.
func (e echo) Unwrap() []error { return []error{e.cause, transport.ErrRefused} }

// Why a list cannot be gone on with, or not now.
var (
	errGone = errors.New("the cursor is not valid any more")
	errBusy = errors.New("the portal is busy")
)

func (s *Source) checkCommand() string { return "carehouse check " + s.tenant }
func (s *Source) probeCommand() string { return "carehouse probe " + s.tenant }

// unconfirmed is said in place of every call to another machine with a profile that nobody has compared with it.
func (s *Source) unconfirmed() *trouble {
	t := &trouble{
		text:    "the profile is not confirmed: nobody has compared it with this deployment",
		outcome: models.NeedsPerson,
		advice:  s.probeCommand() + " shows what the deployment answers; put the profile right, then write  confirmed: true  into it",
	}
	if s.builtIn {
		t.advice = "write the deployment's own: carehouse init --profile supergood > supergood.yaml, and name it in carehouse.yaml; " + t.advice
	}
	return t
}

// unconfirmedOnce is news to one dataset, and no more to the others.
func (s *Source) unconfirmedOnce() error {
	if s.said.Swap(true) {
		return echo{s.unconfirmed()}
	}
	return s.unconfirmed()
}

func (s *Source) unlicensed() *trouble {
	return &trouble{
		text: "the module is not licensed", outcome: models.NotEntitled,
		advice: "the account has no such module; license it, put its name right in the profile, or leave the dataset out of it",
	}
}

func (s *Source) locked() *trouble {
	return &trouble{
		text: "the portal has locked the user or the record", outcome: models.NeedsPerson,
		advice: "nothing more is asked now; sign in to the portal and see what it wants, then: " + s.checkCommand(),
	}
}

// over is said of what is not asked any more, because the portal refused the session before.
func (s *Source) over() *trouble {
	return &trouble{
		text: "the portal has refused the session; nothing more is asked with it", outcome: models.NeedsPerson,
		advice: "sign in to the portal and see what it wants, then: " + s.checkCommand(),
	}
}

// taken is said when another process has the session.
func (s *Source) taken(err error) error {
	if !errors.Is(err, errTaken) {
		return err
	}
	return &trouble{
		text: "no session", cause: err, outcome: models.Unreachable,
		advice: "try again when the sync, check or probe is through that has it: " + s.byHand(),
	}
}

// misplaced is said of an answer that has not what the profile promises.
func (s *Source) misplaced(what, key string) *trouble {
	return &trouble{
		text: what, outcome: models.Failed,
		advice: "the profile does not fit this deployment: " + s.probeCommand() + " shows what it answers; look at " + key,
	}
}

// explain says what errors mean that no source of them has explained.
func (s *Source) explain(e *transport.Error) (models.Outcome, string) {
	if _, ok := errors.AsType[*trouble](e.Err); ok {
		return "", ""
	}
	if e.Status == http.StatusUnauthorized && e.Err != nil { // the session was over, and there is no other one
		if _, ok := errors.AsType[extract.Finder](e.Err); ok {
			return "", "" // what kept us from opening it knows best
		}
		return models.Failed, "a new session could not be opened; run again, or see what is wrong: " + s.checkCommand()
	}
	switch {
	case e.Status == http.StatusUnauthorized || errors.Is(e.Err, transport.ErrRefused):
		return models.NeedsPerson, "the portal refuses the user's session; nothing more is asked with it; sign in to the portal " +
			"and see what it wants, then: " + s.checkCommand()
	case errors.Is(e.Err, errGone):
		return models.Failed, "the portal forgets its lists faster than they are read; run again at a quieter time"
	case errors.Is(e.Err, errBusy):
		return models.Unreachable, "somebody else uses the portal as this user; run again later"
	case e.Err != nil:
		return "", ""
	}
	switch e.Status {
	case http.StatusForbidden:
		return models.NotEntitled, "the user may not ask this; have it allowed in the portal, or leave the dataset out of the profile, then: " +
			s.checkCommand()
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return models.Failed, "the deployment knows no such path; look at base_url and at the paths of the profile, then: " + s.probeCommand()
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return models.Failed, "the deployment does not take a parameter; look at the parameters and formats of the profile, then: " +
			s.probeCommand()
	}
	return "", ""
}
