package warehouse

import (
	"slices"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/nextech"
	"carehouse/models/supergood"
	"carehouse/models/tebra"
)

func TestTheTourShowsChargesWithTheirPayers(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	all := tebra.Tables()
	at := slices.IndexFunc(all, func(root *models.Table) bool { return root.Name == "charges" })
	if err := h.db.Create(t.Context(), all[at:at+1]); err != nil {
		t.Fatal(err)
	}
	const lineage = "'a' AS _tenant, '' AS _window, 1 AS _page, 0 AS _record, TIMESTAMPTZ '2026-01-01' AS _extracted_at, 0 AS _hash, 0 AS _rejected"
	h.rows("INSERT INTO tebra.charges BY NAME SELECT n AS practice_id, 1 AS id, '99213' AS procedure_code, " +
		"DATE '2026-02-03' AS service_start_date, 120 AS total_charges, 0 AS _ordinal, * EXCLUDE (n, _record) FROM (SELECT range + 1 AS n, " +
		lineage + " FROM range(3))")
	h.rows("INSERT INTO tebra.charge_payers BY NAME SELECT *, " + lineage + ` FROM (VALUES
		(1, 1, 0, 'primary', 'Some Company With A Long Name', 80, NULL), (1, 1, 3, 'patient', NULL, NULL, 20), (1, 1, 4, 'other', NULL, NULL, NULL),
		(2, 1, 0, 'primary', 'One Payer', 80, NULL), (2, 1, 3, 'patient', NULL, NULL, 0)
		) AS v(practice_id, charge_id, _ordinal, payer, company_name, insurance_payment, payment_amount)`)
	got, err := h.db.Report(t.Context(), "tour_charges")
	if err != nil {
		t.Fatal(err)
	}
	lines := linesOf(got)
	want := []string{
		"1|1|99213|2026-02-03|120.0000|primary|Some Company With |80.0000", "1|1|99213|2026-02-03|120.0000|patient||20.0000",
		"1|1|99213|2026-02-03|120.0000|other||",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
}

func linesOf(r Report) []string {
	var lines []string
	for _, row := range r.Rows {
		var texts []string
		for _, v := range row {
			texts = append(texts, v.Text)
		}
		lines = append(lines, strings.Join(texts, "|"))
	}
	return lines
}

func TestTheTourFindsThePeopleWhomThreeAPIsKnow(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	if err := h.db.Create(t.Context(), slices.Concat(tebra.Tables(), nextech.Tables(), supergood.Tables())); err != nil {
		t.Fatal(err)
	}
	const lineage = ", '' AS _window, 1 AS _page, 0 AS _ordinal, TIMESTAMPTZ '2026-01-01' AS _extracted_at, 0 AS _hash, 0 AS _rejected "
	insert := func(table, columns, values string) {
		h.rows("INSERT INTO " + table + " BY NAME SELECT *" + lineage + "FROM (VALUES " + values + ") AS v(" + columns + ")")
	}
	insert("tebra.patients", "_tenant, practice_id, id, first_name, last_name, dob", `
		('t', 1, 7, 'Ann', 'Lee Testperson', DATE '1990-05-06'), ('t', 1, 8, 'Bob', 'Lee Testperson', DATE '1980-05-06'),
		('t', 2, 7, 'Ann', 'Lee Testperson', DATE '1990-05-07')`)
	insert("nextech.patients", "_tenant, practice_id, patient_id, first_name, last_name, dob", `
		('n', '4', 70, 'ANN', 'Lee Testperson', DATE '1990-05-06'), ('n', '4', 71, 'Bob', 'Lee Testperson', DATE '1980-05-06')`)
	insert("supergood.patients", "_tenant, id, first_name, last_name, date_of_birth", `
		('s', 'p1', 'Ann', 'Lee Testperson', DATE '1990-05-06'), ('s', 'p2', 'Bob', 'Lee Testperson', DATE '1981-05-06')`)
	insert("tebra.charges", "_tenant, practice_id, id, patient_id, total_charges",
		"('t', 1, 1, 7, 100), ('t', 1, 2, 7, 20.5), ('t', 2, 3, 7, 1), ('other', 1, 4, 7, 1)")
	insert("nextech.encounters", "_tenant, practice_id, patient_id, encounter_id, encounter_date",
		"('n', '4', 70, 1, TIMESTAMPTZ '2026-02-03'), ('n', '5', 70, 2, TIMESTAMPTZ '2026-02-04')")
	got, err := h.db.Report(t.Context(), "tour_join")
	if err != nil {
		t.Fatal(err)
	}
	if lines := linesOf(got); !slices.Equal(lines, []string{"1|2|120.5000|1|2026-02-03|0|"}) {
		t.Errorf("got %q", lines)
	}
}
