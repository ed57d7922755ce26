package endtoend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	soap "carehouse/extract/tebra/simulator"
	"carehouse/models"
	records "carehouse/models/tebra"
)

// holdsAccount checks that database and lake hold what the account's world holds: every key of every practice, every
// row of every list, every value of every member counted, and all money to the cent.
func (r *reader) holdsAccount(t *testing.T, account *soap.Simulator) {
	t.Helper()
	r.holdsRecords(t, account)
	for _, from := range []func(string) string{r.database, r.lake} {
		for _, root := range records.Tables() {
			if !root.Partial {
				r.fills(t, from, account, root)
			}
		}
	}
}

// holdsRecords does not look into the columns that are neither keys nor money.
func (r *reader) holdsRecords(t *testing.T, account *soap.Simulator) {
	t.Helper()
	for _, from := range []func(string) string{r.database, r.lake} {
		r.counts(t, from, account)
		r.keys(t, from, account)
		for _, practice := range account.Practices() {
			r.money(t, from, practice, account.SumsOf(practice))
		}
	}
}

// counts compares how many rows there are.
func (r *reader) counts(t *testing.T, from func(string) string, account *soap.Simulator) {
	t.Helper()
	var have, want []string
	for _, root := range records.Tables() {
		if root.Partial {
			continue
		}
		children := account.Children(root.Name)
		for table := range root.All() {
			n := account.Count(root.Name)
			if table != root {
				n = children[table.Name]
			}
			have = append(have, fmt.Sprintf("SELECT '%s: ' || count(*) FROM %s", table.Name, from(table.Name)))
			want = append(want, fmt.Sprint(table.Name, ": ", n))
		}
	}
	r.differ(t, from, have, want)
}

// differ asks questions that have one answer each, and compares the answers.
func (r *reader) differ(t *testing.T, from func(string) string, questions, want []string) {
	t.Helper()
	have := r.lines(t, strings.Join(questions, "\nUNION ALL "))
	slices.Sort(have)
	slices.Sort(want)
	wrong := 0
	for _, answer := range have {
		if slices.Contains(want, answer) {
			continue
		}
		if wrong++; wrong <= 5 { // they are often wrong together
			t.Errorf("%s: got %s", from("*"), answer)
		}
	}
	if wrong > 0 || len(have) != len(want) {
		t.Errorf("%s: %d of %d answers are wrong", from("*"), wrong, len(want))
	}
}

// fills compares in how many rows each column holds something.
func (r *reader) fills(t *testing.T, from func(string) string, account *soap.Simulator, root *models.Table) {
	t.Helper()
	columns := map[string]map[string]int{}
	filled(root.Object, root, "", account.Fill(root.Name), columns)
	var have, want []string
	for table, fill := range columns {
		var counts []string
		for _, c := range slices.Sorted(maps.Keys(fill)) {
			counts = append(counts, "'"+c+" ' || count("+c+")")
			want = append(want, fmt.Sprint(table, ".", c, " ", fill[c]))
		}
		have = append(have, "SELECT '"+table+".' || unnest(["+strings.Join(counts, ", ")+"]) FROM "+from(table))
	}
	r.differ(t, from, have, want)
}

// filled finds the columns of an object's members, and how many of them the world fills.
func filled(o *models.Object, table *models.Table, path string, fill map[string]int, into map[string]map[string]int) {
	add := func(table *models.Table, column int, key string) {
		if into[table.Name] == nil {
			into[table.Name] = map[string]int{}
		}
		into[table.Name][table.Columns[column].Name] += fill[key]
	}
	for _, f := range o.Fields {
		switch {
		case f.Child != nil && f.Child.Object.Text != nil:
			add(f.Child, f.Child.Object.Text.Column, path+f.Name+"/"+f.Item+"/")
		case f.Child != nil:
			filled(f.Child.Object, f.Child, path+f.Name+"/"+f.Item+"/", fill, into)
		case f.Object != nil:
			filled(f.Object, table, path+f.Name+"/", fill, into)
		case f.Slot != nil:
			add(f.Slot.Child, f.Column, path+f.Name)
		default:
			add(table, f.Column, path+f.Name)
		}
	}
}

// keyed are the tables whose records a practice has, and the columns of their ids.
func keyed() map[string]string {
	return map[string]string{
		"providers": "id", "service_locations": "id", "practice_appointment_reasons": "appointment_reason_id",
		"patient_roster": "id", "patients": "id", "patient_details": "id", "appointments": "id",
		"appointment_details": "appointment_id", "charges": "id", "encounters": "encounter_id", "payments": "id",
		"transactions": "id",
	}
}

// keys compares whose records there are.
func (r *reader) keys(t *testing.T, from func(string) string, account *soap.Simulator) {
	t.Helper()
	var have, want []string
	for table, id := range keyed() {
		have = append(have, fmt.Sprintf("SELECT '%s ' || practice_id || '/' || %s FROM %s", table, id, from(table)))
		for _, practice := range account.Practices() {
			for _, id := range account.IDs(table, practice) {
				want = append(want, fmt.Sprintf("%s %d/%d", table, practice, id))
			}
		}
	}
	r.differ(t, from, have, want)
}

func sameTexts(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// money compares sums, to the cent.
func (r *reader) money(t *testing.T, from func(string) string, practice int64, sums soap.Sums) {
	t.Helper()
	var have, want []string
	for _, m := range []struct {
		table, column string
		want          int64
	}{
		{"charges", "total_charges", sums.Charges},
		{"charges", "adjusted_charges", sums.Adjusted},
		{"charges", "receipts", sums.Receipts},
		{"charges", "patient_balance", sums.PatientBalance},
		{"charges", "insurance_balance", sums.InsuranceBalance},
		{"charges", "total_balance", sums.TotalBalance},
		{"payments", "amount", sums.Payments},
		{"payments", "applied", sums.Applied},
		{"payments", "unapplied", sums.Unapplied},
		{"payments", "refunds", sums.Refunds},
		{"transactions", "amount", sums.Transactions},
	} {
		have = append(have, fmt.Sprintf("SELECT '%s.%s ' || coalesce(sum(%s), 0)::DECIMAL(18, 4) FROM %s WHERE practice_id = %d",
			m.table, m.column, m.column, from(m.table), practice))
		want = append(want, m.table+"."+m.column+" "+money(m.want))
	}
	if sums.Transactions != sums.TotalBalance {
		t.Errorf("the account's own sums do not add up: %+v", sums)
	}
	r.differ(t, from, have, want)
}
