package models

import (
	"math/big"
	"strconv"
	"strings"
)

// MoneyScale is how many decimals money has. MoneyOne is one unit of currency in ten-thousandths.
const (
	MoneyScale = 4
	MoneyOne   = 10_000
)

// maxDecimal is the largest value of DECIMAL(18,4), in ten-thousandths.
const maxDecimal = 999_999_999_999_999_999

// Money is an amount, exact to four decimals, at most 14 digits before the point. It never touches a float.
type Money struct{ decimal }

// NewMoney returns an amount of so many ten-thousandths.
func NewMoney(tenThousandths int64) Money { return Money{decimal{units: tenThousandths, set: true}} }

// Cents returns an amount of so many cents.
func Cents(cents int64) Money { return NewMoney(cents * 100) }

// A Quantity is a count that may have decimals (units, days), exact like [Money].
type Quantity struct{ decimal }

// NewQuantity returns a quantity of so many ten-thousandths.
func NewQuantity(tenThousandths int64) Quantity {
	return Quantity{decimal{units: tenThousandths, set: true}}
}

// A decimal is a DECIMAL(18,4).
type decimal struct {
	units  int64 // ten-thousandths
	set    bool
	reason Reason
}

// Units returns the value in ten-thousandths and whether it is not null.
func (d decimal) Units() (int64, bool) { return d.units, d.set }

// Cells implements [Leaf].
func (d decimal) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: d.set, Int: d.units}) }

// Rejected implements [Leaf].
func (d decimal) Rejected() Reason { return d.reason }

// String writes the value with two to four decimals, or "null".
func (d decimal) String() string {
	if !d.set {
		return "null"
	}
	return FormatDecimal(d.units)
}

// MarshalJSON writes a number with two to four decimals, as the vendors do, or null.
func (d decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a number, or a string that holds a number. It never fails and never rounds.
func (d *decimal) UnmarshalJSON(raw []byte) error {
	*d = decimal{}
	if first(raw) == 'n' {
		return nil
	}
	units, reason := exact(raw, MoneyScale)
	switch {
	case reason != "":
		d.reason = reason
	case units.CmpAbs(big.NewInt(maxDecimal)) > 0:
		d.reason = TooLarge
	default:
		d.units, d.set = units.Int64(), true
	}
	return nil
}

// FormatDecimal writes ten-thousandths as a decimal number with two to four decimals.
func FormatDecimal(units int64) string {
	r := new(big.Rat).SetFrac64(units, MoneyOne)
	s := strings.TrimSuffix(r.FloatString(MoneyScale), "0")
	return strings.TrimSuffix(s, "0")
}

// An Int is a whole number that fits 64 bits: an id or a count.
type Int struct {
	value  int64
	set    bool
	reason Reason
}

// NewInt returns a number that is not null.
func NewInt(n int64) Int { return Int{value: n, set: true} }

// Get returns the number and whether it is not null.
func (n Int) Get() (int64, bool) { return n.value, n.set }

// Cells implements [Leaf].
func (n Int) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: n.set, Int: n.value}) }

// Rejected implements [Leaf].
func (n Int) Rejected() Reason { return n.reason }

// MarshalJSON writes the number, or null.
func (n Int) MarshalJSON() ([]byte, error) {
	if !n.set {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, n.value, 10), nil
}

// UnmarshalJSON reads a number without a fraction (228, 228.00, 1e3), or a string that holds one. It never fails.
func (n *Int) UnmarshalJSON(raw []byte) error {
	*n = Int{}
	if first(raw) == 'n' {
		return nil
	}
	v, reason := exact(raw, 0)
	switch {
	case reason == TooPrecise:
		n.reason = NotWhole
	case reason != "":
		n.reason = reason
	case !v.IsInt64():
		n.reason = TooLarge
	default:
		*n = NewInt(v.Int64())
	}
	return nil
}

// exact reads a JSON number, bare or quoted, as a whole multiple of 10^-scale.
func exact(raw []byte, scale int64) (*big.Int, Reason) {
	text := string(raw)
	if first(raw) == '"' {
		s, ok := unquote(raw)
		if !ok {
			return nil, NotANumber
		}
		text = s
	}
	if !isNumber(text) {
		return nil, NotANumber
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return nil, NotANumber
	}
	if digits.Sign() == 0 {
		return digits, ""
	}
	var power int64
	if exponent != "" {
		n, err := strconv.ParseInt(exponent, 10, 32)
		if err != nil { // beyond any column, in the direction of its sign
			if strings.HasPrefix(exponent, "-") {
				return nil, TooPrecise
			}
			return nil, TooLarge
		}
		power = n
	}
	// Trailing zeros are no precision: 1.50000 has one decimal.
	text = strings.TrimRight(digits.String(), "0")
	power += int64(len(digits.String())-len(text)) - int64(len(fraction)) + scale
	if power < 0 {
		return nil, TooPrecise
	}
	if power+int64(len(text)) > 24 {
		return nil, TooLarge
	}
	digits, _ = new(big.Int).SetString(text+strings.Repeat("0", int(power)), 10)
	return digits, ""
}

// isNumber reports whether s is a number by the grammar of JSON (RFC 8259, section 6).
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest := span(s)
	if whole == "" || (len(whole) > 1 && whole[0] == '0') {
		return false
	}
	if after, ok := strings.CutPrefix(rest, "."); ok {
		var fraction string
		if fraction, rest = span(after); fraction == "" {
			return false
		}
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		var digits string
		if digits, rest = span(rest); digits == "" {
			return false
		}
	}
	return rest == ""
}

// span splits s after its leading digits.
func span(s string) (digits, rest string) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

// A Flag is true, false or unknown.
type Flag struct {
	value  bool
	set    bool
	reason Reason
}

// NewFlag returns a flag that is not null.
func NewFlag(b bool) Flag { return Flag{value: b, set: true} }

// Get returns the flag and whether it is not null.
func (f Flag) Get() (value, set bool) { return f.value, f.set }

// Cells implements [Leaf].
func (f Flag) Cells(dst []Cell) []Cell {
	c := Cell{Set: f.set}
	if f.value {
		c.Int = 1
	}
	return append(dst, c)
}

// Rejected implements [Leaf].
func (f Flag) Rejected() Reason { return f.reason }

// MarshalJSON writes true, false or null.
func (f Flag) MarshalJSON() ([]byte, error) {
	if !f.set {
		return []byte("null"), nil
	}
	return strconv.AppendBool(nil, f.value), nil
}

// UnmarshalJSON reads true or false. It never fails: 0, 1 and words are set aside, because nobody said what they mean.
func (f *Flag) UnmarshalJSON(raw []byte) error {
	*f = Flag{}
	switch first(raw) {
	case 'n':
	case 't':
		*f = NewFlag(true)
	case 'f':
		*f = NewFlag(false)
	default:
		f.reason = NotABoolean
	}
	return nil
}
