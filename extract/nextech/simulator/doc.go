// Package simulator answers like the EHR API of Nextech (IntelleChart) and like the Azure login in front of it, for
// tests, benchmarks and demonstrations. It is a login with several practices, made from a seed: the same seed gives the
// same bytes.
//
// The real API has no sandbox, no list of patients, and a login that a person has to repeat when its refresh token is
// lost. One rule follows: where the vendor's pages leave a choice, the stricter one is the default here, and the others
// are options or faults, so that a client that is almost right is refused in a test and not at work.
//
// # What it holds
//
// Practices whose patients have the same ids, and are other people. Patients with chart numbers of several kinds: one is
// the start of another's, one is another patient's last name, one needs escaping in an address, and some patients have
// none. Encounters of past years and of today, unlocked at first and locked later, amended after that, moved, deleted
// without a word. Some patients have no encounters; some encounters of two patients share an id. Clinical documents are
// HTML whose time of making changes with every answer, with scripts and remote images; a few are Windows-1252 inside of
// UTF-8, null or empty.
//
// Every person carries the [Marker] in a name field, and the digits of every social security number are masked.
//
// # The login
//
// /oauth2/authorize answers at once for a person who agrees. /oauth2/token takes a code once, hands a new refresh token
// out with every answer, and refuses the old one from then on. The numbers in its answers are texts.
//
// # What goes wrong
//
// [FaultKinds] has a name for each way in which the API may answer, see [Simulator.Fault].
//
// # What nobody has published
//
// How term matches, and how many hits there are at most (both are options); what a 401 looks like; what stands in the
// bodies of errors (empty, text, HTML and JSON in turn); what a day without a time means at the end of a window (its
// first instant here); what is answered to a start behind the end (400 here); the names of the sections.
package simulator
