package durable

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// ErrSeal means that a sealed object is not as it was written.
var ErrSeal = errors.New("checksum differs")

const (
	sealHead = `{"sum":"`
	sealTail = `",`
	sealSize = 16 // hexadecimal digits
)

// Seal puts a checksum of a JSON object in front of the object's other members. What comes out is JSON still, on as
// many lines as before. A byte that changes on the disk would otherwise often leave a file that reads well.
func Seal(object []byte) []byte {
	out := make([]byte, 0, len(object)+len(sealHead)+sealSize+len(sealTail))
	out = append(out, sealHead...)
	out = append(out, sum(object)...)
	out = append(out, sealTail...)
	return append(out, object[1:]...)
}

// Unseal gives back what [Seal] was given.
func Unseal(sealed []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(sealed, []byte(sealHead))
	if !ok || len(rest) < sealSize+len(sealTail) {
		return nil, ErrSeal
	}
	want, rest := rest[:sealSize], rest[sealSize:]
	rest, ok = bytes.CutPrefix(rest, []byte(sealTail))
	if !ok {
		return nil, ErrSeal
	}
	object := append([]byte{'{'}, rest...)
	if string(want) != sum(object) {
		return nil, ErrSeal
	}
	return object, nil
}

func sum(b []byte) string {
	digest := sha256.Sum256(b)
	return hex.EncodeToString(digest[:])[:sealSize]
}
