package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"strings"

	"carehouse/load/durable"
)

// sumSize is how many hexadecimal digits a checksum in a name has.
const sumSize = 16

// nothing stands for a file that was not there.
var nothing = strings.Repeat("-", sumSize)

// tempTail is what follows the prefix in the name of a temporary file: what was there before, and what it holds.
var tempTail = regexp.MustCompile(`^([0-9a-f]{16}|-{16})\.[0-9a-f]{16}\` + durable.Temp + `$`)

func isTemp(tail string) bool { return tempTail.MatchString(tail) }

func tempPrefix(path string) string { return "." + filepath.Base(path) + "." }

// tempName names the temporary file of a content that comes in place of another.
func tempName(path string, before []byte, there bool, content []byte) string {
	return tempPrefix(path) + sumOf(before, there) + "." + sumOf(content, true) + durable.Temp
}

func sumOf(content []byte, there bool) string {
	if !there {
		return nothing
	}
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])[:sumSize]
}

// successor finds the whole content that was about to come in place of the one that is there.
func successor(path string, before []byte, there bool) (tmp string, content []byte, found bool) {
	for _, tmp := range temps(path) {
		content, err := read(tmp)
		if err == nil && filepath.Base(tmp) == tempName(path, before, there, content) {
			return tmp, content, true
		}
	}
	return "", nil, false
}
