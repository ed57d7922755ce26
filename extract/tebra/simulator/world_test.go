package simulator_test

import (
	"slices"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
	"carehouse/models/tebra"
)

func TestEqualOptionsMakeEqualBytes(t *testing.T) {
	t.Parallel()
	answers := func(seed uint64) string {
		var all []string
		a := open(t, simulator.Options{Seed: seed, Size: 40})
		a.Change(3, 4, 2)
		for _, operation := range []string{"GetPatients", "GetCharges", "GetTransactions", "GetPayments"} {
			all = append(all, a.post(operation, a.message(operation, filter(operation))).Body.String())
		}
		return strings.Join(all, "\n")
	}
	first, again, other := answers(4), answers(4), answers(5)
	if first != again {
		t.Error("one seed made two accounts")
	}
	if first == other {
		t.Error("two seeds made one account")
	}
}

func TestNoWorldLeavesAMemberEmpty(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		a := open(t, simulator.Options{Seed: seed, Size: 200})
		for _, table := range tebra.Tables() {
			fill := a.Fill(table.Name)
			if len(fill) == 0 && !table.Partial {
				t.Errorf("%s: no members", table.Name)
			}
			for member, n := range fill {
				if n == 0 && (table.Name != "patients" || member != "Cases") {
					t.Errorf("seed %d: %s: %s is empty everywhere", seed, table.Name, member)
				}
			}
		}
	}
}

func TestMoneyAddsUp(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 300})
	for round := range 4 {
		sum := a.Sums()
		if sum.Charges != a.TotalCharges() || sum.Charges == 0 {
			t.Fatalf("got %d, want %d", sum.Charges, a.TotalCharges())
		}
		for what, pair := range map[string][2]int64{
			"balances":     {sum.PatientBalance + sum.InsuranceBalance, sum.TotalBalance},
			"receipts":     {sum.Adjusted - sum.Receipts, sum.TotalBalance},
			"transactions": {sum.Transactions, sum.TotalBalance},
			"payers":       {sum.PayerPayments, sum.Receipts},
			"applied":      {sum.Applied, sum.Receipts},
			"payments":     {sum.Applied + sum.Unapplied + sum.Refunds, sum.Payments},
		} {
			if pair[0] != pair[1] {
				t.Errorf("round %d: %s: %d is not %d", round, what, pair[0], pair[1])
			}
		}
		a.Change(20, 30, 10)
		a.Void(2)
	}
}

func TestEveryRowOfChargesAddsUp(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 300})
	balances := map[string]int64{}
	for _, r := range a.find(t, "GetTransactions", "PracticeName", a.PracticeName(1)) {
		balances[r.get("ClaimID")] += cents(t, r.get("Amount"))
	}
	payers := map[string]int{}
	for _, r := range a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T", "PracticeName", a.PracticeName(1)) {
		money := func(name string) int64 { return cents(t, r.get(name)) }
		total, patient, insurance := money("TotalBalance"), money("PatientBalance"), money("InsuranceBalance")
		if total != patient+insurance || total != money("AdjustedCharges")-money("Receipts") ||
			patient < 0 || insurance < 0 || total != balances[r.get("ID")] {
			t.Fatalf("charge %s: %d is not %d and %d, or what its transactions say", r.get("ID"), total, patient, insurance)
		}
		for _, name := range []string{"PrimaryInsurance", "SecondaryInsurance", "TertiaryInsurance", "Patient", "Other"} {
			if r.get(name+"PaymentID") != "" {
				payers[name]++
			}
		}
	}
	if len(payers) != 5 {
		t.Errorf("got payers %v, want five", payers)
	}
}

// cents reads 1200.00.
func cents(t *testing.T, text string) int64 {
	t.Helper()
	whole, part, ok := strings.Cut(text, ".")
	if !ok || len(part) != 2 {
		t.Fatalf("%q is no amount", text)
	}
	n := int64(0)
	for _, c := range strings.TrimPrefix(whole, "-") + part {
		n = n*10 + int64(c-'0')
	}
	if strings.HasPrefix(whole, "-") {
		return -n
	}
	return n
}

