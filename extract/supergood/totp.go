package supergood

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// errSecret does not repeat the secret, which the parser's own error might.
var errSecret = errors.New("not the base32 text of an authenticator's secret")

// step is how long a code is good for.
const step = 30 * time.Second

// codeOf makes the code of a step.
func codeOf(secret models.Secret, number int64) (models.Secret, error) {
	plain := plainly(secret)
	if len(plain) < 16 {
		return models.Secret{}, errSecret
	}
	code, err := hotp.GenerateCodeCustom(plain, uint64(max(number, 0)), hotp.ValidateOpts{
		Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
	if err != nil {
		return models.Secret{}, errSecret
	}
	return models.NewSecret(code), nil
}

// plainly is a secret without what people write between its letters, and without the signs that fill it up.
func plainly(secret models.Secret) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "=", "", "\r", "", "\n", "", "\t", "").Replace(secret.Reveal()))
}

// authenticator is what codes are told apart by: the secret that makes them or, where a program prints them, the user.
func (c Config) authenticator() string {
	if c.Auth.TOTPSecret.Empty() {
		return c.BaseURL + "\n" + c.Auth.Username
	}
	return plainly(c.Auth.TOTPSecret)
}

// Steps keeps codes from being used twice. A portal takes the second use for an attack. What was used is written down before
// it is sent, where other processes of the same home see it too; between two homes nobody can keep it.
type steps struct {
	vault transport.Vault
	path  string
	last  func(int64) int64 // of this process: takes the first free step from one on
}

// memoryOf is the file that the last step of an authenticator is in. It is beside the folders of tenants, because several may
// have one user. Nothing can be made of a part of a digest of what is as long as such a secret.
func memoryOf(folder, authenticator string) string {
	name := digest("totp", authenticator)
	return path.Join(path.Dir(folder), "totp-"+hex.EncodeToString(name[:6])+".json")
}

// used is what is in the file.
type used struct {
	Step int64 `json:"step"`
}

// farAhead is how many steps ahead of the clock a remembered one is believed. A clock that ran ahead and was put right
// must not keep everybody out for as long.
const farAhead = 10

// take reserves a step that nobody has used, the present one or one that is about to come.
func (s steps) take(ctx context.Context, now time.Time) (int64, error) {
	want := now.Unix() / int64(step/time.Second)
	if s.vault == nil {
		return s.last(want), nil
	}
	unlock, err := s.vault.Lock(ctx, s.path)
	if err != nil {
		return 0, fmt.Errorf("last code: %w", err)
	}
	defer func() { _ = unlock() }() // what was written is written
	before, err := s.read()
	if err != nil {
		return 0, err
	}
	if before.Step >= want && before.Step-want <= farAhead {
		want = before.Step + 1
	}
	want = s.last(want)
	content, err := json.Marshal(used{want})
	if err != nil {
		return 0, err
	}
	if err := s.vault.Write(s.path, content); err != nil {
		return 0, fmt.Errorf("last code: %w", err)
	}
	return want, nil
}

// read returns the last step that was used. A file that cannot be read as one is as good as none.
func (s steps) read() (used, error) {
	content, err := s.vault.Read(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return used{}, nil
	case err != nil:
		return used{}, fmt.Errorf("last code: %w", err)
	}
	var u used
	_ = json.Unmarshal(content, &u) // what cannot be read is nothing
	return u, nil
}

// until is how long it is until a step begins.
func until(number int64, now time.Time) time.Duration {
	return time.Unix(number*int64(step/time.Second), 0).Sub(now)
}

// sleep waits, unless it is cancelled.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
