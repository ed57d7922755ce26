package extracttest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// Dataset finds a dataset that a source must have.
func Dataset(t *testing.T, s extract.Source, name string) extract.Dataset {
	t.Helper()
	for _, d := range s.Datasets() {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("there is no dataset %s", name)
	return extract.Dataset{}
}

// Ended returns the verdict of a window that must not fail.
func Ended(t *testing.T, pages []models.Page, err error) models.Verdict {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	v := pages[len(pages)-1].Verdict
	if v == nil {
		t.Fatal("the last page has no verdict")
	}
	return *v
}

// A Seen is what a client sees of an answer over a real connection.
type Seen struct {
	Status int
	Header http.Header
	Body   string
	Err    error
	Took   time.Duration
}

// Look sends a request to an API, whatever host it names, and follows nothing. The clock is that of this machine.
func Look(t *testing.T, api http.Handler, r *http.Request, clock func() time.Time) Seen {
	t.Helper()
	server := httptest.NewServer(api)
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Scheme, r.URL.Host = at.Scheme, at.Host
	client := server.Client()
	client.Timeout = 2 * time.Second
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	begin := clock()
	answer, err := client.Do(r)
	if err != nil {
		return Seen{Err: err}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return Seen{answer.StatusCode, answer.Header, string(body), err, clock().Sub(begin)}
}
