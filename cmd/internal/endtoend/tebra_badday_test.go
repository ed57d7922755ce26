package endtoend

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	"carehouse/models"
	records "carehouse/models/tebra"
)

// An oddDay is what an account does on the day of a first sync, and what comes of it. Each is a tenant of its own, and
// several of them share a home, so that none of them may cost another anything.
type oddDay struct {
	name      string // the tenant's
	faults    string // each at an operation of its own, or how the account is
	practices int    // 0 is 1
	people    int    // patients more, who have nothing yet
	exit      engine.Exit
	news      gazette
	lacks     []string // tables that stay empty
	drift     []string // members that no table knows

	account *soap.Simulator
}

// oddDays has everything that may go wrong and does not need a test of its own.
func oddDays() []*oddDay {
	return []*oddDay{
		{
			name: "broken", faults: "internal-fault:GetCharges:2:1 html-200:GetPayments:2:2 html-503:GetTransactions:2:2 " +
				"http-429:GetAppointments:3:1 empty-body:GetPatients:1:1 doctype:GetEncounterDetails:2:1 truncated:GetPatient:2:2 " +
				"reset:GetAppointment:2:1 slow:GetProviders:1:1 truncated:GetAllPatients:1:1 html-200:GetThrottles:1:1 " +
				"throttled:GetCharges:9:3 throttled:GetServiceLocations:1:1",
		},
		{
			name: "otherwise", faults: "key-nil shuffled to-exclusive posting-silent flags-filter fields-quirk " +
				"throttle-bare throttled:GetCharges:2:3 throttled:GetPatient:1:1",
		},
		{
			name: "newer", faults: "extra-element outside:GetCharges:3:1 throttle-429 throttled:GetCharges:5:2 throttled:GetPractices:1:1",
			drift: []string{"FutureMember"}, news: gazette{"charges": {remark: `^1 record outside of its span$`}},
		},
		{
			name: "narrow", people: 14, faults: "wide-fault:16 nil-container nil-security key-zero undated " +
				"throttle-cut throttled:GetCharges:2:3 throttled:GetThrottles:1:1",
		},
		{
			name: "equal-ids", practices: 2, faults: "throttle-reordered throttled:GetCharges:2:3 throttled:GetEncounterDetails:1:1",
			news: gazette{
				"patient_details": {remark: `^\d records? missed, because the service shows another practice's of the same id$`},
			},
		},

		{
			name: "refusing", exit: engine.Partial,
			faults: "contract-mismatch:GetPayments:1:* deserialization-failed:GetTransactions:1:* html-503:GetAppointments:1:* " +
				"html-200:GetProviders:1:* truncated:GetServiceLocations:1:* error:GetProcedureCodes schema-2025 " +
				"redirect:GetExternalVendors:1:*",
			lacks: []string{
				"payments", "transactions", "appointments", "appointment_details", "providers", "service_locations",
				"practice_appointment_reasons",
			},
			news: gazette{
				"payments": {
					outcome: models.NotEntitled,
					says:    `^page 2: GetPayments: .* 1 attempt: this service does not have the operation \(ActionNotSupported\)\n  nothing is to be done: `,
				},
				"transactions": {
					outcome: models.Failed,
					says:    `^page 2: GetTransactions: .* 1 attempt: the service cannot read the request \(DeserializationFailed\)\n  .* newer carehouse$`,
				},
				"appointments": {
					outcome: models.Unreachable,
					says:    `^page 2: GetAppointments: status 503 after 5 attempts\n  .*run again later: what has been landed is not asked for again$`,
				},
				"appointment_details": {outcome: models.Empty},
				"providers": {
					outcome: models.Unreachable,
					says:    `^page 2: GetProviders: status 200 after 5 attempts: the answer is not of the kind that was asked for\n  run again later`,
				},
				"service_locations": {
					outcome: models.Unreachable,
					says:    `^page 2: GetServiceLocations: .* after 5 attempts: the answer was cut short\n  run again later`,
				},
				"procedure_codes": {
					outcome: models.Failed,
					says:    `^page 1: GetProcedureCodes: .* after 1 attempt: the service reports an error\n  run again later, or tell Tebra`,
				},
				"practice_appointment_reasons": {
					outcome: models.NotEntitled,
					says:    `^page 2: GetAppointmentReasons: .* \(ActionNotSupported\)\n  nothing is to be done: `,
				},
				"external_vendors": {
					outcome: models.Failed,
					says:    `^page 1: GetExternalVendors after 1 attempt: the server redirects to where we do not follow: a call with a body\n  look at base_url`,
				},
			},
		},
	}
}

