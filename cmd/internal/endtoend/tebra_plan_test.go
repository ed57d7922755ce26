package endtoend

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	records "carehouse/models/tebra"
)

// plans checks how long the program thinks that everything takes at the intervals that the vendor publishes: of this
// account, which it knows, and of a large one, which it does not. It sends nothing.
func (c *clinic) plans(t *testing.T) {
	t.Helper()
	people, meetings := c.account.Count("patient_roster"), c.account.Count("appointments")
	asked := c.account.Calls()

	var many []string
	for id := range 25 {
		many = append(many, strconv.Quote(strconv.Itoa(id+1)))
	}
	c.write(t, "carehouse.yaml", alone+companyEntry("large-co", records.Source, c.url, "margin: 250ms",
		ago(20*365*24*time.Hour), "practices: ["+strings.Join(many, ", ")+"]")+
		companyEntry(company, records.Source, c.url, "margin: 250ms"))
	plan := answered[engine.Plan](t, c.run(t, "plan", "--full", "--json").expect(t, engine.OK))
	if about := time.Duration(plan.About); about < 2*time.Hour || about > 3*time.Hour || !plan.AtLeast {
		t.Errorf("25 practices of twenty years take %v, or more: %v", about, plan.AtLeast)
	}
	for _, d := range plan.Datasets {
		each := 250 * time.Millisecond // the margin
		switch d.Lane {
		case "GetAllPatients", "GetThrottles":
			each += 5 * time.Second
		case "GetPatient":
			each += 250 * time.Millisecond
		case "GetAppointment", "GetEncounterDetails", "GetPractices", "GetProcedureCodes", "GetProviders", "GetServiceLocations":
			each += 500 * time.Millisecond
		default:
			each += time.Second
		}
		if time.Duration(d.Interval) != each || time.Duration(d.About) != time.Duration(d.Requests)*each {
			t.Errorf("got %+v, want %v a call", d, each)
		}
		want := map[string]int{"patient_details": people, "appointment_details": meetings}[d.Dataset]
		if d.Tenant == company && want > 0 && (d.Requests < want/2 || d.Requests > want) {
			t.Errorf("got %+v, want about %d requests", d, want)
		}
	}
	if text := c.run(t, "plan", "--full").expect(t, engine.OK).stdout; !strings.Contains(text, " h ") {
		t.Errorf("nothing takes hours:\n%s", text)
	}
	if calls := since(asked, c.account.Calls()); len(calls) > 0 {
		t.Errorf("a plan asked %v", calls)
	}
}
