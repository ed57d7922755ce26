package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
)

// addAppointment adds an appointment: mostly past, some lately, a third to come; a fresh one is made now and lies ahead.
func (t *tenant) addAppointment(now time.Time, fresh bool) {
	id, d := t.next(appointments, forAppointment)
	start := midnight(now)
	switch n := d.Below(10); {
	case fresh || n >= 7:
		start = start.Add(time.Duration(1+d.Below(300)) * day)
	case n >= 6:
		start = start.Add(-time.Duration(1+d.Below(29)) * day)
	default:
		start = start.Add(-time.Duration(31+d.Below(700)) * day)
	}
	start = start.Add(14*time.Hour + time.Duration(d.Below(36))*15*time.Minute)
	made := within(&d, start.Add(-60*day), start.Add(-day))
	touched := within(&d, made, start.Add(2*day))
	if made.After(now) || fresh {
		made = now
	}
	if touched.After(now) || fresh {
		touched = now
	}
	r := &row{created: made, modified: touched, patient: t.anybody(&d)}
	var patient any = ident(r.patient.id())
	if d.OneIn(20) && !fresh {
		r.patient, patient = nil, nil // time that nobody may book
	}
	status := invented.Pick(&d, []string{"scheduled", "confirmed", "scheduled", "cancelled"})
	if start.Before(now) {
		status = invented.Pick(&d, []string{"completed", "completed", "completed", "no_show", "cancelled"})
	}
	mode, link := "in_person", any(nil)
	if d.OneIn(3) {
		mode, link = "telehealth", "https://visit.example.com/join/"+invented.Hex(d.Next())
	}
	r.members = object{
		{"id", id},
		{"practice_id", numbered(&d, 2)},
		{"patient_id", patient},
		{"provider_id", numbered(&d, 8)},
		{"location_id", sometimes(&d, 6, numbered(&d, 3))},
		{"start_at", start},
		{"end_at", start.Add(time.Duration(1+d.Below(4)) * 15 * time.Minute)},
		{"visit_type", sometimes(&d, 10, invented.Pick(&d, []string{"New patient", "Follow-up", "Annual exam", "Lab visit"}))},
		{"mode", mode},
		{"status", status},
		{"intake_completed", sometimes(&d, 4, d.OneIn(2))},
		{"telehealth_url", link},
		{"created_at", made},
		{"updated_at", touched},
	}
	t.add(appointments, r)
}

// addEncounter adds the encounter of an appointment, or one that came from none.
func (t *tenant) addEncounter(visit *row, now time.Time) *row {
	id, d := t.next(encounters, forEncounter)
	when := visit.day()
	if !when.Before(now) {
		when = midnight(now.Add(-time.Duration(1+d.Below(40)) * day))
	}
	r := &row{patient: visit.patient}
	from := any(ident(visit.id()))
	if r.patient == nil || d.OneIn(8) {
		r.patient, from = t.anybody(&d), nil
	}
	r.created = when.Add(20 * time.Hour)
	r.modified = r.created
	r.members = object{
		{"id", id},
		{"practice_id", numbered(&d, 2)},
		{"patient_id", ident(r.patient.id())},
		{"provider_id", numbered(&d, 8)},
		{"appointment_id", from},
		{"service_date", date(when)},
		{"status", "open"},
		{"signed_at", nil},
		{"locked", false},
		{"lock_reason", nil},
		{"edits", []any{}},
		{"lab_order_ids", orders(&d, 500_000)},
		{"prescription_ids", orders(&d, 600_000)},
		{"updated_at", r.modified},
	}
	for range d.Below(5) {
		r.modified = within(&d, r.modified, r.modified.Add(2*day))
		r.proceed(&d, r.modified)
	}
	if r.modified.After(now) {
		r.modified = now
	}
	r.set("updated_at", r.modified)
	t.add(encounters, r)
	return r
}

// orders are ids; none and nobody knows are two things.
func orders(d *invented.Dice, first int) any {
	n := d.Below(5)
	if n == 4 {
		return nil
	}
	list := []any{}
	for range n {
		list = append(list, ident(strconv.Itoa(first+d.Below(99_999))))
	}
	return list
}

// proceed does what comes next to an encounter: it is signed, it is locked, and then it is edited for a reason.
func (r *row) proceed(d *invented.Dice, at time.Time) {
	switch {
	case r.get("status") == "open":
		r.set("status", "signed")
		r.set("signed_at", at)
	case r.get("locked") == false:
		r.set("status", "locked")
		r.set("locked", true)
		r.set("lock_reason", invented.Pick(d, []string{"billing", "audit", "period_closed"}))
	default:
		edits, _ := r.get("edits").([]any)
		more := append([]any(nil), edits...)
		r.set("edits", append(more, object{
			{"at", at},
			{"by", ident(strconv.Itoa(900 + d.Below(20)))},
			{"reason_code", invented.Pick(d, []string{"E01", "E02", "E07"})},
		}))
	}
}

// note is what an encounter says, in the words of its version.
func (r *row) note() string {
	name, _ := r.patient.get("last_name").(string)
	return "Seen: " + name + ".\nPlan: rest, fluids; \"call if worse\". Rev. " + strconv.FormatUint(r.version, 10)
}
