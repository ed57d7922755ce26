// Package engine is the seam between the command line and the work: what a command asks for, and what it is answered.
//
// The command line reads flags, calls one func of an [Engine] and prints the answer; it knows neither an API nor a
// database, and is tested without them. The answers are plain structs. Their JSON is what --json prints, so their keys
// are a promise: a key may be added, but does not change its name or its meaning. Counts of things are numbers, spans
// of time are seconds, times are RFC 3339 in UTC, money is text.
//
// Work that fails as a whole returns an error, best a [Fault], which knows the exit code and what to type next. Work
// that fails in parts returns an answer that lists its failures, and a nil error.
package engine
