// Package tebra pulls practices, patients, appointments, charges, encounters, payments and transactions out of the SOAP
// API of Tebra, which was Kareo and still answers under that name.
//
// The service never complains about a question that it does not understand: a member in a wrong place, order, case or
// namespace is dropped in silence, and what comes back is unfiltered. So requests are written by a writer of their own,
// which puts every member where the schema has it, and tests compare their bytes. Both ends of a span are always sent,
// Filter always, Fields always empty, because that alone is known to bring every column.
//
// It says most of what goes wrong in an answer with status 200, sometimes in a body that breaks its own schema. The
// order of looking is fixed: too early, then refused credentials, then errors, then missing permissions. Credentials
// that are refused once are not sent again, nor by later processes, because portals lock accounts; a check is by
// hand and sends them once. The service counts calls for each account and operation, so each operation is a lane, and
// all tenants of an account share them.
//
// There are no pages but in one operation: a question brings everything or, when it is too wide, nothing at all, without
// a word. So spans are at most thirty days wide, a span that faults is halved, and one that is empty behind one that was
// not is halved once and asked again. Nobody has told whether the end of a span is part of it; the day after is always
// sent, and rows that come twice are one row by their key. Rows far outside of their span are kept and told of.
//
// A window is one deterministic walk: which question comes next follows from the answers before and from nothing else.
// So an interrupted window goes on by walking again over what was landed. Its first page says which practices there are,
// unless it follows a window that says it. An answer without records that decides the way (a span that faults, a
// practice that is closed to us, a record that cannot be read) is landed as an empty answer with the reason in its token.
//
// The datasets that ask for records one by one follow another's window and take the ids from its pages: encounters are
// nowhere listed, and cases come only with a patient who is asked for alone.
package tebra
