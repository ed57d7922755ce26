package tebra

import (
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A stage is a source before a fake, in fake time.
type stage struct {
	*fake
	source *Source
	env    transport.Env
}

func testConfig() Config {
	return Config{
		BaseURL: extracttest.Base,
		Auth: Credentials{
			CustomerKey: models.NewSecret(testKey), User: models.NewSecret(testUser), Password: models.NewSecret(testPassword),
		},
	}
}

// on runs a test in fake time. The configuration may be bent before the source is built.
func on(t *testing.T, bend func(*Config), test func(t *testing.T, s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		config := testConfig()
		if bend != nil {
			bend(&config)
		}
		env := transport.Env{Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, f)}
		source, err := New("my-co", config, env, NewAccounts())
		if err != nil {
			t.Fatal(err)
		}
		test(t, &stage{f, source, env})
	})
}

// window is one of a dataset's.
func (s *stage) window(name string, mode models.Mode, from, to time.Time) models.Window {
	w := models.NewWindow("tebra", "my-co", name, mode, time.Now())
	w.From, w.To = from, to
	return w
}

// run fetches a window.
func (s *stage) run(t *testing.T, w models.Window, lead []models.Page, landed ...models.Page) ([]models.Page, error) {
	t.Helper()
	follows := extracttest.Landed(lead...)
	if lead == nil {
		follows = nil
	}
	return extracttest.Collect(extracttest.Dataset(t, s.source, w.Dataset).Pages(t.Context(), w, extracttest.Landed(landed...), follows))
}

// must fetches a window that cannot fail and returns its verdict too.
func (s *stage) must(t *testing.T, w models.Window, lead []models.Page, landed ...models.Page) ([]models.Page, models.Verdict) {
	t.Helper()
	pages, err := s.run(t, w, lead, landed...)
	return pages, extracttest.Ended(t, pages, err)
}

// took returns the questions since the last time it was called.
func (s *stage) took() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, a := range s.asked {
		all = append(all, a.String())
	}
	s.asked = nil
	return all
}

// tokens are where the pages were.
func tokens(pages []models.Page) []string {
	var all []string
	for _, p := range pages {
		all = append(all, p.Call+" "+p.Token)
	}
	return all
}

func at(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}
