package simulator

import (
	"encoding/json"
	"time"
)

// The datasets, by the names of their tables, and the calls beside them.
const (
	patients     = "patients"
	appointments = "appointments"
	encounters   = "encounters"
	checks       = "eligibility_checks"

	authenticate = "authenticate"
	liveCheck    = "eligibility"
	newVisit     = "create_appointment"
	newClaim     = "submit_claim"
)

// Datasets lists what can be asked for.
func Datasets() []string { return []string{patients, appointments, encounters, checks} }

// moduleOf is the module that a dataset belongs to.
func moduleOf(dataset string) string {
	switch dataset {
	case encounters:
		return "ehr"
	case checks, liveCheck, newClaim:
		return "billing"
	default:
		return "scheduling"
	}
}

// modules are what a tenant can license.
func modules() []string { return []string{"scheduling", "ehr", "billing"} }

// A row is a record: its members in our own spelling and order, and what lists are made by.
type row struct {
	seq               int // its place in the list, which nobody else ever has
	version           uint64
	created, modified time.Time // modified is what updated_since goes by
	deleted           time.Time // of a tombstone
	patient           *row      // whose it is; nil for patients and blocked time
	members           object
}

// An object is a JSON object whose members have an order.
type object []member

type member struct {
	name  string
	value any // nil, string, bool, ident, date, time.Time, money, json.RawMessage, object, []any
}

// Values that a dialect may spell in its own way.
type (
	ident string    // an id
	date  time.Time // a day, midnight UTC
	money int64     // cents
)

// get returns a member of a row.
func (r *row) get(name string) any {
	for _, m := range r.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// set changes a member of a row; one that is not there is not made.
func (r *row) set(name string, value any) {
	for i := range r.members {
		if r.members[i].name == name {
			r.members[i].value = value
		}
	}
}

// id is the row's key.
func (r *row) id() string {
	id, _ := r.get("id").(ident)
	return string(id)
}

// day is the day that a span is about; of other records it is no day at all.
func (r *row) day() time.Time {
	for _, m := range r.members {
		switch at := m.value.(type) {
		case time.Time:
			if m.name == "start_at" {
				return midnight(at)
			}
		case date:
			if m.name == "service_date" {
				return time.Time(at)
			}
		}
	}
	return time.Time{}
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// raw is a JSON value as it is written.
func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v)
	return b
}
