package simulator

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238 wants it
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"time"
)

// stepLength is how long a code is worth something.
const stepLength = 30 * time.Second

// stepAt is the step that a moment is in.
func stepAt(t time.Time) int64 { return t.Unix() / int64(stepLength/time.Second) }

// totp is the code of a step by RFC 6238, with SHA-1 and six digits as every authenticator app makes it.
func totp(secret string, step int64) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return ""
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, key)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// checkTOTP says what is wrong with a code at a moment; "" is nothing, and then its step is used up. The step before and
// the one after are taken too. A code of the last or the next ten minutes is known for what it is.
func (a *account) checkTOTP(code string, now time.Time) string {
	step, wrong := stepAt(now), codeWrong
	for _, off := range []int64{0, -1, 1} {
		if totp(a.secret, step+off) != code {
			continue
		}
		if !a.used[step+off] {
			a.used[step+off] = true
			return ""
		}
		wrong = codeReused
	}
	for off := int64(2); off <= 20 && wrong == codeWrong; off++ {
		if totp(a.secret, step-off) == code || totp(a.secret, step+off) == code {
			wrong = codeExpired
		}
	}
	return wrong
}
