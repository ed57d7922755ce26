package transport

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"carehouse/models"
)

// An Error says which call failed and how. It carries no body, no query and no header, because those hold patients and
// passwords.
type Error struct {
	Source     string        // "tpastream"
	Tenant     string        // for the advice
	Op         string        // "GET /api/claims"
	Status     int           // HTTP status, or 0 if no answer came
	Attempts   int           // how often the call was made; 0 if it was not even tried
	EventID    string        // the server's name for the incident, if it gave one
	Said       string        // which of the source's known texts the server gave, if it did
	RetryAfter time.Duration // what the server asked for, if it did
	Err        error         // the cause, if the status does not say it

	explain func(*Error) (models.Outcome, string)
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": status %d", e.Status)
	}
	switch {
	case e.Attempts == 1:
		b.WriteString(" after 1 attempt")
	case e.Attempts > 1:
		fmt.Fprintf(&b, " after %d attempts", e.Attempts)
	}
	if e.EventID != "" {
		fmt.Fprintf(&b, " (event %s)", e.EventID)
	}
	if e.Said != "" {
		fmt.Fprintf(&b, ": %s", e.Said)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause, so that errors.Is(err, context.Canceled) works.
func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether the same call may succeed later.
func (e *Error) Temporary() bool {
	if r := e.ruling(); r.Final || r.Denied {
		return false
	}
	if e.Err != nil {
		return temporary(e.Err)
	}
	switch e.Status {
	case 0, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented:
		return false
	default:
		return e.Status >= http.StatusInternalServerError
	}
}
