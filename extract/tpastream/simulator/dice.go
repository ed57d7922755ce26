package simulator

// What dice are thrown for. Numbers may be added, but never changed: they are part of what a seed means.
const (
	forClaim uint64 = iota + 1
	forVersion
	forLine
	forEdit
	forSpelling
	forEmployer
	forMember
	forHolder
	forDependent
	forWorld
	forMutation
	forEvent
	forProvider
	forID
)
