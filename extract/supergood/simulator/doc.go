// Package simulator answers as Supergood's REST face of Tebra might, for tests, benchmarks and demonstrations. It is a
// deployment with two tenants, made from a seed: the same seed gives the same bytes.
//
// The vendor publishes neither names nor parameters nor errors, so there is nothing to be true to but our own default
// profile. One rule follows: what is not declared is refused. A parameter that nobody declared is a 400, a cursor that
// belongs to another question is a 410, a code that was used is a 401, and a call that costs money is counted, so that
// a client which guesses fails in a test and not on somebody's account.
//
// # What it holds
//
// Patients with phones, addresses and insurances; appointments, past and to come; encounters with their locks, edits,
// orders and prescriptions; eligibility checks that were stored. Two tenants have equal ids and different people. Every
// patient carries the [Marker] in a name, the last four digits of a social security number are those of one that is
// never issued, and addresses end in example.com: nothing here can be mistaken for a real person.
//
// [Simulator.Insert], [Simulator.Update] and [Simulator.Delete] change the world by the seed, [Simulator.Truth] gives
// the records as they are now, which is what a sync must end with.
//
// # How it is spelled
//
// A [Dialect] is another way to say the same: other paths, names, nesting, paging, header and formats.
// [Simulator.Profile] is the profile with which a client reads it.
//
// # What goes wrong
//
// [Simulator.Fault] has a name for each way in which a deployment may answer.
//
// # What is decided here and nowhere else
//
// Both ends of a span of days are included, and a day is one of UTC. Lists come by id. updated_since includes its
// moment. A session lasts thirty minutes, and a second one of the same login ends the first, as a portal does.
package simulator
