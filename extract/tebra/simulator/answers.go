package simulator

import (
	"slices"
	"strconv"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func integer(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// answer makes the answer of somebody who may ask.
func (c *call) answer(e *envelope) answer {
	e.only = c.selected()
	e.extra = c.s.script.On("extra-element")
	e.empty = 37
	e.hidden = c.s.hidden(c.o)
	if c.o.name == "GetPatients" && c.s.script.On("cases-listed") {
		e.cases = c.s.plans["patient_details"].find("Cases")
	}
	switch c.o.name {
	case "GetThrottles":
		return c.list(e, c.s.throttles)
	case "GetExternalVendors":
		return c.list(e, c.found(nil))
	case "GetAppointmentReasons":
		id := integer(c.b.value("PracticeId"))
		return c.list(e, c.found(func(r *row) bool { return r.practice.id == id }))
	case "GetAppointment":
		id := integer(c.b.object("Appointment").value("AppointmentId"))
		return c.single(e, func(r *row) bool { return r.appointment.id == id })
	case "GetPatient":
		return c.patient(e)
	case "GetAllPatients":
		return c.roster(e)
	case "GetEncounterDetails":
		return c.details(e)
	default:
		return c.query(e)
	}
}

// hidden are members that only the schema of 2026 has.
func (s *Simulator) hidden(o *operation) map[string]bool {
	if (o.table == "patients" || o.table == "patient_details") && s.script.On("schema-2025") {
		return map[string]bool{"Active": true}
	}
	return nil
}

// selected are the members that Fields asks for; nil is all. Switches that are all false are as if there were none.
func (c *call) selected() map[string]bool {
	only := map[string]bool{}
	if fields := c.b.object("Fields"); fields != nil {
		for name, word := range fields.values {
			if word == "true" {
				only[name] = true
			}
		}
	}
	if len(only) == 0 {
		return nil
	}
	return only
}

// found are the rows of the practices that the user may see.
func (c *call) found(keep func(r *row) bool) func(yield func(*row) bool) {
	return func(yield func(*row) bool) {
		now := c.s.now()
		c.o.rows(c.s.world, func(r *row) bool {
			if r.practice != nil {
				if !slices.Contains(c.allowed, r.practice) {
					return true
				}
				r.now, r.zone = r.practice.local(now), r.practice.offset
			}
			return keep != nil && !keep(r) || yield(r)
		})
	}
}

// begin writes what stands before the payload.
func (c *call) begin(e *envelope) {
	e.fine()
	if c.s.script.On("nil-security") {
		e.raw(`<SecurityResponse i:nil="true"/>`)
		return
	}
	e.security(c.security)
}

// list writes rows. When there are none it writes a row of nils, as the real server does.
func (c *call) list(e *envelope, rows func(yield func(*row) bool)) answer {
	c.begin(e)
	c.rows(e, rows)
	return e.answer()
}

func (c *call) rows(e *envelope, rows func(yield func(*row) bool)) {
	open, end := "<"+c.o.rowTag()+">", "</"+c.o.rowTag()+">"
	mark := len(e.dst)
	e.raw("<" + c.o.tag() + ">")
	n := 0
	quirk := e.only != nil && c.s.script.On("fields-quirk")
	if c.struck != "empty" && !quirk {
		for r := range rows {
			e.raw(open)
			e.object(c.p, r)
			e.raw(end)
			n++
		}
	}
	if n == 0 && (c.s.script.On("nil-container") && !quirk || c.o.name == "GetThrottles") { // its rows cannot be of nils
		e.dst = e.dst[:mark]
		e.raw("<" + c.o.tag() + ` i:nil="true"/>`)
		return
	}
	if n == 0 {
		e.raw(open)
		e.phantom(c.p)
		e.raw(end)
	}
	e.raw("</" + c.o.tag() + ">")
}

// single writes the one row that there is, or nil.
func (c *call) single(e *envelope, keep func(r *row) bool) answer {
	c.begin(e)
	for r := range c.found(keep) {
		if c.struck == "empty" {
			break
		}
		e.raw("<" + c.o.tag() + ">")
		e.object(c.p, r)
		e.raw("</" + c.o.tag() + ">")
		return e.answer()
	}
	return e.none()
}

// patient answers by id, or by an integrator's id. Where two practices have a patient of that id, the first one's
// comes: the question cannot say which.
func (c *call) patient(e *envelope) answer {
	filter := c.b.object("Filter")
	if filter == nil {
		return nullReference(c.o)
	}
	if id := filter.value("PatientID"); id != "" {
		return c.single(e, func(r *row) bool { return decimal(r.patient.id) == id })
	}
	external, vendor := filter.value("ExternalID"), filter.value("ExternalVendorID")
	return c.single(e, func(r *row) bool {
		return external != "" && r.patient.external == external && vendor == decimal(c.s.world.vendors[0].id)
	})
}

// roster pages by key: the next key is the first id that was not told.
func (c *call) roster(e *envelope) answer {
	filter := c.b.object("Filter")
	if filter == nil {
		return nullReference(c.o)
	}
	size := min(1000, integer(filter.value("BatchSize")))
	if size <= 0 {
		size = 100
	}
	from, practice := integer(filter.value("StartKey")), filter.value("PracticeID")
	var rows []row
	for r := range c.found(func(r *row) bool {
		return r.patient.id >= from && (practice == "" || decimal(r.practice.id) == practice)
	}) {
		rows = append(rows, *r)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return int(a.patient.id - b.patient.id) })
	next := int64(0)
	if int64(len(rows)) > size {
		next = rows[size].patient.id
		rows = rows[:size]
	}
	c.begin(e)
	switch {
	case next > 0:
		e.raw("<Key><nextStartKey>" + decimal(next) + "</nextStartKey></Key>")
	case c.s.script.On("key-zero"):
		e.raw("<Key><nextStartKey>0</nextStartKey></Key>")
	case c.s.script.On("key-nil"):
		e.raw(`<Key><nextStartKey i:nil="true"/></Key>`)
	default:
		e.raw(`<Key i:nil="true"/>`)
	}
	c.rows(e, func(yield func(*row) bool) {
		for i := range rows {
			if !yield(&rows[i]) {
				return
			}
		}
	})
	return e.answer()
}

func (c *call) details(e *envelope) answer {
	filter := c.b.object("Filter")
	if filter == nil {
		return nullReference(c.o)
	}
	id, of := filter.value("EncounterID"), filter.object("Practice")
	matches := func(want, is string) bool { return want == "" || want == is }
	return c.list(e, c.found(func(r *row) bool {
		return decimal(r.encounter.id) == id && matches(of.value("PracticeID"), decimal(r.practice.id)) &&
			matches(of.value("PracticeName"), r.practice.name)
	}))
}
