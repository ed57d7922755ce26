package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads how long a server wants to be left alone: seconds or a date. Nothing, zero, what is past and what
// makes no sense are no hint.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), math.MaxInt64/int64(time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// serverTime reads the server's clock. A cached answer has an old one.
func serverTime(h http.Header) (time.Time, bool) {
	if h.Get("Age") != "" {
		return time.Time{}, false
	}
	at, err := http.ParseTime(h.Get("Date"))
	return at.UTC(), err == nil
}

// backoff returns how long to wait after so many attempts: anything up to an exponential bound, so that many clients
// that failed together do not come back together, but never so little that it is no wait at all.
func (l Limits) backoff(attempts int, random float64) time.Duration {
	bound := l.MaxBackoff
	if shift := attempts - 1; shift < 20 {
		bound = min(l.Backoff<<shift, l.MaxBackoff)
	}
	return max(time.Duration(random*float64(bound)), l.Backoff/10)
}
