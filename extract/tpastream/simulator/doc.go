// Package simulator answers like the TPA Stream API, for tests, benchmarks and demonstrations. It keeps no answers:
// a record is made anew from the seed, its number and its version each time it is asked for, so a hundred thousand
// claims take a few megabytes and the same seed gives the same bytes.
//
// The real API has no sandbox, little published reference and some habits that lose data quietly. One rule follows:
// whatever the real one refuses is refused here, with the same words, and whatever it may do to a client it does here
// on request. So filters that do not exist are a 422, a clock that is wrong by a second is a 401, an event shows up a
// minute late, a status key comes twice, and [Fault] has a name for each way in which an answer goes wrong.
//
// # What it holds
//
// Claims with lines, members, dependents and files; employers; members; policy holders; the feed of events. They are
// the structs of models/tpastream, and a [Shape] says which of their fields an answer carries. [Simulator.Truth] gives
// those structs as they are now, which is what a sync must end with. [Simulator.Insert], [Simulator.Update] and their
// siblings change the world by the seed; [Simulator.Between] changes it between two pages of one sweep.
//
// Every person carries the [Marker] in a name, every social security number begins with 900, every NPI has a wrong
// check digit, and addresses end in example.com: nothing here can be mistaken for a real person.
//
// # What nobody has published
//
// The fields of /api/policy_holder and /api/member, the words of a refused Basic login, the word for a claim in a JWT
// that is not one of the three, and whether single claims are fetched with GET. What is done here is a guess, and each
// guess is an [Options] field or a comment where it is made.
package simulator
