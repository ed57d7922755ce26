package tpastream

import (
	"context"
	"crypto" //nolint:staticcheck // to see it refused
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/models"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/crypto/ssh"
)

// must returns what cannot fail in a test.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func openSSH(t *testing.T, key crypto.PrivateKey) string {
	t.Helper()
	return string(pem.EncodeToMemory(must[*pem.Block](t)(ssh.MarshalPrivateKey(key, ""))))
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func TestKeys(t *testing.T) {
	t.Parallel()
	rsaKey := must[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 2048))
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec := func(c elliptic.Curve) *ecdsa.PrivateKey {
		return must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(c, rand.Reader))
	}
	p256, p384, p521 := ec(elliptic.P256()), ec(elliptic.P384()), ec(elliptic.P521())
	pkcs8 := func(key any) string { return block("PRIVATE KEY", must[[]byte](t)(x509.MarshalPKCS8PrivateKey(key))) }
	locked := string(pem.EncodeToMemory(must[*pem.Block](t)(ssh.MarshalPrivateKeyWithPassphrase(edKey, "", []byte("CANARY")))))
	d := dsaKey(t)
	public := must[ssh.PublicKey](t)(ssh.NewPublicKey(edKey.Public()))
	for _, tt := range []struct {
		name, text, alg string
		err             error
	}{
		{"OpenSSH RSA", openSSH(t, rsaKey), "RS256", nil},
		{"OpenSSH Ed25519", openSSH(t, edKey), "EdDSA", nil},
		{"OpenSSH P-256", openSSH(t, p256), "ES256", nil},
		{"OpenSSH P-384", openSSH(t, p384), "ES384", nil},
		{"OpenSSH P-521", openSSH(t, p521), "ES512", nil},
		{"PKCS 1", block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey)), "RS256", nil},
		{"PKCS 8 RSA", pkcs8(rsaKey), "RS256", nil},
		{"PKCS 8 Ed25519", pkcs8(edKey), "EdDSA", nil},
		{"PKCS 8 P-384", pkcs8(p384), "ES384", nil},
		{"SEC 1", block("EC PRIVATE KEY", must[[]byte](t)(x509.MarshalECPrivateKey(p256))), "ES256", nil},
		{"with other line ends", strings.ReplaceAll(openSSH(t, edKey), "\n", "\r\n"), "EdDSA", nil},
		{"without its last line end", strings.TrimSpace(openSSH(t, edKey)), "EdDSA", nil},
		{"P-224", pkcs8(ec(elliptic.P224())), "", errKeyType},
		{"DSA", block("DSA PRIVATE KEY", d), "", errKeyType},
		{"a passphrase", locked, "", errPassphrase},
		{"a passphrase in PKCS 8", block("ENCRYPTED PRIVATE KEY", []byte("CANARY")), "", errPassphrase},
		{"a public key", string(ssh.MarshalAuthorizedKey(public)), "", errPublicKey},
		{"a public key in PEM", block("PUBLIC KEY", []byte("x")), "", errPublicKey},
		{"a PuTTY key", "PuTTY-User-Key-File-3: ssh-ed25519\nCANARY", "", errPutty},
		{"nonsense", "CANARY", "", errNoKey},
		{"nothing", "", "", errNoKey},
		{"half a key", block("OPENSSH PRIVATE KEY", []byte("CANARY")), "", errKeyType},
		{"a GPG key", block("PGP PRIVATE KEY BLOCK", []byte("CANARY")), "", errKeyType},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseKey(models.NewSecret(tt.text))
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if tt.err == nil && got.alg != tt.alg {
				t.Errorf("got %s, want %s", got.alg, tt.alg)
			}
			config := Config{Auth: Auth{SSHJWT: &SSHJWT{Email: "me@example.com", PrivateKey: models.NewSecret(tt.text)}}}
			if err := config.Validate(); err != nil && (!strings.HasPrefix(err.Error(), "auth.ssh_jwt.private_key: ") || strings.Contains(err.Error(), "CANARY")) {
				t.Errorf("got error %v", err)
			}
		})
	}
}

// dsaKey returns a DSA key as old tools wrote it. Its numbers need not be good.
func dsaKey(t *testing.T) []byte {
	t.Helper()
	return must[[]byte](t)(asn1.Marshal(struct{ V, P, Q, G, Y, X *big.Int }{
		big.NewInt(0), big.NewInt(23), big.NewInt(11), big.NewInt(4), big.NewInt(3), big.NewInt(5),
	}))
}

func testJWT(t *testing.T) (*sshJWT, ed25519.PublicKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSSHJWT(SSHJWT{Email: "Me@Example.com", PrivateKey: models.NewSecret(openSSH(t, private))})
	if err != nil {
		t.Fatal(err)
	}
	return s, public
}

