package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract/supergood/simulator"
)

func TestRequestsAtTheSameTimeAreNoticed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := open(t, simulator.Options{Size: 40, SharedLogin: true, Parallel: true, Pause: time.Second, Faults: []string{"slow::1:*"}})
		tokens := []string{c.token, c.enter(t, 1)}
		slow := func(token string) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/patients", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			c.ServeHTTP(httptest.NewRecorder(), r)
		}
		for _, token := range tokens {
			slow(token)
		}
		if c.AtOnce() != 1 {
			t.Fatalf("got %d at once, one after another", c.AtOnce())
		}
		var both sync.WaitGroup
		for _, token := range tokens {
			both.Go(func() { slow(token) })
		}
		time.Sleep(time.Second)
		c.authenticate(t, c.Login(0), nil)
		both.Wait()
		if c.AtOnce() != 3 {
			t.Errorf("got %d at once, want both and the one who came in", c.AtOnce())
		}
	})
}

func TestManyMayAskWhileTheWorldTurns(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60, Parallel: true, Faults: []string{"cursor::5:2", "moved::2:2"}})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, dataset := range simulator.Datasets() {
				c.get(t, dataset, map[string][]string{"appointments": ever}[dataset]...)
			}
		})
		all.Go(func() {
			c.Change(4, 4, 2)
			c.Truth(0)
			c.Sums(0)
			c.Expire()
			c.authenticate(t, c.Login(0), nil)
			c.Heal()
		})
	}
	all.Wait()
}
