package transport

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// A body reads an answer within its budgets.
type body struct {
	limits Limits
	wire   counter
}

// A counter counts what passes and stops after a limit.
type counter struct {
	r     io.Reader
	n     int64
	limit int64
}

// Read implements [io.Reader].
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.limit {
		return 0, ErrTooLarge
	}
	return n, err
}

// readBody returns the whole body, unpacked, and how many bytes were sent for it.
func readBody(resp *http.Response, limits Limits) ([]byte, int64, error) {
	b := &body{limits: limits, wire: counter{r: resp.Body, limit: limits.Wire}}
	open, err := b.read(resp.Header.Get("Content-Encoding"), resp.ContentLength)
	if err != nil {
		return nil, b.wire.n, err
	}
	if resp.ContentLength >= 0 && resp.ContentLength != b.wire.n {
		return nil, b.wire.n, ErrTruncated
	}
	return open, b.wire.n, nil
}

func (b *body) read(encoding string, length int64) ([]byte, error) {
	var out bytes.Buffer
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		out.Grow(int(min(max(length, 0), b.limits.Wire, 8<<20)) + bytes.MinRead)
		return b.copy(&out, &b.wire)
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(&b.wire)
		if err != nil {
			return nil, unpacking(err)
		}
		data, err := b.copy(&out, z)
		if err != nil {
			return nil, unpacking(err)
		}
		return data, nil
	default:
		return nil, ErrEncoding
	}
}

// copy reads to the end and looks at the budgets after each piece, so that a bomb is stopped early.
func (b *body) copy(out *bytes.Buffer, r io.Reader) ([]byte, error) {
	for {
		_, err := io.CopyN(out, r, 256<<10)
		open := int64(out.Len())
		switch {
		case open > b.limits.Open:
			return nil, ErrTooLarge
		case open > ratioFloor && open > b.limits.Ratio*b.wire.n:
			return nil, ErrBomb
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return nil, err
		}
	}
}

// unpacking says what an error of gzip means: what arrived is not what was sent.
func unpacking(err error) error {
	for _, damage := range []error{gzip.ErrHeader, gzip.ErrChecksum, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, damage) {
			return ErrTruncated
		}
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return ErrTruncated
	}
	return err
}

// promised reports whether an answer is of the kind that was asked for. A page of HTML with status 200 is not. An
// answer that does not say what it is goes on to the source's own look at it.
func promised(contentType, want string) bool {
	if contentType == "" || want == "" {
		return true
	}
	got, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	_, suffix, _ := strings.Cut(want, "/")
	return got == want || strings.HasSuffix(got, "+"+suffix)
}
