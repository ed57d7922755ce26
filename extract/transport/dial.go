package transport

import (
	"crypto/tls"
	"net"
	"net/http"
	"syscall"
	"time"
)

// network returns the real network.
func network(env Env, roots *tls.Config) *http.Transport {
	limits := env.Limits
	dialer := &net.Dialer{
		Timeout: limits.Connect,
		Control: func(_, address string, _ syscall.RawConn) error { return refuseAddress(address) },
	}
	config := &tls.Config{}
	if roots != nil {
		config = roots.Clone()
	}
	config.MinVersion = tls.VersionTLS12
	t := &http.Transport{
		DialContext:         dialer.DialContext,
		TLSClientConfig:     config,
		TLSHandshakeTimeout: limits.Connect,
		ForceAttemptHTTP2:   true,
		DisableCompression:  true, // we ask for gzip and open it ourselves, to count both sides
		MaxConnsPerHost:     8,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     90 * time.Second,
		// Headers of more than this are not an API's.
		MaxResponseHeaderBytes: 256 << 10,
	}
	if env.Proxy != nil {
		t.Proxy = http.ProxyURL(env.Proxy)
	}
	return t
}
