package nextech

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"golang.org/x/oauth2"
)

// A tape keeps the answer of a token call as it came. x/oauth2 takes none whose life is no whole number, that has no access
// token or whose connection ended too early, and drops it; but the server has taken the old refresh token back by then.
type tape struct {
	next http.RoundTripper
	body []byte // of a success
}

// RoundTrip implements [http.RoundTripper].
func (t *tape) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.next.RoundTrip(r)
	if err != nil || answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer, err
	}
	body, err := io.ReadAll(answer.Body)
	t.body = body // what is there may be whole, also where its end never came
	if shut := answer.Body.Close(); err == nil {
		err = shut
	}
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// salvaged reads what can be used of the answer, and reports whether that is anything. Something may stand before and behind it.
func (t *tape) salvaged() (*oauth2.Token, bool) {
	var all map[string]any
	if json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(t.body, []byte("\uFEFF")))).Decode(&all) != nil {
		return nil, false
	}
	access, _ := all["access_token"].(string)
	refresh, _ := all["refresh_token"].(string)
	token := &oauth2.Token{AccessToken: access, RefreshToken: refresh}
	return token.WithExtra(all), access != "" || refresh != ""
}