// TestOddDaysOfAnAccount runs the days with the same exit code in one home, and then a good day, after which nothing of the
// odd one is left.
func TestOddDaysOfAnAccount(t *testing.T) {
	t.Parallel()

	exit := func(d *oddDay) engine.Exit { return d.exit }
	byExit(t, oddDays(), exit, func(t *testing.T, exit engine.Exit, days []*oddDay) {
		t.Helper()
		h := oddStreet(t, days)
		did, said := h.suffers(t, exit)
		if did.Rejects != 0 {
			t.Errorf("got %+v", did)
		}
		r := h.currentOf(t, records.Source)
		for _, d := range days {
			d.struck(t, r.of(d.name))
			d.news.told(t, d.name, did, said)
			d.kept(t, r.of(d.name))
		}
		r.state(t).agree(t)
		if exit == engine.OK {
			return
		}
		for _, d := range days {
			d.account.Heal()
		}
		h.sync(t, engine.OK)
		r = h.currentOf(t, records.Source)
		for _, d := range days {
			r.of(d.name).holdsRecords(t, d.account)
		}
	})
}

// oddStreet opens a home whose tenants have an odd day each.
func oddStreet(t *testing.T, days []*oddDay) *house {
	t.Helper()
	h := bareHouse(t)
	entries := []string{"home: ./home\ntenants:\n"}
	for i, d := range days {
		d.account = accountOf(t, soap.Options{
			Seed: uint64(300 + i), Size: 14, Practices: max(d.practices, 1), Faults: strings.Fields(d.faults),
		})
		d.account.Idle(d.people)
		entries = append(entries, companyEntry(d.name, records.Source, serve(t, d.account)))
	}
	h.write(t, "carehouse.yaml", strings.Join(entries, ""))
	return h
}

// struck checks that the faults were there to be met.
func (d *oddDay) struck(t *testing.T, r *reader) {
	t.Helper()
	calls := d.account.Calls()
	for fault := range strings.FieldsSeq(d.faults) {
		parts, nth, count := strings.Split(fault, ":"), 0, 0
		if len(parts) == 4 {
			nth, _ = strconv.Atoi(parts[2])
			count, _ = strconv.Atoi(parts[3]) // * is none
		}
		if len(parts) == 4 && calls[parts[1]] < nth+max(count-1, 0) {
			t.Errorf("%s: %s was not met in %d calls", d.name, fault, calls[parts[1]])
		}
	}
	if strings.Contains(d.faults, "wide-fault") && calls["GetPayments"] < 2*27 {
		t.Errorf("%s: no span was halved: %v", d.name, calls)
	}
	if nobody := r.one(t, "SELECT count(*) FROM "+r.database("patient_roster")+" WHERE created_date IS NULL"); strings.Contains(d.faults, "undated") &&
		nobody == "0" {
		t.Errorf("%s: every patient is dated", d.name)
	}
}

// kept checks what is published on the odd day.
func (d *oddDay) kept(t *testing.T, r *reader) {
	t.Helper()
	drift := r.lines(t, "SELECT DISTINCT parse_filename(replace(path, '.', '/')) FROM meta.drift WHERE tenant = '"+d.name+"'")
	if !slices.Equal(drift, d.drift) {
		t.Errorf("%s: got drift %q, want %q", d.name, drift, d.drift)
	}
	if len(d.lacks) == 0 {
		r.holdsRecords(t, d.account)
		return
	}
	for table, id := range keyed() {
		want := d.account.Count(table)
		if slices.Contains(d.lacks, table) {
			want = 0
		}
		if n := len(r.lines(t, "SELECT "+id+" FROM "+r.database(table))); n != want {
			t.Errorf("%s: got %d rows in %s, want %d", d.name, n, table, want)
		}
	}
}
