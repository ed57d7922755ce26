package endtoend

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/extract/tpastream/simulator"
	"carehouse/load/lake"
	"carehouse/models"
	"carehouse/models/tpastream"
	"carehouse/transform"
)

// A truth is what the tables must hold, as Parquet files beside the home. They are made the short way: encoding/json
// writes the simulator's structs and the reference reads them, so nothing that the program does on its way from an
// answer to a row is part of it.
type truth struct {
	tenant string
	files  map[string]string // by table; a table without rows has none
	told   simulator.Truth
	plain  bool // answers hold nothing that no struct knows, so hashes can be compared too
}

// truth puts down what the tables must hold.
func (h *house) truth(t *testing.T, told simulator.Truth) truth {
	t.Helper()
	return truthOf(t, "my-tpa", h.api, told)
}

// truthOf puts down what the tables must hold of one tenant, for [reader.of].
func truthOf(t *testing.T, tenant string, api *simulator.Simulator, told simulator.Truth) truth {
	t.Helper()
	w := truth{tenant: tenant, files: map[string]string{}, told: told, plain: api.Options().Plain}
	if api.Options().EventsStatus != 0 {
		told.Events = nil
	}
	for i, root := range tpastream.Tables() {
		body := []any{told.Claims, told.Employers, told.Members, told.PolicyHolders, told.Events}[i]
		w.add(t, root, body)
	}
	return w
}

func (w truth) add(t *testing.T, root *models.Table, records any) {
	t.Helper()
	body := got(json.Marshal(map[string]any{"data": records}))(t)
	batch, err := got(transform.Compile(root))(t).Reference(
		memory.DefaultAllocator,
		models.Window{Source: root.Source, Tenant: w.tenant, ID: "truth"},
		models.Page{Number: 1, Table: root.Name, Records: "data", Body: body},
	)
	must(t, err)
	defer batch.Release()
	if len(batch.Rejects) > 0 {
		t.Fatalf("the truth has rejects: %v", batch.Rejects[0])
	}
	writer := lake.Stage(t.TempDir(), root)
	must(t, writer.Write(batch.Records))
	for table, file := range got(writer.Close())(t) {
		w.files[table] = file.Path
	}
}

// beside adds what the tables must hold of another tenant, for [reader.matches].
func (w truth) beside(other truth) {
	for table, file := range other.files {
		if w.files[table] != "" {
			file = w.files[table] + "', '" + file
		}
		w.files[table] = file
	}
}

// holds checks that database and lake hold the truth and nothing else.
func (r *reader) holds(t *testing.T, w truth) {
	t.Helper()
	r.matches(t, w)
	r.adds(t, w.told)
}

// matches compares database and lake with the truth row by row, and does not add up what they must.
func (r *reader) matches(t *testing.T, w truth) {
	t.Helper()
	for _, table := range r.names() {
		columns := slices.DeleteFunc(slices.Clone(r.tables[table]), func(c string) bool {
			return !w.plain && (c == "_extra" || c == "_hash") // which hold what no struct can tell
		})
		list := strings.Join(columns, ", ")
		want := fmt.Sprintf("SELECT %s FROM %s WHERE false", list, r.database(table))
		if file := w.files[table]; file != "" {
			want = fmt.Sprintf("SELECT %s FROM read_parquet(['%s'])", list, file)
		}
		for _, from := range []string{r.database(table), r.lake(table)} {
			have := fmt.Sprintf("SELECT %s FROM %s", list, from)
			for _, way := range []struct{ says, a, b string }{{"too much", have, want}, {"missing", want, have}} {
				differ := r.lines(t, fmt.Sprintf("SELECT * FROM (%s EXCEPT ALL %s) LIMIT 2", way.a, way.b))
				if len(differ) > 0 {
					t.Errorf("%s: %s: %.300s", from, way.says, strings.Join(differ, "\n\t"))
				}
			}
		}
	}
}

// adds compares keys and amounts with sums that this test makes itself, to the cent.
func (r *reader) adds(t *testing.T, told simulator.Truth) {
	t.Helper()
	billed, paid := map[string]int64{}, map[string]int64{}
	lines, keys := 0, map[int64]bool{}
	sum := func(into map[string]int64, table string, m models.Money) {
		units, _ := m.Units()
		into[table] += units
	}
	for _, c := range told.Claims {
		keys[key(c)] = true
		sum(billed, "claims", c.AmountBilled)
		sum(paid, "claims", c.AmountPaid)
		lines += len(c.Lines)
		for _, l := range c.Lines {
			sum(billed, "claim_lines", l.AmountBilled)
			sum(paid, "claim_lines", l.AmountPaid)
		}
	}
	for _, from := range []func(string) string{r.database, r.lake} {
		for table, want := range map[string]string{
			"claims":      fmt.Sprint(len(told.Claims), " ", money(billed["claims"]), " ", money(paid["claims"])),
			"claim_lines": fmt.Sprint(lines, " ", money(billed["claim_lines"]), " ", money(paid["claim_lines"])),
		} {
			have := r.one(t, `SELECT count(*) || ' ' || coalesce(sum(amount_billed), 0::DECIMAL(18, 4)) || ' ' ||
				coalesce(sum(amount_paid), 0::DECIMAL(18, 4)) FROM `+from(table))
			if have != want {
				t.Errorf("%s: got %s rows, billed and paid; want %s", from(table), have, want)
			}
		}
		var want []string
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			want = append(want, strconv.FormatInt(key, 10))
		}
		have := r.lines(t, "SELECT claim_medical_id FROM "+from("claims")+" ORDER BY 1")
		if !slices.Equal(have, want) {
			t.Errorf("%s: %d keys are not the %d that there ought to be", from("claims"), len(have), len(want))
		}
	}
}

// money writes ten-thousandths.
func money(units int64) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	return fmt.Sprintf("%s%d.%04d", sign, units/10_000, units%10_000)
}
