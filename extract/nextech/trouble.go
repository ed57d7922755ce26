package nextech

import (
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A trouble is what went wrong outside of the API's calls. Its text holds nothing that came from outside but codes.
type trouble struct {
	text    string
	outcome models.Outcome
	advice  string
	cause   error // nil where the text says it all; its own text is not repeated
}

var _ extract.Finder = (*trouble)(nil)

// Error implements error.
func (t *trouble) Error() string { return t.text }

// Unwrap returns the cause.
func (t *trouble) Unwrap() error { return t.cause }

// Outcome implements [extract.Finder].
func (t *trouble) Outcome() models.Outcome { return t.outcome }

// Advice implements [extract.Finder].
func (t *trouble) Advice() string { return t.advice }

// The commands that an advice ends with.
func checkCommand(tenant string) string { return "carehouse check " + tenant }
func loginCommand(tenant string) string { return "carehouse login " + tenant }

// pasting is said behind it where there is no browser.
const pasting = " --paste"

// explain says what this API means by its errors. It promises none of 401 and 429, and no shape of their bodies.
func explain(tenant string) func(*transport.Error) (models.Outcome, string) {
	check, login := checkCommand(tenant), loginCommand(tenant)
	return func(e *transport.Error) (models.Outcome, string) {
		switch {
		case errors.Is(e.Err, transport.ErrRefused):
			return models.NeedsPerson, "the login is not accepted any more; let us in again: " + login
		case errors.Is(e.Err, transport.ErrTooLarge):
			return models.Failed, "ask for less of each document: a section in the configuration, one of those in nextech.section_names"
		case e.Err != nil:
			return "", ""
		}
		encounter := strings.Contains(e.Op, "/{id}/encounter")
		switch e.Status {
		case http.StatusUnauthorized:
			return models.NeedsPerson, "the login is not accepted, although it was just renewed; let us in again: " + login
		case http.StatusForbidden:
			return models.NotEntitled, "the user who logged in may not ask about this practice, or practice_id is another one's; " +
				"look at practice_id, or ask Nextech to open the practice, then: " + check
		case http.StatusBadRequest:
			if encounter {
				return models.Failed, "the API does not take the question; it may want dates or paths in another way: " +
					"try date_format: us_mdy, another path_style, or no section, then: " + check
			}
			return models.Failed, "the API does not take the question; look at practice_id and base_url, then: " + check
		case http.StatusNotFound:
			if encounter {
				return models.Failed, "no patient is known to the API; look at path_style, practice_id and the roster, then: " + check
			}
		}
		return "", ""
	}
}

// unwritten makes the error of something that could not be kept.
func (s *Source) unwritten(what string, err error) error {
	return &trouble{
		text: what + ": " + reason(err), outcome: models.Failed, cause: err,
		advice: "look at the home folder: its disk may be full or closed to this user; then run again",
	}
}

// reason is the text of an error of the vault without the path, which may name somebody. Where it is the file that is wrong, and not
// its disk or its folder, it is named: there are some beside each other.
func reason(err error) string {
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		return no.Error()
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return filepath.Base(p.Path) + ": " + p.Err.Error()
	}
	return err.Error()
}
