// Package supergood pulls patients, appointments, encounters and stored eligibility checks out of the REST face that
// Supergood puts before Tebra's portal.
//
// The vendor publishes no schema: no path, no parameter, no field and no error of it is known. So nothing of that is
// written in code. A [Profile] declares it, one for each deployment; the one that is built in is our own guess, and with a
// profile that nobody has confirmed nothing is asked of another machine but what shows how its answers look, see
// [Source.Probe]. What the code knows is only how profiles are followed: four styles of paging, three strategies, one way
// to sign in.
//
// Behind the API is a portal that a person uses with the same name and password. Six rules follow. One request at a
// time is under way for a login, whoever of us asks, and tenants with one session share it. A process that reads a list
// holds a lock of the login: the portal ends a session when another one begins, so two processes would sign in against
// each other before nearly every page, until one of them took itself for refused. Then a check gives up after a minute,
// and a sync waits. A wrong password is sent once and is remembered in a file, hashed, so that not every night sends
// it, which locks users; only a check and a probe, which a person asks for, try it again. A code of an authenticator is
// never used twice, which is written down before it is sent; what needs a person is told once and not once a dataset.
// A session of another tenant of the portal than before is refused, because two of them may have equal ids.
// And a module that is not licensed is not entitled, which is something else than empty; when the modules are others
// than the last time, nothing that is missing is taken for deleted.
//
// What the portal calls a change may be the moment at which it was read, and may miss some. So the mark from which changes
// are asked for is the newest one that was seen in records, not our own clock, which only keeps it from lying in the future;
// and everything is read again now and then. Where not even that change comes again, the verdict says so.
//
// A list may forget where we were (its cursor is refused) or move while it is read. Then it is read again from its
// beginning, as another sweep, a few times; what still moves after that is partial. A cursor that comes back is an error.
// One thing nobody can see: where pages are counted and no total is told, a record that is deleted meanwhile lets another one
// slip between two pages. The next reading brings it, and two in a row have to miss it before it is taken for deleted.
// A link to the next page is data: its query is taken when it leads to the same list, and else it is an error.
//
// A list of one page whose end nobody tells is doubted. A deployment may give fewer records than it is asked for, and have
// other names for what says that more follow, or a total that counts the page. So a single record is asked for: an answer
// that is shorter and still says nothing gives it away. That answer is landed, and no row is made of it. Where limits are
// ignored, or the profile names none, nobody can tell.
//
// A window is one deterministic walk: which page is asked for next follows from the pages before. So an interrupted window
// goes on by walking again over what was landed. A page that was asked for with another profile does not fit.
//
// The live eligibility check asks a payer, which costs money and is on record there. It is never called, and a profile
// that names it is refused.
package supergood
