package simulator

import "errors"

// A Dialect is a way to spell the API.
type Dialect string

// The dialects.
const (
	// Ours is the default profile: /v1, cursors, snake case, Authorization: Bearer.
	Ours Dialect = "ours"
	// Offsets is below /portal/rest: ?offset=&count=, camel case, records under result.items, X-Session, ids as numbers,
	// updated-since as seconds, days as in 06/15/2026, names and phones elsewhere (contacts.value for phones.number).
	Offsets Dialect = "offsets"
	// Pages is below /api/2: ?page=&per_page= with a total, records under records, the key in an object, updated-since by
	// the day, encounters by days of service, Authorization: Token.
	Pages Dialect = "pages"
	// Links is at the root: the address of the next page in links.next, records under value, and no filter anywhere.
	Links Dialect = "links"
)

// Dialects lists them.
func Dialects() []Dialect { return []Dialect{Ours, Offsets, Pages, Links} }

var errDialect = errors.New("simulator: there is no such dialect")

// A spelling is what a dialect calls everything.
type spelling struct {
	dialect Dialect
	base    string
	paths   map[string]string // of datasets and calls, below base
	header  string            // that the token is in
	scheme  string            // before the token
	login   loginWords
	trouble troubleWords

	paging             string // cursor, offset, page or link
	limit, place       string // the parameters: how many, and from where
	records            string // where the list is
	next, more, total  string // where the answer tells them; "" is nowhere
	filters            map[string]filter
	sinceForm, dayForm string // "rfc3339", "unix" or a layout
	camel              bool
	numbers            bool // ids are numbers
	fields             map[string]map[string]string
	note               parameter // the parameter that asks for notes
}

// A parameter is a pair of a query.
type parameter struct{ name, value string }

// A filter is what a dataset takes beside its paging.
type filter struct {
	since, from, to string
	needed          bool              // from and to must be there
	fixed           map[string]string // parameters that must be there, always the same
}

// loginWords are the members of an authentication and its answer, by path.
type loginWords struct {
	username, password, tenant, method, code, challenge string            // asked
	token, expires, inTenant, modules                   string            // answered
	fixed                                               map[string]string // asked, always the same
}

// troubleWords are the members of an error, by path.
type troubleWords struct{ code, message, request, challenge, method, expires string }

// spelling returns what a dialect calls everything.
func (d Dialect) spelling() (*spelling, error) {
	switch d {
	case Ours:
		return ours(), nil
	case Offsets:
		return offsets(), nil
	case Pages:
		return pages(), nil
	case Links:
		return links(), nil
	default:
		return nil, errDialect
	}
}

func ours() *spelling {
	return &spelling{
		dialect: Ours, base: "/v1", header: "Authorization", scheme: "Bearer ",
		paths: map[string]string{
			authenticate: "/authenticate", patients: "/patients", appointments: "/appointments", encounters: "/encounters",
			checks: "/eligibility_checks", liveCheck: "/eligibility", newVisit: "/create_appointment", newClaim: "/submit_claim",
		},
		login: loginWords{
			"username", "password", "tenant_id", "mfa.method", "mfa.code", "mfa.challenge_id",
			"session_token", "expires_at", "tenant_id", "modules", nil,
		},
		trouble: troubleWords{"error", "message", "request_id", "challenge_id", "method", "expires_at"},
		paging:  "cursor", limit: "limit", place: "cursor", records: "data", next: "next_cursor", more: "has_more",
		filters: map[string]filter{
			patients: {since: "updated_since"}, checks: {since: "updated_since"},
			appointments: {from: "start_date", to: "end_date", needed: true},
		},
		sinceForm: "rfc3339", dayForm: "2006-01-02", note: parameter{"include", "note_text"},
	}
}

func offsets() *spelling {
	w := ours()
	w.dialect, w.base, w.header, w.scheme = Offsets, "/portal/rest", "X-Session", ""
	w.paths = map[string]string{
		authenticate: "/session", patients: "/people", appointments: "/calendar", encounters: "/visits",
		checks: "/coverage/stored", liveCheck: "/coverage/live", newVisit: "/calendar/new", newClaim: "/claims/new",
	}
	w.login = loginWords{
		"login", "secret", "account", "factor.kind", "factor.value", "factor.challenge",
		"result.token", "result.validUntil", "result.account", "result.features",
		map[string]string{"client.kind": "integration"},
	}
	w.trouble = troubleWords{"fault.code", "fault.text", "fault.trace", "fault.challenge", "fault.kind", "fault.validUntil"}
	w.paging, w.limit, w.place = "offset", "count", "offset"
	w.records, w.next, w.more, w.total = "result.items", "", "", "result.total"
	w.filters = map[string]filter{
		patients: {since: "changedAfter"}, checks: {since: "changedAfter"},
		appointments: {from: "dateFrom", to: "dateTo", needed: true, fixed: map[string]string{"view": "full"}},
	}
	w.sinceForm, w.dayForm, w.camel, w.numbers = "unix", "01/02/2006", true, true
	w.note = parameter{"with", "noteText"}
	w.fields = map[string]map[string]string{
		patients: {
			"first_name": "name.first", "middle_name": "name.middle", "last_name": "name.last", "phones": "contacts",
			"phones.number": "contacts.value", "phones.type": "contacts.kind", "updated_at": "audit.changedAt",
		},
		appointments: {"start_at": "slot.start", "end_at": "slot.end"},
		encounters:   {"lab_order_ids": "orders.labs", "prescription_ids": "orders.prescriptions"},
	}
	return w
}

func pages() *spelling {
	w := ours()
	w.dialect, w.base, w.scheme = Pages, "/api/2", "Token "
	w.paging, w.limit, w.place = "page", "per_page", "page"
	w.records, w.next, w.more, w.total = "records", "", "", "meta.total"
	w.filters = map[string]filter{
		patients: {since: "modified_since"}, encounters: {from: "from", to: "to"},
		appointments: {from: "from", to: "to", needed: true}, checks: {since: "modified_since"},
	}
	w.sinceForm = "2006-01-02"
	w.fields = map[string]map[string]string{}
	for _, dataset := range Datasets() {
		w.fields[dataset] = map[string]string{"id": "meta.id", "practice_id": "meta.practice"}
	}
	return w
}

func links() *spelling {
	w := ours()
	w.dialect, w.base = Links, ""
	w.paging, w.limit, w.place = "link", "top", "after"
	w.records, w.next, w.more = "value", "links.next", ""
	w.filters = nil
	return w
}
