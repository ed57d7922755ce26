package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strconv"

	"carehouse/extract/invented"
)

// signingKey is what cursors are signed with.
func signingKey(seed uint64) []byte {
	d := invented.Throw(seed, forKey, 0, 0)
	return []byte(invented.Hex(d.Next()) + invented.Hex(d.Next()))
}

// A cursor says how far a sweep has come, and of which question. It has no meaning for the one who holds it.
type cursor struct {
	tenant, epoch, question uint64
	seq                     int // of the last row that was given; -1 is none
}

// The lengths of a cursor and of the signature behind it.
const (
	cursorLength    = 4 * 8
	signatureLength = 12
)

// sealed writes a cursor for the way out.
func (s *Simulator) sealed(c cursor) string {
	b := make([]byte, 0, cursorLength+signatureLength)
	for _, n := range []uint64{c.tenant, c.epoch, c.question, uint64(int64(c.seq))} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return base64.RawURLEncoding.EncodeToString(append(b, s.signature(b)...))
}

// unsealed reads a cursor that came back. One that was not given by us is none.
func (s *Simulator) unsealed(text string) (cursor, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != cursorLength+signatureLength ||
		!hmac.Equal(b[cursorLength:], s.signature(b[:cursorLength])) {
		return cursor{}, false
	}
	n := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	return cursor{n(0), n(1), n(2), int(int64(n(3)))}, true
}

func (s *Simulator) signature(of []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(of)
	return mac.Sum(nil)[:signatureLength]
}

// signature is a number for what a question is about, but for its place and how many rows it wants.
func (q question) signature() uint64 {
	h := fnv.New64a()
	for _, part := range []string{
		q.dataset, strconv.FormatInt(q.since.UnixMicro(), 10), strconv.FormatInt(q.from.Unix(), 10),
		strconv.FormatInt(q.to.Unix(), 10), strconv.FormatBool(q.notes), q.provider, q.location,
	} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}
