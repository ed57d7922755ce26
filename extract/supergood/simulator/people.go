package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
)

// addPatient adds a patient who was made and last changed between two moments. The first ones of the first tenant are
// those whom every API knows.
func (t *tenant) addPatient(from, to time.Time) {
	id, d := t.next(patients, forPatient)
	first, last := invented.Pick(&d, invented.FirstNames()), invented.Pick(&d, invented.LastNames())+" "+Marker
	born := time.Date(d.Between(1930, 2024), time.Month(d.Between(1, 12)), d.Between(1, 28), 0, 0, 0, 0, time.UTC)
	if n := t.made[patients]; t.number == 0 && n < invented.Neighbours {
		who := invented.NextDoor(t.seed, n)
		first, last, born = who.First, who.Last, who.Born
	}
	ssn := invented.SSN(&d)
	created := within(&d, from, to)
	modified := within(&d, created, to)
	r := &row{created: created, modified: modified}
	r.members = object{
		{"id", id},
		{"practice_id", numbered(&d, 2)},
		{"first_name", first},
		{"middle_name", sometimes(&d, 2, string(rune('A'+d.Below(26))))},
		{"last_name", last},
		{"date_of_birth", date(born)},
		{"sex", sometimes(&d, 9, invented.Pick(&d, []string{"female", "male", "unknown"}))},
		{"ssn_last4", sometimes(&d, 3, ssn[len(ssn)-4:])},
		{"email", sometimes(&d, 4, mail(&d))},
		{"phones", t.phones(&d)},
		{"addresses", t.addresses(&d)},
		{"insurances", t.insurances(&d, created)},
		{"portal_status", invented.Pick(&d, []string{"active", "invited", "none"})},
		{"primary_provider_id", sometimes(&d, 5, numbered(&d, 8))},
		{"created_at", created},
		{"updated_at", modified},
		{"deleted_at", nil},
	}
	t.add(patients, r)
}

func mail(d *invented.Dice) string { return "p" + d.Digits(6) + "@example.com" }

// phones are none, one or two; nobody asked is null, and that is not none.
func (t *tenant) phones(d *invented.Dice) any {
	kinds := []string{"mobile", "home", "work"}
	n := d.Below(5)
	if n == 4 {
		return nil
	}
	list := []any{}
	for k := range min(n, 2) {
		list = append(list, object{{"type", sometimes(d, 12, kinds[k])}, {"number", invented.Phone(d, "602")}})
	}
	return list
}

func (t *tenant) addresses(d *invented.Dice) any {
	if d.OneIn(8) {
		return nil
	}
	list := []any{}
	for k := range 1 + d.Below(2) {
		var second any
		switch d.Below(4) {
		case 0:
			second = "Unit " + d.Digits(2)
		case 1:
			second = "" // known, and there is none
		}
		list = append(list, object{
			{"type", []string{"home", "billing"}[k]},
			{"line1", d.Digits(3) + " " + invented.Pick(d, invented.Streets())},
			{"line2", second},
			{"city", invented.Pick(d, []string{"Mesa", "Tempe", "Flagstaff"})},
			{"state", "AZ"},
			{"postal_code", "850" + d.Digits(2)},
			{"country", sometimes(d, 3, "US")},
		})
	}
	return list
}

func (t *tenant) insurances(d *invented.Dice, since time.Time) any {
	ranks := []string{"primary", "secondary", "tertiary"}
	n := d.Below(6)
	if n == 5 {
		return nil
	}
	list := []any{}
	for k := range min(n, 3) {
		who := payer(d)
		began := midnight(since.Add(-time.Duration(d.Below(700)) * day))
		var ended any
		if d.OneIn(4) {
			ended = date(began.Add(365 * day))
		}
		list = append(list, object{
			{"rank", ranks[k]},
			{"payer_id", who.id},
			{"payer_name", who.name},
			{"member_id", "M" + d.Digits(9)},
			{"group_number", sometimes(d, 3, "G-"+d.Digits(5))},
			{"effective_date", sometimes(d, 10, date(began))},
			{"termination_date", ended},
		})
	}
	return list
}

// A company pays.
type company struct {
	id   ident
	name string
}

func payer(d *invented.Dice) company {
	n := d.Below(5)
	names := []string{"Copper State Health", "Saguaro Mutual", "Mesa Verde Care", "Desert Union Plan", "Painted Rock Life"}
	return company{ident(strconv.Itoa(70_001 + n)), names[n]}
}
