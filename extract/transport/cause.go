package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"syscall"
)

// Why an answer did not count. All of these may be better the next time.
var (
	ErrTruncated   = errors.New("the answer was cut short")
	ErrUnpromised  = errors.New("the answer is not of the kind that was asked for")
	ErrStalled     = errors.New("the answer stopped coming")
	ErrSlow        = errors.New("no answer in time")
	ErrHungUp      = errors.New("the connection was closed without an answer")
	ErrReset       = errors.New("the connection was reset")
	ErrConnect     = errors.New("no connection")
	ErrUnavailable = errors.New("connection refused")
	ErrNoHost      = errors.New("the host's name was not found")
)

// Why an answer did not count, and will not the next time.
var (
	ErrTooLarge  = errors.New("the answer is larger than an answer may be")
	ErrBomb      = errors.New("the answer unpacks to far more than was sent")
	ErrEncoding  = errors.New("the answer is packed in a way that was not asked for")
	ErrUntrusted = errors.New("the server's certificate is not trusted")
	ErrTLS       = errors.New("no TLS that both sides accept")
	ErrRefused   = errors.New("the credentials have been refused before; not asked again")
)

// lasting are the causes that time does not heal.
func lasting() []error {
	return []error{
		ErrVerb, ErrInsecure, ErrHost, ErrRedirect, ErrTooLarge, ErrBomb, ErrEncoding, ErrUntrusted, ErrTLS, ErrRefused,
		context.Canceled, context.DeadlineExceeded,
	}
}

// temporary reports whether a cause may be gone the next time.
func temporary(err error) bool {
	return !slices.ContainsFunc(lasting(), func(last error) bool { return errors.Is(err, last) })
}

// cause turns an error of the network into one of ours, whose text says nothing but what happened. The network's own
// texts hold addresses with their queries, which name patients.
func cause(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	if r, ok := errors.AsType[refusal](err); ok {
		return r
	}
	for _, own := range append(lasting(), ErrTruncated, ErrUnpromised, ErrStalled, ErrSlow) {
		if errors.Is(err, own) {
			return own
		}
	}
	for _, s := range secondhand() {
		if s.is(err) {
			return s.means
		}
	}
	return ErrConnect
}

// A translation says what a foreign error means.
type translation struct {
	is    func(error) bool
	means error
}

func secondhand() []translation {
	return []translation{
		{one[*tls.CertificateVerificationError], ErrUntrusted},
		{one[x509.UnknownAuthorityError], ErrUntrusted},
		{one[x509.HostnameError], ErrUntrusted},
		{one[x509.CertificateInvalidError], ErrUntrusted},
		{one[tls.RecordHeaderError], ErrTLS},
		{one[tls.AlertError], ErrTLS},
		{same(http.ErrSchemeMismatch), ErrTLS},
		{opTLS, ErrTLS},
		{one[*net.DNSError], ErrNoHost},
		{same(syscall.ECONNREFUSED), ErrUnavailable},
		{same(syscall.ECONNRESET), ErrReset},
		{same(syscall.EPIPE), ErrReset},
		{same(io.ErrClosedPipe), ErrReset},
		{same(io.ErrUnexpectedEOF), ErrTruncated},
		{same(io.EOF), ErrHungUp},
		{same(os.ErrDeadlineExceeded), ErrSlow},
		{timeout, ErrSlow},
	}
}

func one[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func same(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func timeout(err error) bool {
	t, ok := errors.AsType[net.Error](err)
	return ok && t.Timeout()
}

// opTLS recognises an alert of the other side, which crypto/tls hides in an unexported type.
func opTLS(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "remote error" || op.Op == "local error")
}
