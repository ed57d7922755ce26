// Package simulator answers like the SOAP API of Tebra, formerly Kareo, for tests, benchmarks and demonstrations. It is
// an account with several practices in several zones, made from a seed: the same seed gives the same bytes.
//
// The real API has no sandbox, and it loses data without a word: a filter whose member stands in the wrong place is
// not applied, a name in the wrong case is nobody's, and an error comes with status 200. One rule follows: requests
// are read as the .NET DataContractSerializer reads them, in order and by namespace and exact name, and what it would
// drop is dropped here, so that a client that is almost right gets the wrong rows in a test and not at work.
//
// # What it holds
//
// Practices with providers, locations and reasons; patients with cases, policies and authorizations; appointments,
// past and to come, of groups and in series; encounters with charges, which five payers bill and pay in turn; the
// payments and the transactions of all that. Money adds up: TotalBalance is PatientBalance and InsuranceBalance, and
// AdjustedCharges less Receipts; a charge's transactions add up to its balance; a payment is what was applied, given
// back and left. Charges, transactions and a few patients have equal ids in two practices.
//
// Rows are written by the tables of models/tebra, which have the members, their namespaces and their kinds. What a
// member holds is found by its name; members that nothing else is known of hold something of their kind, in two rows
// of three.
//
// Every person carries the [Marker] in a name field, every social security number begins with 900, every NPI has a
// wrong check digit, and addresses end in example.com: nothing here can be mistaken for a real person.
//
// # What goes wrong
//
// [Simulator.Fault] has a name for each way in which the API may answer, and for each thing that nobody has settled:
// what the end of paging looks like, whether a To is included, how a throttled answer is spelled.
//
// # What nobody has published
//
// The words of Type in transactions, of permissions, and of the message about posting dates; the default of BatchSize
// (100 here); the zone of stamps (each practice's own here, without summer time); the spelling of Endpoint (the
// operation's name here); which patient GetPatient shows when two practices have the id (the first practice's here).
package simulator
