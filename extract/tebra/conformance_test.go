package tebra

import (
	"net/http"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
)

// TestConformance runs what all sources have to do.
func TestConformance(t *testing.T) {
	t.Parallel()
	extracttest.Run(t, extracttest.Suite{
		API: func(*testing.T) http.Handler {
			f := newFake()
			f.fill(time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC), 5, 3)
			return f
		},
		New: func(_ *testing.T, base string, env transport.Env) (extract.Source, error) {
			config := testConfig()
			config.BaseURL = base
			return New("my-co", config, env, NewAccounts())
		},
		Dataset: providers, Clock: time.Now, Secrets: []string{testKey, testUser, testPassword, "CANARYPASS", "p&amp;ss"},
		Posts: []string{"/api"},
	})
}
