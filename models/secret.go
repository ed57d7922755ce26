package models

import (
	"fmt"
	"io"
	"log/slog"
)

// A Secret is a password, key or token. However it is printed, logged or marshalled, it reads [redacted];
// only [Secret.Reveal] gives it away. Secrets are not compared with ==.
type Secret struct {
	// A pointer, because fmt does not call the methods of what is in an unexported field: there it would print a
	// string, but of a pointer no more than where it points.
	value *string
}

const redacted = "[redacted]"

// NewSecret wraps a value that must not be seen.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the value, to be put into a request and nowhere else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty reports whether there is no value.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String implements [fmt.Stringer].
func (Secret) String() string { return redacted }

// GoString implements [fmt.GoStringer].
func (Secret) GoString() string { return redacted }

// Format implements [fmt.Formatter], so that no verb gets past.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText implements [encoding.TextMarshaler]; JSON and YAML use it too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue implements [slog.LogValuer].
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
