package simulator

import (
	"time"

	"carehouse/extract/invented"
)

// addCheck adds an answer of a payer that was stored between two moments. An error has no money; a copayment of nothing
// is not one that nobody knows.
func (t *tenant) addCheck(from, to time.Time) {
	id, d := t.next(checks, forCheck)
	at := within(&d, from, to)
	who := payer(&d)
	status := invented.Pick(&d, []string{"active", "active", "active", "inactive", "error"})
	var plan, copay, deductible, left any
	if status == "active" {
		whole := d.Between(0, 6) * 50_000
		plan = invented.Pick(&d, []string{"Gold 500", "Silver HMO", "Bronze HSA"})
		copay, deductible = money(d.Below(6)*1_000), money(whole)
		left = sometimes(&d, 6, money(d.Below(whole+1)))
	}
	r := &row{created: at, modified: at, patient: t.anybody(&d)}
	name, _ := r.patient.get("last_name").(string)
	r.members = object{
		{"id", id},
		{"practice_id", numbered(&d, 2)},
		{"patient_id", ident(r.patient.id())},
		{"payer_id", who.id},
		{"payer_name", who.name},
		{"member_id", "M" + d.Digits(9)},
		{"service_date", date(midnight(at.Add(3 * day)))},
		{"checked_at", at},
		{"status", status},
		{"plan_name", plan},
		{"copayment", copay},
		{"deductible", deductible},
		{"deductible_remaining", left},
		{"response", sometimes(&d, 7, raw(map[string]any{
			"subscriber": name, "benefits": []map[string]any{{"code": d.Digits(2), "in_network": d.OneIn(2)}},
		}))},
	}
	t.add(checks, r)
}
