// Package transform turns pages into Arrow records: bytes in, one record a table out, nothing kept in between.
//
// # Two ways, one result
//
// [Plan.Reference] is the short way: the standard library reads the page, reflection fills the record struct, and
// each value type reads itself. [Plan.Flatten] is the fast way and the one the product runs: the same structs,
// compiled once, drive one pass over the bytes into column buffers. Both give the same rows, hashes, rejects, notes
// and sums for every page; every test and every fuzz input compares them. A rule that only one of them follows is a bug.
//
// The fast way reads the plain spellings by itself (a bare 228.00, a string without escapes, an RFC 3339 time) and
// hands every other spelling to the value type in models. So it can be fast without being a second opinion.
//
// # What a page may say
//
// Names are matched exactly; encoding/json would also take them in another case. Of equal names the last one counts
// and the earlier one leaves no trace but a note. What no column describes goes to the row's _extra, as canonical
// JSON, and is noted. A value that cannot be kept exactly is null and rejected; a record without its key is rejected
// as a whole, and then the rejects and notes inside it are dropped, because there is no row that they could be about.
//
// Inside a value that is kept as JSON text nothing is noted. Notes about the page around the records are not taken,
// except that the list of records came twice; their path is empty.
//
// A page that is not one JSON value of at most 64 levels, or has no records where they should be, is no page: an
// [*BodyError] says where, and never what was there.
//
// # Order
//
// Rows are in the order of the payload. Rejects are in the order of records, and in a record in the order of paths
// and reasons, byte by byte. Nothing depends on the clock, on chance or on who else is running.
package transform
