package nextech

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
		API: func(*testing.T) http.Handler { return newFake().people(4) },
		New: func(t *testing.T, base string, env transport.Env) (extract.Source, error) {
			t.Helper()
			if err := env.Vault.Write(testToken, []byte(firstRefresh)); err != nil {
				return nil, err
			}
			config := testConfig(t, charts(4)...)
			config.BaseURL, config.RequestsPerSecond = base, 0
			return New(testTenant, config, env)
		},
		Dataset: patients, Clock: time.Now, Renews: true, Doors: []string{"/oauth2/token"},
		Secrets: []string{"REFRESH", "ACCESS", "A001", "A002", "A003", "A004", testPractice},
	})
}
