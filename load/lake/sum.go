package lake

import (
	"encoding/json"
	"errors"
	"math/big"
	"math/bits"
)

// A Sum adds int64 values exactly: it has 128 bits, so no number of rows makes it overflow. For money it counts
// ten-thousandths. Its zero value is zero, and sums are equal when they are ==.
type Sum struct {
	hi int64
	lo uint64
}

// Add returns the sum and one more value.
func (s Sum) Add(v int64) Sum {
	lo, carry := bits.Add64(s.lo, uint64(v), 0)
	return Sum{hi: s.hi + v>>63 + int64(carry), lo: lo}
}

// Plus returns the sum of two sums.
func (s Sum) Plus(o Sum) Sum {
	lo, carry := bits.Add64(s.lo, o.lo, 0)
	return Sum{hi: s.hi + o.hi + int64(carry), lo: lo}
}

// String writes the sum as a whole number.
func (s Sum) String() string { return s.big().String() }

// Decimal writes the sum of ten-thousandths as a number with four decimals.
func (s Sum) Decimal() string {
	n := s.big()
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
		n.Neg(n)
	}
	whole, rest := n.QuoRem(n, big.NewInt(10_000), new(big.Int))
	digits := rest.String()
	return sign + whole.String() + "." + "0000"[len(digits):] + digits
}

func (s Sum) big() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(s.hi), 64)
	return n.Add(n, new(big.Int).SetUint64(s.lo))
}

var errSum = errors.New("not a sum")

// ParseSum reads what [Sum.String] writes.
func ParseSum(text string) (Sum, error) {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok || n.BitLen() > 127 {
		return Sum{}, errSum
	}
	hi := new(big.Int).Rsh(n, 64) // rounds down, as two's complement does
	lo := new(big.Int).Sub(n, new(big.Int).Lsh(hi, 64))
	return Sum{hi: hi.Int64(), lo: lo.Uint64()}, nil
}

// MarshalJSON writes the sum as a JSON string, since JSON's readers round numbers.
func (s Sum) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads what [Sum.MarshalJSON] writes.
func (s *Sum) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return errSum
	}
	parsed, err := ParseSum(text)
	*s = parsed
	return err
}