// claimsOf verifies a token as the server does and returns its payload.
func claimsOf(t *testing.T, value models.Secret, public crypto.PublicKey, at time.Time) map[string]any {
	t.Helper()
	text, ok := strings.CutPrefix(value.Reveal(), "SSH-JWT ")
	if !ok {
		t.Fatal("got another scheme than SSH-JWT")
	}
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithTimeFunc(func() time.Time { return at }), jwt.WithIssuedAt(), jwt.WithJSONNumber(), jwt.WithExpirationRequired())
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestToken(t *testing.T) {
	t.Parallel()
	s, public := testJWT(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first := must[models.Secret](t)(s.Authorize(t.Context(), now))
	got := claimsOf(t, first, public, now)
	if len(got) != 3 || got["email"] != "Me@Example.com" || got["iat"] != json.Number("1772366370") || got["exp"] != json.Number("1772367270") {
		t.Errorf("got claims %v, want exactly email, iat half a minute ago and exp a quarter of an hour later", got)
	}
	for _, tt := range []struct {
		after time.Duration
		same  bool
	}{{0, true}, {13 * time.Minute, true}, {13*time.Minute + 30*time.Second, false}} {
		next := must[models.Secret](t)(s.Authorize(t.Context(), now.Add(tt.after)))
		claimsOf(t, next, public, now.Add(tt.after).Add(59*time.Second)) // is good for another minute
		if (next.Reveal() == first.Reveal()) != tt.same {
			t.Errorf("after %s: got the same token %v, want %v", tt.after, !tt.same, tt.same)
		}
	}
}

// TestRenewMintsOnce makes one new token for all calls that were refused with the old one.
func TestRenewMintsOnce(t *testing.T) {
	t.Parallel()
	s, _ := testJWT(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	old := must[models.Secret](t)(s.Authorize(t.Context(), now))
	var group sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for i := range 8 {
		group.Go(func() {
			if ok, err := s.Renew(t.Context(), now.Add(time.Duration(i+1)*time.Second), old); !ok || err != nil {
				t.Errorf("got %v, %v", ok, err)
			}
			v, _ := s.Authorize(t.Context(), now.Add(10*time.Second))
			mu.Lock()
			defer mu.Unlock()
			seen[v.Reveal()] = true
		})
	}
	group.Wait()
	if len(seen) != 1 || seen[old.Reveal()] {
		t.Errorf("got %d tokens after the renewal, want one new one", len(seen))
	}
}

func TestBasic(t *testing.T) {
	t.Parallel()
	b := newBasicAuth(Basic{Email: "me@example.com", APIKey: models.NewSecret("key")})
	v, err := b.Authorize(context.Background(), time.Time{})
	if err != nil || v.Reveal() != "Basic bWVAZXhhbXBsZS5jb206a2V5" {
		t.Errorf("got another value than the user and the key")
	}
	if ok, err := b.Renew(context.Background(), time.Time{}, v); ok || err != nil {
		t.Errorf("got %v, %v from a key that cannot be renewed", ok, err)
	}
}

// TestTokenEndsOnTheWay sweeps against a server that verifies tokens with no skew at all, and slowly enough that the
// first token ends, or with a clock of its own.
func TestTokenEndsOnTheWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		pace    float64
		skew    time.Duration
		refused int // answers with 401
	}{
		{"in time", 1000, 0, 0},
		{"a page in ten minutes", 1.0 / 600, 0, 0},
		{"our clock is slow by an hour", 1000, time.Hour, 1},
		{"our clock is fast by an hour", 1000, -time.Hour, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			public, private, err := ed25519.GenerateKey(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			auth := Auth{SSHJWT: &SSHJWT{Email: "me@example.com", PrivateKey: models.NewSecret(openSSH(t, private))}}
			on(t, func(c *Config) { c.Auth, c.RequestsPerSecond = auth, tt.pace }, func(t *testing.T, s *stage) {
				t.Helper()
				refused := 0
				s.answer = func(w http.ResponseWriter, r *http.Request) bool {
					now := time.Now().Add(tt.skew)
					w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
					_, err := jwt.Parse(strings.TrimPrefix(r.Header.Get("Authorization"), "SSH-JWT "),
						func(*jwt.Token) (any, error) { return public, nil },
						jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithIssuedAt())
					if err != nil {
						refused++
						w.WriteHeader(http.StatusUnauthorized)
						reply(w, map[string]any{"message": "JWT has expired"})
						return true
					}
					return false
				}
				if _, v := s.must(t, members, ""); v.Outcome != models.Complete || refused != tt.refused {
					t.Errorf("got verdict %+v after %d refusals, want a complete one after %d", v, refused, tt.refused)
				}
			})
		})
	}
}
