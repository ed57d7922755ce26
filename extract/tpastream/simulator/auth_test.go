package simulator_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/crypto/ssh"

	"carehouse/extract/tpastream/simulator"
)

func now() time.Time { return time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC) }

// a key is what signs, and what the user uploaded.
type key struct {
	method  jwt.SigningMethod
	private crypto.Signer
	public  ssh.PublicKey
}

func keys(t *testing.T) map[string]key {
	t.Helper()
	out := map[string]key{}
	add := func(method jwt.SigningMethod, private crypto.Signer, err error) {
		if err != nil {
			t.Fatal(err)
		}
		public, err := ssh.NewPublicKey(private.Public())
		if err != nil {
			t.Fatal(err)
		}
		out[method.Alg()] = key{method, private, public}
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	add(jwt.SigningMethodRS256, r, err)
	_, e, err := ed25519.GenerateKey(rand.Reader)
	add(jwt.SigningMethodEdDSA, e, err)
	for method, curve := range map[jwt.SigningMethod]elliptic.Curve{
		jwt.SigningMethodES256: elliptic.P256(), jwt.SigningMethodES384: elliptic.P384(),
		jwt.SigningMethodES512: elliptic.P521(),
	} {
		c, err := ecdsa.GenerateKey(curve, rand.Reader)
		add(method, c, err)
	}
	return out
}

func (k key) sign(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	text, err := jwt.NewWithClaims(k.method, claims).SignedString(k.private)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func good() jwt.MapClaims {
	return jwt.MapClaims{"email": "Operator@example.com", "iat": now().Unix(), "exp": now().Add(15 * time.Minute).Unix()}
}

// ask sends a request straight to the handler.
func ask(s *simulator.Simulator, path, authorization string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	s.ServeHTTP(w, r)
	return w
}

func TestTokensAreRefusedInTheVendorsWords(t *testing.T) {
	t.Parallel()
	all := keys(t)
	ed, rs := all["EdDSA"], all["RS256"]
	other := keys(t)["EdDSA"]
	with := func(name string, value any) jwt.MapClaims {
		c := good()
		if value == nil {
			delete(c, name)
		} else {
			c[name] = value
		}
		return c
	}
	at := func(d time.Duration) int64 { return now().Add(d).Unix() }
	for name, test := range map[string]struct {
		token  string
		status int
		text   string
	}{
		"a good token":             {ed.sign(t, good()), 200, ""},
		"no token":                 {"", 400, "JWT could not be decoded"},
		"two parts":                {"a.b", 400, "JWT could not be decoded"},
		"no base64":                {"!.!.!", 400, "JWT could not be decoded"},
		"no email":                 {ed.sign(t, with("email", nil)), 400, "JWT missing required claim(s)"},
		"no iat":                   {ed.sign(t, with("iat", nil)), 400, "JWT missing required claim(s)"},
		"no exp":                   {ed.sign(t, with("exp", nil)), 400, "JWT missing required claim(s)"},
		"exp is text":              {ed.sign(t, with("exp", "soon")), 400, "JWT could not be decoded"},
		"a claim too many":         {ed.sign(t, with("sub", "me")), 400, "JWT could not be decoded"},
		"a key of another type":    {rs.sign(t, good()), 400, "JWT 'alg' header is 'RS256'"},
		"a key that is not known":  {other.sign(t, good()), 401, "JWT could not be verified"},
		"an email not known":       {ed.sign(t, with("email", "who@example.com")), 401, "JWT could not be verified"},
		"expired this second":      {ed.sign(t, with("exp", at(0))), 401, "JWT has expired"},
		"expires in a second":      {ed.sign(t, with("exp", at(time.Second))), 200, ""},
		"made in a second":         {ed.sign(t, with("iat", at(time.Second))), 401, "JWT could not be verified"},
		"expired, but not ours":    {other.sign(t, with("exp", at(-time.Hour))), 401, "JWT could not be verified"},
		"email and key both wrong": {rs.sign(t, with("email", "who@example.com")), 401, "JWT could not be verified"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := simulator.New(simulator.Options{Claims: 5, PublicKeys: []ssh.PublicKey{ed.public}})
			w := ask(s, "/api/claims", "ssh-jwt "+test.token)
			want := `{"message":"` + test.text + `"}`
			if got := w.Body.String(); w.Code != test.status || (test.text != "" && got != want) {
				t.Fatalf("got %d %s, want %d %s", w.Code, got, test.status, want)
			}
		})
	}
}

func TestEachTypeOfKeyHasItsAlgorithmAndKeysAreTriedInTurn(t *testing.T) {
	t.Parallel()
	all := keys(t)
	first := keys(t)
	var public []ssh.PublicKey
	for alg := range all {
		public = append(public, first[alg].public, all[alg].public)
	}
	s := simulator.New(simulator.Options{Claims: 5, PublicKeys: public})
	for alg, k := range all {
		if w := ask(s, "/api/claims", "SSH-JWT "+k.sign(t, good())); w.Code != 200 {
			t.Fatalf("%s: got %d %s", alg, w.Code, w.Body)
		}
	}
	weak := key{jwt.SigningMethodRS512, all["RS256"].private, nil}
	w := ask(s, "/api/claims", "SSH-JWT "+weak.sign(t, good()))
	if w.Code != 400 || !strings.Contains(w.Body.String(), "RS512") {
		t.Fatalf("got %d %s, want a refusal of RS512", w.Code, w.Body)
	}
	none := jwt.NewWithClaims(jwt.SigningMethodNone, good())
	text, err := none.SignedString(jwt.UnsafeAllowNoneSignatureType)
	if w := ask(s, "/api/claims", "SSH-JWT "+text); err != nil || w.Code != 400 {
		t.Fatalf("alg none: got %d %s (%v), want 400", w.Code, w.Body, err)
	}
}

func TestBasicAndOtherSchemes(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 5, Email: "me@example.com", APIKey: "k:1"})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.SetBasicAuth("ME@example.com", "k:1")
	fine := r.Header.Get("Authorization")
	r.SetBasicAuth("me@example.com", "k:2")
	wrong := r.Header.Get("Authorization")
	for header, status := range map[string]int{
		fine: 200, "bAsIc" + strings.TrimPrefix(fine, "Basic"): 200, wrong: 401, "": 401, "Basic ???": 401,
		"Bearer" + strings.TrimPrefix(fine, "Basic"): 401,
	} {
		if w := ask(s, "/api/claims", header); w.Code != status {
			t.Fatalf("%q: got %d, want %d", header, w.Code, status)
		}
	}
}