func TestTwoPracticesHaveEqualIDs(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200})
	if a.Charges() != 200 || a.Count("charges") != len(a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T")) {
		t.Fatalf("got %d charges, want 200", a.Charges())
	}
	for table, least := range map[string]int{"charges": 20, "patients": 3, "transactions": 20} {
		both := 0
		second := a.IDs(table, 2)
		for _, id := range a.IDs(table, 1) {
			if slices.Contains(second, id) {
				both++
			}
		}
		if both < least {
			t.Errorf("%s: got %d equal ids, want %d", table, both, least)
		}
	}
	if all, single := a.Count("patients"), a.Count("patient_details"); single != all-2*3 {
		t.Errorf("got %d patients that can be asked for alone, want %d", single, all-2*3)
	}
	for _, table := range []string{"encounters", "appointments", "payments"} {
		ids := a.IDs(table, 0)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Errorf("%s: ids are not the account's own", table)
		}
	}
}

func TestTheWorldHangsTogether(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200})
	name := a.PracticeName(1)
	has := func(operation, member string) map[string]bool {
		known := map[string]bool{"": true}
		for _, r := range a.find(t, operation, "PracticeName", name) {
			known[r.get(member)] = true
		}
		return known
	}
	patients, payments := has("GetPatients", "ID"), has("GetPayments", "ID")
	appointments := map[string]bool{"": true}
	for _, r := range a.find(t, "GetAppointments", "EndDate", "2030-01-01", "PracticeName", name, "StartDate", "2020-01-01") {
		appointments[r.get("ID")] = true
		if !patients[r.get("PatientID")] {
			t.Fatalf("appointment %s is of nobody", r.get("ID"))
		}
	}
	providers, locations := has("GetProviders", "ID"), has("GetServiceLocations", "ID")
	encounters := map[string]bool{}
	for _, r := range a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T", "PracticeName", name) {
		encounters[r.get("EncounterID")] = true
		for member, known := range map[string]map[string]bool{
			"PatientID": patients, "AppointmentID": appointments, "PrimaryInsurancePaymentID": payments, "PatientPaymentID": payments,
			"TertiaryInsurancePaymentID": payments, "RenderingProviderID": providers, "ServiceLocationId": locations,
		} {
			if !known[r.get(member)] {
				t.Fatalf("charge %s: %s is not there", r.get("ID"), member)
			}
		}
	}
	if len(encounters) != a.Count("encounters")-len(a.IDs("encounters", 2))-len(a.IDs("encounters", 3)) {
		t.Errorf("got %d encounters in charges", len(encounters))
	}
	for _, r := range a.find(t, "GetTransactions", "PracticeName", name) {
		if !patients[r.get("PatientID")] {
			t.Fatal("a transaction is of nobody")
		}
	}
}

func TestNobodyIsReal(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 150})
	everything(t, a, func(table, path string, e element) {
		name := path[strings.LastIndex(path, "/")+1:]
		switch {
		case e.Text == "":
		case name == "PatientName", name == "EmergencyName", strings.HasSuffix(name, "FullName"),
			strings.HasSuffix(name, "LastName"):
			if !strings.Contains(e.Text, simulator.Marker) {
				t.Errorf("%s %s: %q has no marker", table, path, e.Text)
			}
		case strings.HasSuffix(name, "SSN") || strings.HasSuffix(name, "SocialSecurityNumber"):
			if !strings.HasPrefix(e.Text, "900") {
				t.Errorf("%s %s: %q does not begin with 900", table, path, e.Text)
			}
		case strings.HasSuffix(name, "Phone"):
			if !strings.HasPrefix(e.Text, "(602) 555-01") {
				t.Errorf("%s %s: %q may be somebody's", table, path, e.Text)
			}
		}
	})
}

func TestManyPagesOfChargesComeQuickly(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 50})
	seen := map[string]bool{}
	for page := range 4 {
		for _, r := range result(t, "GetCharges", a.ChargesPage(1, page+1, 20)).rows() {
			seen[r.get("ID")] = true
		}
	}
	if len(seen) != 80 {
		t.Fatalf("got %d ids, want 80", len(seen))
	}
	if a.ChargesPage(9, 1, 10) != nil {
		t.Error("got a page of a practice that is not there")
	}
	checkSoap(t, map[string][]byte{"page": a.ChargesPage(1, 3, 20)})
}

func BenchmarkChargesPage(b *testing.B) {
	s, err := simulator.New(simulator.Options{Size: 2000})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(s.ChargesPage(1, 1, 500))))
	for page := 1; b.Loop(); page++ {
		s.ChargesPage(1, page, 500)
	}
}
