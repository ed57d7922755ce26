package transport

import (
	"errors"
	"time"
)

// A Ruling is what a source makes of an answer that does not count, where that decides what is done next. An error of
// [Call.Whole] that is none means: ask again, as after any other fault.
type Ruling struct {
	Err error // what is said of it; it must not repeat the answer

	Final  bool // asking the same again is no use
	Denied bool // the credentials are no good: nothing is asked with them any more

	// Wait means that the call came too early and for how long its lane is to be left alone. That is no fault: it takes
	// none of the run's retries, because the calls of others who use the account count too.
	Wait time.Duration
}

// Error implements error.
func (r Ruling) Error() string { return r.Err.Error() }

// Unwrap returns what is said.
func (r Ruling) Unwrap() error { return r.Err }

// maxHeld is how often a call may come too early before we believe that somebody else uses the account up.
const maxHeld = 60

// ruling returns the source's ruling on an error, or an empty one.
func (e *Error) ruling() Ruling {
	if e == nil {
		return Ruling{}
	}
	r, _ := errors.AsType[Ruling](e.Err)
	return r
}

// denied reports whether the source saw that the credentials are no good.
func (e *Error) denied() bool { return e.ruling().Denied }

// rule makes what a source says of an answer the cause of its error.
func (e *Error) rule(err error) {
	if err == nil {
		return
	}
	e.Err = err
	e.RetryAfter = max(e.RetryAfter, e.ruling().Wait)
}
