package simulator

import "slices"

// A kind is something that can be switched on. A struck one happens to single calls; the others are how the deployment
// is, from then on.
type kind struct {
	name, about string
	struck      bool
	forever     bool   // strikes until healed when no count is given
	further     bool   // counts and strikes only calls that go on from a place
	only        string // counts and strikes only calls of this dataset
	argument    string // what a switch needs behind a colon; "" is nothing
}

func kinds() []kind {
	struck := func(name, about string) kind { return kind{name: name, about: about, struck: true} }
	return []kind{
		// Answers that are none.
		struck("429", "429, Retry-After: 2"),
		struck("429-date", "429, Retry-After as an HTTP date three seconds ahead"),
		struck("429-bare", "429 without Retry-After"),
		struck("409", "409, the portal is busy"),
		struck("423", "423, the portal has locked the record or the user"),
		struck("500", "500 with an error body"),
		struck("502", "502 with an HTML page"),
		struck("503", "503 with an error body, Retry-After: 1"),
		struck("504", "504 with an empty body"),
		struck("html-200", "200 with the portal's login page"),
		struck("empty-body", "200 with no body"),
		struck("redirect", "302 to another host"),

		// Answers that do not arrive as they should.
		struck("garbled", "JSON that breaks in the middle"),
		struck("cut", "half of the body, then the connection ends"),
		struck("reset", "half of the body, then the connection is reset"),
		struck("slow", "the body in twenty pieces with pauses"),
		struck("stalled", "half of the body, then silence"),

		// What happens to a sweep.
		struck("expire", "the session has died: 401 until there is another"),
		{name: "cursor", about: "410, and no cursor given so far is worth anything any more", struck: true, further: true},
		{
			name: "moved", about: "the last appointment of the window leaves it for 500 days later before the page is read",
			struck: true, only: appointments,
		},
		struck("change-between", "a record is inserted and the first one deleted before the page is read"),
		{name: "duplicates", about: "a page begins with the last record of the page before", struck: true, forever: true, further: true},
		{name: "same-page", about: "the cursor or the link leads to the page itself, always", struck: true, forever: true},
		struck("link-away", "the next page's address is on another host (dialect links)"),
		struck("renamed", "the list is called something else"),

		// How the deployment is.
		{name: "unlicensed", about: "unlicensed:ehr: the tenant has a module no more", argument: "module"},
		{name: "missed", about: "missed:30: so many percent of the edits move no updated_at", argument: "percent"},
		{name: "mfa", about: "mfa:sms: the account wants this second factor, or none", argument: "method"},
		{name: "skew", about: "skew:90: the clock that codes are checked by is so many seconds ahead", argument: "seconds"},
		{name: "wrong-password", about: "the password was changed at the portal"},
		{name: "drift", about: "patients' email is called email_address, and every record has a field more"},
		{name: "scraped", about: "updated_at tells when the portal was read: now"},
		{name: "tombstones", about: "deleted patients stay, with a deleted_at"},
	}
}

// FaultKinds lists the names of what can be switched on.
func FaultKinds() []string {
	var out []string
	for _, k := range kinds() {
		out = append(out, k.name)
	}
	return out
}

// Faults lists what can be switched on.
func (s *Simulator) Faults() []string { return FaultKinds() }

// About says in a few words what a fault does.
func About(name string) string {
	if k := find(name); k != nil {
		return k.about
	}
	return ""
}

func find(name string) *kind {
	all := kinds()
	if i := slices.IndexFunc(all, func(k kind) bool { return k.name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}
