// Package nextech pulls patients, encounters with their clinical documents, and the names of the documents' sections out of
// Nextech's EHR API.
//
// The API lists nobody. It answers about one patient at a time, whom one has to know already, and finds patients by their
// chart number or a piece of their name. So somebody has to say who there is: a roster, which is a file of chart numbers
// and ids or a query over what another source has brought. Without one, a sweep of search terms finds whom it finds;
// nobody can prove that those are all, so every such window says coverage=unknown, and no one is ever concluded to be
// gone. Ids are numbers, and one could try them one after another. That is not implemented and will not be: it is guessing
// at the records of people whom nobody has named, it takes a call for each guess, and at the other end it looks like
// what it would be.
//
// There is no way to ask for what has changed either. Encounters can be asked for by their day, so each night asks for the
// last ones, and from the oldest that is not locked yet; late edits, encounters that were moved to another day and deleted ones
// are found by reading everything of a patient again. For that the roster falls into thirty slots, and each night one
// of them has its turn: a thirtieth of the calls instead of all of them in one night. A window is about some slots, or
// about those in some slots who came after a moment.
//
// What a walk has to know the next time is in a small file, the ledger: since when a patient is in the roster, which id a
// chart number stands for, up to when their encounters were read, and since when one is open. Beside it is how much of the day's
// budget is used. Keys in it are hashes. Losing it costs calls and nothing else. A window says what was read of a slot; the
// ledger says of whom it was less, because the roster had lost them, or the API did not know them, or the window ended before
// the present. Their next question begins there. It says of which practice they are, too: a tenant whose practice_id has
// become another one is refused, because patients of two practices may have equal ids, and a reading of one would conclude that
// the encounters of the other are gone.
//
// A window is a walk whose landed pages say whom they are about. So it goes on where it was interrupted, after days too, and
// also when the roster has changed meanwhile. An answer without records that decides the way (a patient whom the API does
// not know) is landed as the empty list that it stands for, with its status in the page's token. Such a patient is unknown
// and not deleted: merged, closed to us, or of another practice.
//
// A login is a person's: a browser, once. From then on there is a refresh token, and each use of it brings another one that
// takes its place. Whoever loses that needs the person again. So it is on the disk before what came with it is used, one
// at a time is used whoever asks, and a token is read from its file each time, because another process may have been there.
package nextech
