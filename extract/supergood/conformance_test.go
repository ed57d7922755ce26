package supergood

import (
	"net/http"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
)

// TestConformance runs what all sources have to do, without and with a second factor.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, mfa := range []string{"", byTOTP} {
		t.Run("mfa "+mfa, func(t *testing.T) {
			t.Parallel()
			extracttest.Run(t, extracttest.Suite{
				API: func(t *testing.T) http.Handler {
					t.Helper()
					f := newFake(t)
					f.mfa, f.life = mfa, 24*time.Hour
					return f
				},
				New: func(_ *testing.T, base string, env transport.Env) (extract.Source, error) {
					return New("my-portal", Config{BaseURL: base, Auth: testAuth()}, env, NewLogins())
				},
				Dataset: encounters, Clock: time.Now, Renews: true,
				Secrets: []string{fakeUser, "CANARYPASSWORD", "CANARYTOKEN", "CANARYCHALLENGE", fakeSecret},
				Doors:   []string{"/api/authenticate"},
			})
		})
	}
}
