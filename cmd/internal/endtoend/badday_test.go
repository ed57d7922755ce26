package endtoend

import (
	"fmt"
	"slices"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
)

// Where faults strike.
const (
	list     = "/api/claims"
	feed     = "/api/v2/events"
	anything = "/"
)

// A badDay is a fault that a tenant's API has, and what comes of it. Each is a tenant of its own, and several of them
// share a home, so that none of them may cost another anything.
type badDay struct {
	kind  simulator.FaultKind
	path  string // "" is the list of claims
	nth   int    // the first request that is struck, from 1; 0 is 1
	count int    // how many are; 0 is what the kind does by itself
	ssh   bool   // known by an SSH key, else by a password

	exit     engine.Exit
	outcome  models.Outcome // of the claims; "" is complete
	rows     int            // claims that are published then; 0 is all, -1 is none
	requests int            // for claims, the feed included; 0 is not looked at
	says     string         // an expression for what is said of it
	rejects  []string       // what is set aside: paths and reasons
	drift    []string       // fields that no table knows
	deaf     bool           // the feed has not been read
	moves    bool           // the world changes meanwhile, and lists that are read side by side tell of different moments

	api *simulator.Simulator
}

// badDays has a day for every kind of fault.
func badDays() []*badDay {
	const always = simulator.Always
	const again = `: %s\n  run again later: what has been landed is not asked for again$`
	const status = `^page 2: GET /api/claims: status %s\n  %s$`
	five := func(status, why string) string {
		return `^page 2: GET /api/claims: status ` + status + ` after 5 attempts` + fmt.Sprintf(again, why)
	}
	return []*badDay{
		// What is better the next time costs nothing but that time.
		{kind: simulator.ServerError, requests: 5},
		{kind: simulator.BadGateway, nth: 2, requests: 5},
		{kind: simulator.Unavailable, nth: 3, count: 2, requests: 6},
		{kind: simulator.HTMLPage, requests: 5},
		{kind: simulator.TooManySeconds, requests: 5},
		{kind: simulator.TooManyDate, requests: 5},
		{kind: simulator.TooManyZero, requests: 5},
		{kind: simulator.TooMany, requests: 5},
		{kind: simulator.PageMissing, nth: 2, requests: 6},
		{kind: simulator.PastTheEnd, count: 1, nth: 2, requests: 6},
		{kind: simulator.RedirectHere, requests: 4},
		{kind: simulator.EmptyBody, requests: 5},
		{kind: simulator.NullBody, requests: 5},
		{kind: simulator.Truncated, requests: 5},
		{kind: simulator.CutChunk, requests: 5},
		{kind: simulator.Reset, nth: 2, requests: 5},
		{kind: simulator.SlowBody, requests: 4},
		{kind: simulator.Stall, requests: 5},
		{kind: simulator.HeaderTimeout, nth: 2},
		{kind: simulator.Malformed, requests: 5},
		{kind: simulator.Garbage, requests: 5},
		{kind: simulator.DeepNesting, requests: 5},
		{kind: simulator.ExpiredToken, nth: 2, ssh: true, requests: 5},
		{kind: simulator.ClockSkew, path: anything, count: always, ssh: true},

		// What is said of the list and is not so is found out by what comes.
		{kind: simulator.NextForever, requests: 7},
		{kind: simulator.NextRepeats, nth: 2, requests: 5},
		{kind: simulator.NextEmpty, nth: 2, requests: 7},
		{kind: simulator.SamePage, nth: 2, requests: 5},
		{kind: simulator.WrongPage, requests: 7},
		{kind: simulator.Clamp, requests: 7},
		{kind: simulator.Clamp, nth: 2, count: 1, requests: 6},
		{kind: simulator.InsertShift, nth: 2, requests: 9, moves: true},
		{kind: simulator.DeleteShift, nth: 2, requests: 7, moves: true},
		{kind: simulator.BigIDs, path: anything, requests: 4},

		// The feed is asked again; when it is refused, everything is read, as it is the first time anyway.
		{kind: simulator.ServerError, path: feed, requests: 5},
		{kind: simulator.Malformed, path: feed, requests: 5},
		{kind: simulator.NextEmpty, path: feed, requests: 5},
		{kind: simulator.Forbidden, path: feed, requests: 4, deaf: true},
		{kind: simulator.PageMissing, path: feed, requests: 4, deaf: true},

		// What stays costs this dataset, this time.
		{
			kind: simulator.ServerError, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: fmt.Sprintf(status, `500 after 5 attempts \(event [0-9a-f]+\)`, `.*run again later, or tell the vendor event [0-9a-f]+`),
		},
		{
			kind: simulator.BadGateway, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: fmt.Sprintf(status, `502 after 5 attempts`, `the fault is on the server's side; run again later: .*`),
		},
		{
			kind: simulator.HTMLPage, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "the answer is not of the kind that was asked for"),
		},
		{
			kind: simulator.TooMany, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: fmt.Sprintf(status, `429 after 5 attempts`, `the server wants fewer requests; run again later, or lower .*`),
		},
		{
			kind: simulator.EmptyBody, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "the answer is not whole JSON"),
		},
		{
			kind: simulator.Truncated, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "the answer was cut short"),
		},
		{
			kind: simulator.Reset, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "the connection was reset"),
		},
		{
			kind: simulator.NextRepeats, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "page token repeats"),
		},
		{
			kind: simulator.NextForever, path: feed, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: `^page 2: GET /api/v2/events: status 200 after 5 attempts` + fmt.Sprintf(again, "page token repeats"),
		},
		{
			kind: simulator.Forbidden, exit: engine.Partial, outcome: models.NotEntitled, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `403 after 1 attempt`, `the server refuses this address or role; .* carehouse check forbidden-3`),
		},
		{
			kind: simulator.PageMissing, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `404 after 1 attempt`, `.*look at base_url, then: carehouse check not-found-3`),
		},
		{
			kind: simulator.Unprocessable, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `422 after 1 attempt`, `.*lower per_page, then: carehouse check unprocessable-3`),
		},
		{
			kind: simulator.DetailError, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `400 after 1 attempt`, `the server refuses the call; .* carehouse check detail-error-3`),
		},
		{
			kind: simulator.RedirectAway, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: `^page 2: GET /api/claims after 1 attempt: the server redirects to where we do not follow: .*\n  look at base_url: .*$`,
		},
		{
			kind: simulator.RedirectForever, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: `^page 2: GET /api/claims after 1 attempt: the server redirects .*: too often\n  look at base_url: .*$`,
		},
		{
			kind: simulator.GzipBomb, exit: engine.Partial, outcome: models.Failed, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `200 after 1 attempt: the answer unpacks to far more than was sent`, `.*look at base_url, then: .*`),
		},
		{kind: simulator.PastTheEnd, exit: engine.Partial, outcome: models.Partial, rows: 8, requests: 9, says: restless},
		{kind: simulator.TotalLies, exit: engine.Partial, outcome: models.Partial, requests: 13, says: restless},
		{kind: simulator.WrongPage, count: always, exit: engine.Partial, outcome: models.Partial, rows: 16, requests: 13, says: restless},
		{
			kind: simulator.DeepNesting, count: always, exit: engine.Partial, outcome: models.Unreachable, rows: -1, requests: 6,
			says: five("200", "the answer is nested too deeply"),
		},
		{
			kind: simulator.ExpiredToken, count: always, ssh: true, exit: engine.Person, outcome: models.NeedsPerson, rows: -1, requests: 3,
			says: fmt.Sprintf(status, `401 after 2 attempts: JWT has expired`, `.* set this machine's clock, then: carehouse check .*`),
		},
		{
			kind: simulator.ExpiredToken, exit: engine.Person, outcome: models.NeedsPerson, rows: -1, requests: 2,
			says: fmt.Sprintf(status, `401 after 1 attempt: JWT has expired`, `.* set this machine's clock, then: carehouse check .*`),
		},

		// A record that is odd is kept as far as it can be read, and the rest of it is listed.
		{kind: simulator.NoKey, rows: 23, rejects: []string{": " + string(models.NoKey)}},
		{kind: simulator.MoneyTooPrecise, rejects: []string{"amount_billed: " + string(models.TooPrecise)}},
		{kind: simulator.MoneyTooLarge, rejects: []string{"amount_billed: " + string(models.TooLarge)}},
		{kind: simulator.TypeChange, rejects: []string{"amount_billed: " + string(models.NotANumber), "remarks: " + string(models.NotText)}},
		{kind: simulator.BadUTF8, rejects: []string{"remarks: " + string(models.NotUnicode)}},
		{kind: simulator.Drift, drift: []string{"adjudication", "claim_medical_lines.line_tier", "dependents.line_tier", "members.line_tier", "plan_tier", "tpafiles.line_tier"}},
		{kind: simulator.CaseKeys, drift: []string{"Claim_Medical_ID", "ID", "STATUS"}},
	}
}

// restless is what is said of a list of which nobody knows whether it is whole.
const restless = `^the list kept changing while it was read, so it may not be whole\n  .* nothing is deleted\n  .*carehouse sync tpastream/.*/claims$`

// name is the tenant's.
func (d *badDay) name() string {
	name := string(d.kind)
	if d.path == feed {
		name += "-of-the-feed"
	}
	if d.nth != 0 || d.ssh {
		name += fmt.Sprint("-at-", max(d.nth, 1))
	}
	if d.exit != engine.OK {
		name += fmt.Sprint("-", int(d.exit))
	}
	return name
}

func TestEveryFaultHasItsDay(t *testing.T) {
	t.Parallel()

	names := map[string]bool{}
	for _, d := range badDays() {
		if names[d.name()] {
			t.Errorf("two are called %s", d.name())
		}
		names[d.name()] = true
	}
	for _, e := range simulator.FaultKinds() {
		if !slices.ContainsFunc(badDays(), func(d *badDay) bool { return d.kind == e.Kind }) {
			t.Errorf("nobody says what becomes of %s", e.Kind)
		}
	}
}
