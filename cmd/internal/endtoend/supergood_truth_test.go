package endtoend

import (
	"encoding/json"
	"fmt"
	"testing"

	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// officeTruth puts down what the tables must hold of one of a deployment's tenants.
func officeTruth(t *testing.T, name string, told deployment.Truth) truth {
	t.Helper()
	w := truth{tenant: name, files: map[string]string{}, plain: true}
	for i, root := range records.Tables() {
		body := []any{told.Patients, told.Appointments, elements(t, told.Encounters), told.Checks}[i]
		w.add(t, root, body)
	}
	return w
}

// elements writes the lists of bare ids as an API does; the structs can only read them.
func elements(t *testing.T, encounters []records.Encounter) []map[string]any {
	t.Helper()
	var all []map[string]any
	must(t, json.Unmarshal(got(json.Marshal(encounters))(t), &all))
	for i, e := range encounters {
		if e.LabOrders != nil {
			ids := []models.Text{}
			for _, o := range e.LabOrders {
				ids = append(ids, o.LabOrderID)
			}
			all[i]["lab_order_ids"] = ids
		}
		if e.Prescriptions != nil {
			ids := []models.Text{}
			for _, p := range e.Prescriptions {
				ids = append(ids, p.PrescriptionID)
			}
			all[i]["prescription_ids"] = ids
		}
	}
	return all
}

// holdsOffice checks that database and lake hold what a deployment's first tenant holds, row by row, and that the world's
// own counts and sums are the same.
func (r *reader) holdsOffice(t *testing.T, site *deployment.Simulator) {
	t.Helper()
	r.matches(t, officeTruth(t, office, site.Truth(0)))
	r.countsOffice(t, site, 0)
}

// countsOffice compares how many rows there are in every table, and all money to the cent.
func (r *reader) countsOffice(t *testing.T, site *deployment.Simulator, tenant int) {
	t.Helper()
	for _, from := range []func(string) string{r.database, r.lake} {
		var have, want []string
		for _, root := range records.Tables() {
			for table := range root.All() {
				have = append(have, fmt.Sprintf("SELECT '%s: ' || count(*) FROM %s", table.Name, from(table.Name)))
				want = append(want, fmt.Sprint(table.Name, ": ", site.Count(tenant, table.Name)))
			}
		}
		sums := site.Sums(tenant)
		for column, sum := range map[string]int64{
			"copayment": sums.Copayment, "deductible": sums.Deductible, "deductible_remaining": sums.Remaining,
		} {
			have = append(have, fmt.Sprintf("SELECT '%s ' || sum(%[1]s)::DECIMAL(18, 4) FROM %s", column, from("eligibility_checks")))
			want = append(want, column+" "+money(sum))
		}
		r.differ(t, from, have, want)
	}
}
