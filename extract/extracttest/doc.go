// Package extracttest holds what every source has to do, as tests. A source calls [Run] with a way to build itself and
// a small API in memory; the suite puts [Faults] before that API and looks at what the source makes of them.
//
//	extracttest.Run(t, extracttest.Suite{
//		API:     func(t *testing.T) http.Handler { return smallAPI() },
//		New:     func(t *testing.T, base string, env transport.Env) (extract.Source, error) { … },
//		Dataset: "members",
//		Clock:   time.Now,
//		Secrets: []string{apiKey},
//		Renews:  true,
//	})
//
// Calls that bring credentials are named in Doors: faults pass them by. What a source has to remember it keeps in a [Vault].
//
// Time is fake: each test runs in a bubble of testing/synctest with a network of its own, so an hour of waiting costs
// nothing, and a request that leaves when none should is seen.
package extracttest
