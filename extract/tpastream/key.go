package tpastream

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"strings"

	"carehouse/models"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/crypto/ssh"
)

// Why a private key cannot be used. The texts say what to do and nothing of the key.
var (
	errNoKey      = errors.New("not a private key; give the text of a file that begins with -----BEGIN")
	errPublicKey  = errors.New("this is the public half; give the file without .pub")
	errPutty      = errors.New("this is a PuTTY key; export it as an OpenSSH key first")
	errPassphrase = errors.New("the key has a passphrase; make one for this use without: ssh-keygen -t ed25519 -N '' -f FILE")
	errKeyType    = errors.New("the API takes RSA, Ed25519 and ECDSA keys on P-256, P-384 or P-521; make one: ssh-keygen -t ed25519 -f FILE")
	errShortRSA   = errors.New("the RSA key is shorter than 2048 bits; make a new one: ssh-keygen -t ed25519 -f FILE")
)

// minRSABits is the shortest RSA key that is worth its name.
const minRSABits = 2048

// A signer is a private key and the way the API wants it to be used. The key is inside a function, where no careless
// print finds it.
type signer struct {
	alg  string
	sign func(jwt.Claims) (string, error)
}

func newSigner(method jwt.SigningMethod, key any) signer {
	return signer{method.Alg(), func(c jwt.Claims) (string, error) { return jwt.NewWithClaims(method, c).SignedString(key) }}
}

// parseKey reads a private key as ssh-keygen or openssl writes it. Errors of the parsers below are not repeated.
func parseKey(secret models.Secret) (signer, error) {
	text := strings.TrimSpace(secret.Reveal()) + "\n"
	block, _ := pem.Decode([]byte(text))
	switch {
	case block == nil && (strings.HasPrefix(text, "ssh-") || strings.HasPrefix(text, "ecdsa-")):
		return signer{}, errPublicKey
	case block == nil && strings.HasPrefix(text, "PuTTY-"):
		return signer{}, errPutty
	case block == nil:
		return signer{}, errNoKey
	case strings.HasSuffix(block.Type, "PUBLIC KEY"):
		return signer{}, errPublicKey
	case block.Type == "ENCRYPTED PRIVATE KEY":
		return signer{}, errPassphrase
	}
	key, err := ssh.ParseRawPrivateKey([]byte(text))
	if _, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok {
		return signer{}, errPassphrase
	}
	if err != nil {
		return signer{}, errKeyType
	}
	return methodOf(key)
}

// methodOf chooses the algorithm: the key decides it, and the API refuses every other.
func methodOf(key any) (signer, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() < minRSABits {
			return signer{}, errShortRSA
		}
		return newSigner(jwt.SigningMethodRS256, key), nil
	case *ed25519.PrivateKey:
		return newSigner(jwt.SigningMethodEdDSA, *key), nil
	case ed25519.PrivateKey:
		return newSigner(jwt.SigningMethodEdDSA, key), nil
	case *ecdsa.PrivateKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return newSigner(jwt.SigningMethodES256, key), nil
		case 384:
			return newSigner(jwt.SigningMethodES384, key), nil
		case 521:
			return newSigner(jwt.SigningMethodES512, key), nil
		}
	}
	return signer{}, errKeyType
}
