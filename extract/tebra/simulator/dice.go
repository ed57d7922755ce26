package simulator

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

// sign is a number made from a word, so that a member's dice do not depend on its place (FNV-1a).
func sign(word string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 0x100000001b3
	}
	return h
}
