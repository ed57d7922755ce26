// Package invented is what simulators make records of: dice that throw the same numbers for the same record, and people
// who do not exist. Every name of a person is to carry [Marker] somewhere, social security numbers begin with 900, which is
// never issued, telephone numbers are those set aside for fiction, and the last digit of an NPI is wrong. So what leaks out of a
// test is known for what it is, and never somebody's.
package invented

// Dice are a stream of numbers decided by a seed and what it is thrown for (SplitMix64). A record thrown twice is the
// same record.
type Dice struct{ state uint64 }

// golden is the step of the stream.
const golden = 0x9E3779B97F4A7C15

// Throw starts the stream of a thing: what says which kind of thing it is, a and b which one.
func Throw(seed, what, a, b uint64) Dice {
	return Dice{Mix(Mix(Mix(seed+golden)^what*0xD1342543DE82EF95)^a*golden) ^ Mix(b+what)}
}

// Mix makes a number out of another that shares nothing with it to the eye.
func Mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// Next returns the next number.
func (d *Dice) Next() uint64 {
	d.state += golden
	return Mix(d.state)
}

// Below returns a number from 0 to n-1. The dice are thrown even when there is no choice, so that one number does not
// depend on the range of another.
func (d *Dice) Below(n int) int {
	return int((d.Next() >> 11) % uint64(max(1, n)))
}

// Between returns a number from low to high, both included.
func (d *Dice) Between(low, high int) int { return low + d.Below(high-low+1) }

// OneIn is true once in n throws.
func (d *Dice) OneIn(n int) bool { return d.Below(n) == 0 }

// Digits returns n digits.
func (d *Dice) Digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + d.Below(10))
	}
	return string(b)
}

// Pick returns one of a list.
func Pick[T any](d *Dice, from []T) T { return from[d.Below(len(from))] }

// UUID is a random one (version 4).
func UUID(d *Dice) string {
	h := []byte(Hex(d.Next()) + Hex(d.Next()))
	h[12], h[16] = '4', "89ab"[d.Below(4)]
	return string(h[:8]) + "-" + string(h[8:12]) + "-" + string(h[12:16]) + "-" + string(h[16:20]) + "-" + string(h[20:])
}

// Hex writes sixteen digits.
func Hex(n uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := range b {
		b[i] = digits[n>>(60-4*i)&15]
	}
	return string(b[:])
}

// Turn moves the stream on by so many steps without throwing.
func (d *Dice) Turn(steps uint64) { d.state += steps * golden }
