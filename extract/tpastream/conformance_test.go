package tpastream

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"net/http"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"

	"golang.org/x/crypto/ssh"
)

// TestConformance runs what all sources have to do, with both kinds of credentials.
func TestConformance(t *testing.T) {
	t.Parallel()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	key := string(pem.EncodeToMemory(block))
	for _, tt := range []struct {
		name   string
		auth   Auth
		secret string
		renews bool
	}{
		{"basic", Auth{Basic: &Basic{Email: "me@example.com", APIKey: models.NewSecret("CANARYKEY0123")}}, "Q0FOQVJZS0VZ", false},
		{"ssh-jwt", Auth{SSHJWT: &SSHJWT{Email: "me@example.com", PrivateKey: models.NewSecret(key)}}, "eyJ", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			extracttest.Run(t, extracttest.Suite{
				API: func(*testing.T) http.Handler { return newFake() },
				New: func(_ *testing.T, base string, env transport.Env) (extract.Source, error) {
					return New("my-tpa", Config{BaseURL: base, Auth: tt.auth, PerPage: 10}, env)
				},
				Dataset: members, Clock: time.Now, Secrets: []string{"me@example.com", "CANARYKEY", tt.secret, key[30:60]}, Renews: tt.renews,
			})
		})
	}
}