func TestBearerIsNotReadAsAToken(t *testing.T) {
	t.Parallel()
	ed := keys(t)["EdDSA"]
	s := simulator.New(simulator.Options{Claims: 5, PublicKeys: []ssh.PublicKey{ed.public}})
	w := ask(s, "/api/claims", "Bearer "+ed.sign(t, good()))
	if w.Code != 401 || strings.Contains(w.Body.String(), "JWT") {
		t.Fatalf("got %d %s, want a 401 of the legacy parser", w.Code, w.Body)
	}
	if w := ask(s, "/api/claims", basic()); w.Code != 401 {
		t.Fatalf("Basic without an API key: got %d, want 401", w.Code)
	}
}

func TestAddressesOutsideTheListAreForbiddenWithoutAWord(t *testing.T) {
	t.Parallel()
	for prefix, status := range map[string]int{"192.0.2.0/24": 200, "10.0.0.0/8": 403, "0.0.0.0/0": 200} {
		s := simulator.New(simulator.Options{Claims: 5, Allowed: []netip.Prefix{netip.MustParsePrefix(prefix)}})
		w := ask(s, "/api/claims", basic()) // httptest sends from 192.0.2.1
		if w.Code != status || (status == 403) != (w.Body.Len() == 0) {
			t.Fatalf("%s: got %d %q, want %d", prefix, w.Code, w.Body, status)
		}
	}
	s := simulator.New(simulator.Options{Claims: 5, Denied: []string{"/api/member"}})
	if w := ask(s, "/api/member", basic()); w.Code != 403 {
		t.Fatalf("a denied path: got %d, want 403", w.Code)
	}
}

// basic are the default credentials.
func basic() string {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.SetBasicAuth(simulator.DefaultEmail, simulator.DefaultAPIKey)
	return r.Header.Get("Authorization")
}
