package tpastream

import (
	"net/http"

	"carehouse/extract/transport"
	"carehouse/models"
)

// The fixed beginnings of what the API says about tokens.
const (
	saidExpired    = "JWT has expired"
	saidUnverified = "JWT could not be verified"
	saidUndecoded  = "JWT could not be decoded"
	saidIncomplete = "JWT missing required claim"
	saidAlgorithm  = "JWT 'alg' header"
)

func known() []string {
	return []string{saidExpired, saidUnverified, saidUndecoded, saidIncomplete, saidAlgorithm}
}

// explain says what this API means by its errors.
func explain(tenant string) func(*transport.Error) (models.Outcome, string) {
	check := "carehouse check " + tenant
	return func(e *transport.Error) (models.Outcome, string) {
		switch e.Said {
		case saidExpired:
			return models.NeedsPerson, "a new token had expired too: set this machine's clock, then: " + check
		case saidUnverified:
			return models.NeedsPerson, "TPA Stream knows no such key for this email (it says the same when the email is wrong): " +
				"upload the public key to that user's account, then: " + check
		case saidUndecoded, saidIncomplete, saidAlgorithm:
			return models.NeedsPerson, "TPA Stream does not take this token; upload the key's public half anew, then: " + check
		}
		if e.Err != nil {
			return "", ""
		}
		switch e.Status {
		case http.StatusUnauthorized:
			return models.NeedsPerson, "the email or the API key is wrong or revoked; put the right one into auth, then: " + check
		case http.StatusForbidden:
			return models.NotEntitled, "the server refuses this address or role; a user's key is bound to a range of addresses; " +
				"ask TPA Stream to add this host's address, then: " + check
		case http.StatusUnprocessableEntity:
			return models.Failed, "the server does not take per_page or another argument; lower per_page, then: " + check
		}
		return "", ""
	}
}
