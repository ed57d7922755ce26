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
// # What a page may be
//
// [models.Page.Records] names the member of the body that is a list of records or a single one, where it is in other
// objects with dots: result.items. In a page of JSON "" is the body itself. Such a body may be nothing but white space,
// null, or an object without members: then there are no records. Elsewhere an object without members is a record without
// its key.
//
// An element of a list may itself be the value, and so may a record, see [models.Object]. Then an element that is an
// object or a list is set aside, and every other one has a row, null too. Rejects call the value by its element.
//
// Of a page with [models.Page.Only] the records at other positions are not read: they are neither counted nor rejected
// nor noted, and leave the positions of the others as they are.
//
// # Other names and documents
//
// A page of JSON with [models.Page.Names], or of a table that has a document of HTML, is written anew before either way
// reads it. Only records are: the bytes around them stay. So where a page is of no use, the byte of an error is that of
// the page as it was written anew. A page with neither is not looked at twice. Of XML there is neither.
//
// A record is read as if everything were at its own path. Lists on the way are gone through, and elements keep their
// positions; a list of values may be the members of elements, and members of elements a list of values; what is in no list
// is in the one element of one, with what else comes from the same object. A path that is missing is missing, and so is
// one behind null. What is under a path of the record and was not moved there is not what the struct means by it, whether
// the other is there or not: it is an unknown member of that name. What is left where something was taken from, is unknown
// by the name that the payload has; what nothing is left of is gone. Of two members that would have to share one list with
// the elements of different lists, the later one by name stays where it was; so does one that would have to be in something
// that is no object. Nothing is lost, but what is asked for in two places may be there twice.
//
// A document is a text, and becomes a list of what package ccd makes of it. Its bytes are decoded from JSON but not from
// their own encoding, which is left to ccd: elsewhere in a page a text that is not UTF-8 is rejected. null and a blank
// text are null. Every other type is not a list; half a surrogate pair is not valid Unicode; what is beyond the budgets of
// ccd is too large.
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
// # Pages of XML
//
// A record whose table has a namespace comes as XML; the reference reads it with encoding/xml. Both ways refuse what
// that one lets pass and is no XML: a text or a second element around the document's own, an attribute twice, a prefix
// that nothing declares or that is taken back, a colon at the wrong place, a reference to half a surrogate pair, an XML
// declaration that is not at the start. They also refuse a DOCTYPE, an encoding that is not UTF-8, more than 64 levels,
// 64 attributes of an element, and 256 declarations in force of at most 256 bytes. The problem is [NotXML], whatever it was.
//
// Names are matched by namespace and local name, never by prefix. A member of another namespace than the record's is
// called "{namespace}local" in _extra and in notes. An element that says that it is nil is null, as is one without
// text; white space around a text is kept where the column is text or JSON, and nowhere else. Where nothing but a text
// can be, elements are rejected. JSON is kept of an element as its text, or as an object of its elements by their local
// names, a list where a name repeats; attributes, and texts beside elements, are dropped there and everywhere.
//
// A list is an element around its elements: empty it has none, missing or nil it is null. Other elements in it are
// unknown members. Members that belong to slots are put together when the record is complete; their rejects and notes
// are about the record's own member, and a slot has a row where any of its values is there or was set aside.
//
// [models.Page.Records] is the way to the records by local names: Envelope>Body>Result/Charges/Charge. What stands
// before the first slash has to be there, which [WrongRecords] tells; what is behind may be missing or nil. Where an
// element on the way comes again, its records follow. A record in which nothing has a value is a phantom: noted, not
// counted in Found and no row, but the positions of the records behind it count it.
//
// # Order
//
// Rows are in the order of the payload. Rejects are in the order of records, and in a record in the order of paths
// and reasons, byte by byte. Nothing depends on the clock, on chance or on who else is running.
package transform
