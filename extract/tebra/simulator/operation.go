package simulator

import (
	"slices"
	"strings"
	"time"
)

// An operation is one of the API's ways to ask.
type operation struct {
	name       string
	space      string        // of Fields, Filter and the payload
	interval   time.Duration // that two calls of an account must be apart; 0 is not limited
	permission string
	fields     bool // has Fields, which it requires
	filter     []wanted
	strict     bool   // Filter is required too: its absence is a fault and not an answer
	container  string // the payload's member of the result
	row        string // the element of a row; "" is that the container is the row
	table      string // of models/tebra
	criteria   map[string]criterion
	rows       func(w *world, yield func(*row) bool)
}

// wants reads a filter's members: "BatchSize:int EncounterID!".
func wants(space, words string) []wanted {
	var out []wanted
	for word := range strings.FieldsSeq(words) {
		m := wanted{space: space}
		word, m.required = strings.CutSuffix(word, "!")
		name, typ, _ := strings.Cut(word, ":")
		m.name = name
		switch typ {
		case "int":
			m.typ = wireInt
		case "long":
			m.typ = wireLong
		case "bool":
			m.typ = wireBool
		}
		out = append(out, m)
	}
	return out
}

func object(name, space string, required bool, inner []wanted) wanted {
	return wanted{name: name, space: space, typ: wireObject, required: required, inner: inner}
}

const credentials = "ClientVersion CustomerKey Password User"

// request is what the operation's request may have, in order.
func (o *operation) request(p *plan) []wanted {
	var in []wanted
	if o.name == "GetCustomerIdFromKey" {
		return wants(kareoSpace, "CustomerKey Password User")
	}
	in = append(in, object("RequestHeader", kareoSpace, false, wants(kareoSpace, credentials)))
	switch o.name {
	case "GetAppointment":
		return append(in, object("Appointment", kareoSpace, true, wants(kareoSpace, "AppointmentId:long!")))
	case "GetAppointmentReasons":
		return append(in, wants(kareoSpace, "PracticeId:int!")...)
	}
	if o.fields {
		in = append(in, object("Fields", o.space, true, o.switches(p)))
	}
	if o.filter != nil {
		in = append(in, object("Filter", o.space, o.strict, o.filter))
	}
	return in
}

// switches are the members of Fields: those of the row, but GetPatients has some that its rows cannot fill.
func (o *operation) switches(p *plan) []wanted {
	var names []string
	for i := range p.members {
		if m := &p.members[i]; m.list == nil && m.object == nil && m.name != "Cases" {
			names = append(names, m.name)
		}
	}
	if o.name == "GetPatients" {
		for _, n := range []string{"1", "2", "3"} {
			for _, part := range authorizationMembers() {
				names = append(names, "Authorization"+n+part)
			}
		}
	}
	slices.Sort(names)
	out := make([]wanted, 0, len(names))
	for _, name := range slices.Compact(names) {
		out = append(out, wanted{name: name, space: o.space, typ: wireBool})
	}
	return out
}

func authorizationMembers() []string {
	return strings.Fields("ContactFullName ContactPhone ContactPhoneExt EndDate InsurancePlanName Notes Number " +
		"NumberOfVisits NumberOfVisitsUsed StartDate")
}

// permissions are what a user may lack. The vendor publishes no list; these are the names of its settings page.
func permission(name string) string {
	return "Find " + strings.TrimPrefix(strings.TrimPrefix(name, "GetAll"), "Get")
}
