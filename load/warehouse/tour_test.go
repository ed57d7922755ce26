package warehouse

import (
	"slices"
	"strings"
	"testing"

	"carehouse/models"
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
	var lines []string
	for _, row := range got.Rows {
		var texts []string
		for _, v := range row {
			texts = append(texts, v.Text)
		}
		lines = append(lines, strings.Join(texts, "|"))
	}
	want := []string{
		"1|1|99213|2026-02-03|120.0000|primary|Some Company With |80.0000", "1|1|99213|2026-02-03|120.0000|patient||20.0000",
		"1|1|99213|2026-02-03|120.0000|other||",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
}
