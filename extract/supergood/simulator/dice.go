package simulator

// What dice are thrown for. Numbers may be added, but never changed: they are part of what a seed means.
const (
	forLogin uint64 = iota + 1
	forPatient
	forAppointment
	forEncounter
	forCheck
	forMutation
	forToken
	forChallenge
	forCode
	forRequest
	forKey
)
