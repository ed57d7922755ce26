package nextech

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"unicode"

	"carehouse/models"
)

// pendingSuffix names the file beside the refresh token that says which token is being handed in.
const pendingSuffix = ".pending"

// A keeper has what came and could not be written yet, by the file that it belongs into. It outlives its session: whoever
// watches opens one a round, and a disk may have room again by then.
type keeper struct{ unwritten sync.Map }

func (k *keeper) get(file, token string) (*rotation, bool) {
	v, _ := k.unwritten.Load(file)
	got, ok := v.(*rotation)
	return got, ok && got.from == token
}

// token reads the refresh token.
func (s *session) token() (string, error) {
	content, err := s.vault.Read(s.auth.RefreshToken)
	if errors.Is(err, fs.ErrNotExist) {
		return "", s.stranger()
	}
	if err != nil {
		return "", s.unreadable(err)
	}
	token := strings.TrimSpace(strings.TrimPrefix(string(content), "\uFEFF"))
	switch {
	case token == "":
		return "", s.stranger()
	case strings.ContainsFunc(token, unicode.IsControl):
		return "", s.alien()
	}
	return token, nil
}

// unheard is noted behind a token's sum when it was sent and no answer came that can be used.
const unheard = " unheard"

// pending says what has become of an earlier call that handed this token in, "" where there was none, and what is to be noted
// before the next one. Where the note cannot be read there was none: it only makes a message better.
func (s *session) pending(token string) (torn, noted string) {
	noted = sum(token)
	content, err := s.vault.Read(s.auth.RefreshToken + pendingSuffix)
	switch before := strings.TrimRight(string(content), " "); {
	case err != nil:
		return "", noted
	case before == noted:
		return "a run was killed in the middle of a rotation, and the token that came then is lost", noted
	case before == noted+unheard:
		return "the call before was not answered, and a token that came then is lost", noted + unheard
	default:
		return "", noted
	}
}

// ballast is how long a note is, in bytes: longer than any token. A disk that has no room for it keeps a token from being handed
// in; one that fills up meanwhile has this much room again when the note goes.
const ballast = 16 << 10

// note writes down what is known of the rotation that is on its way; "" is none. It is as long as size, or longer.
func (s *session) note(text string, size int) error {
	return s.vault.Write(s.auth.RefreshToken+pendingSuffix, fmt.Appendf(nil, "%-*s", size, text))
}

// sum stands for a token where it must not be.
func sum(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:16])
}

// errAlien means that the token's file is another one, the roster or the configuration perhaps: nobody is sent that, and no login is
// written over it.
var errAlien = errors.New("the file of auth.refresh_token holds something else than a token")

func (s *session) alien() error {
	return &trouble{
		text: errAlien.Error(), outcome: models.NeedsPerson, cause: errAlien,
		advice: "look at refresh_token in the configuration; where it names the right file, remove it, then: " + loginCommand(s.tenant),
	}
}

// stranger is the error of whoever was never let in.
func (s *session) stranger() error {
	return &trouble{
		text: "nobody has logged in yet", outcome: models.NeedsPerson,
		advice: "let us in, with a browser: " + loginCommand(s.tenant),
	}
}

// unlocked is the error of a token that others cannot be kept away from: it cannot be read, or nothing can be written beside it.
func (s *session) unlocked(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, unread := s.vault.Read(s.auth.RefreshToken); unread != nil && !errors.Is(unread, fs.ErrNotExist) {
		return s.unreadable(unread)
	}
	return s.unkept(err)
}

func (s *session) unreadable(err error) error {
	return &trouble{
		text: "the refresh token cannot be read: " + reason(err), outcome: models.NeedsPerson, cause: err,
		advice: "look at the file of auth.refresh_token: it belongs to you and is readable for nobody else (chmod 600); then: " +
			checkCommand(s.tenant),
	}
}

// unkept is the error of a token that came and could not be written. It is not used: what is not kept may be lost.
func (s *session) unkept(err error) error {
	return &trouble{
		text: "the refresh token cannot be written: " + reason(err), outcome: models.Failed, cause: err,
		advice: "look at the folder of auth.refresh_token: its disk may be full or closed to this user; then run again, and if the " +
			"login is refused: " + loginCommand(s.tenant),
	}
}
