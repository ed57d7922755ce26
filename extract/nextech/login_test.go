package nextech

import (
	"net/url"

	"golang.org/x/oauth2"
)

// proves reports whether a verifier is the one that a challenge was made of.
func proves(asked url.Values, verifier string) bool {
	challenge := asked.Get("code_challenge")
	if challenge == "" {
		return verifier == ""
	}
	return asked.Get("code_challenge_method") == "S256" && oauth2.S256ChallengeFromVerifier(verifier) == challenge
}
