package transport

import (
	"context"
	"errors"
	"net/http"

	"carehouse/models"
)

// A finder is a cause that knows more than we do: the error of a token call, for one.
type finder interface {
	error
	Outcome() models.Outcome
	Advice() string
}

// Outcome implements extract.Finder.
func (e *Error) Outcome() models.Outcome {
	if e.explain != nil {
		if outcome, _ := e.explain(e); outcome != "" {
			return outcome
		}
	}
	if inner, ok := errors.AsType[finder](e.Err); ok {
		return inner.Outcome()
	}
	switch {
	case e.Status == http.StatusUnauthorized || errors.Is(e.Err, ErrRefused) || one[RefusedBefore](e.Err):
		return models.NeedsPerson
	case errors.Is(e.Err, context.Canceled):
		return models.Failed
	case errors.Is(e.Err, ErrUntrusted) || errors.Is(e.Err, ErrTLS):
		return models.Unreachable
	case e.Err == nil && e.Status == http.StatusForbidden:
		return models.NotEntitled
	case e.Temporary():
		return models.Unreachable
	default:
		return models.Failed
	}
}

// Advice implements extract.Finder: what to do next, in one line.
func (e *Error) Advice() string {
	if e.explain != nil {
		if _, advice := e.explain(e); advice != "" {
			return advice
		}
	}
	if inner, ok := errors.AsType[finder](e.Err); ok {
		return inner.Advice()
	}
	if e.Err != nil {
		return e.adviceOnCause()
	}
	switch {
	case e.Status == http.StatusUnauthorized:
		return "the credentials are refused; renew them, then: " + e.check()
	case e.Status == http.StatusForbidden:
		return "the account may not ask this; have it allowed, then: " + e.check()
	case e.Status == http.StatusNotFound:
		return "the server knows no such address; look at base_url, then: " + e.check()
	case e.Status == http.StatusTooManyRequests:
		return "the server wants fewer requests; run again later, or lower the requests a second"
	case e.EventID != "":
		return "the fault is on the server's side; run again later, or tell the vendor event " + e.EventID
	case e.Temporary():
		return "the fault is on the server's side; run again later: what has been landed is not asked for again"
	default:
		return "the server refuses the call; look at base_url and the account, then: " + e.check()
	}
}

func (e *Error) adviceOnCause() string {
	switch {
	case errors.Is(e.Err, context.Canceled):
		return "run again: what has been landed is not asked for again"
	case errors.Is(e.Err, ErrRefused):
		return "the credentials are refused; renew them, then: " + e.check()
	case one[RefusedBefore](e.Err):
		return "renew the credentials, or have the account unlocked, then: " + e.check()
	case errors.Is(e.Err, ErrNoHost), errors.Is(e.Err, ErrUnavailable), errors.Is(e.Err, ErrConnect):
		return "look at base_url and at this machine's network, then: " + e.check()
	case errors.Is(e.Err, ErrUntrusted), errors.Is(e.Err, ErrTLS):
		return "something between here and the vendor opens the connection, or base_url is wrong; ask your network's people"
	case errors.Is(e.Err, ErrRedirect), errors.Is(e.Err, ErrHost), errors.Is(e.Err, ErrInsecure):
		return "look at base_url: it must be the address that answers itself"
	case errors.Is(e.Err, ErrTooLarge):
		return "ask for smaller pages"
	case e.Temporary():
		return "run again later: what has been landed is not asked for again"
	default:
		return "this answer is not what an API sends; look at base_url, then: " + e.check()
	}
}

// check is the command that tries the tenant.
func (e *Error) check() string {
	if e.Tenant == "" {
		return "carehouse check"
	}
	return "carehouse check " + e.Tenant
}
