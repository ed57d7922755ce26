package simulator

// A dice is a stream of numbers decided by a seed and what it is thrown for (SplitMix64). A record thrown twice is
// the same record.
type dice struct{ state uint64 }

// What dice are thrown for. Numbers may be added, but never changed: they are part of what a seed means.
const (
	forWorld uint64 = iota + 1
	forPatient
	forCase
	forVisit
	forMoney
	forMember
	forMutation
	forStaff
	forSpelling
)

const golden = 0x9E3779B97F4A7C15

// throw starts the stream of a thing.
func throw(seed, what, a, b uint64) dice {
	return dice{mix(mix(mix(seed+golden)^what*0xD1342543DE82EF95)^a*golden) ^ mix(b+what)}
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

func (d *dice) next() uint64 {
	d.state += golden
	return mix(d.state)
}

// below returns a number from 0 to n-1. The dice are thrown even when there is no choice, so that one number does not
// depend on the range of another.
func (d *dice) below(n int) int {
	return int((d.next() >> 11) % uint64(max(1, n)))
}

// between returns a number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.below(high-low+1) }

// oneIn is true once in n throws.
func (d *dice) oneIn(n int) bool { return d.below(n) == 0 }

// digits returns n digits.
func (d *dice) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + d.below(10))
	}
	return string(b)
}

func pick[T any](d *dice, from []T) T { return from[d.below(len(from))] }

// sign is a number made from a word, so that a member's dice do not depend on its place (FNV-1a).
func sign(word string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 0x100000001b3
	}
	return h
}

// uuid is a random one (version 4).
func uuid(d *dice) string {
	h := []byte(hex(d.next()) + hex(d.next()))
	h[12], h[16] = '4', "89ab"[d.below(4)]
	return string(h[:8]) + "-" + string(h[8:12]) + "-" + string(h[12:16]) + "-" + string(h[16:20]) + "-" + string(h[20:])
}

// hex writes sixteen digits.
func hex(n uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := range b {
		b[i] = digits[n>>(60-4*i)&15]
	}
	return string(b[:])
}
