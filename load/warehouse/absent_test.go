package warehouse

import (
	"strings"
	"testing"
	"time"

	"carehouse/models"
)

type stay struct {
	_        models.Row     `table:"stays" doc:"One stay."`
	ID       models.Int     `json:"id" col:",key" doc:"Its number."`
	Practice models.Int     `json:"practice" col:",within" doc:"Whose it is."`
	Day      models.Date    `json:"day" doc:"Its day."`
	Began    models.USTime  `json:"began" doc:"When it began, by a clock without a zone."`
	Entered  models.Instant `json:"entered" doc:"When it was entered."`
}

// stays is a database of five stays, one a day at eight, of which a sweep has just seen none.
func stays(t *testing.T) (*home, *models.Table) {
	t.Helper()

	h, root := newHome(t), models.MustCompile[stay]("clinic2")
	if err := h.db.Create(t.Context(), []*models.Table{root}); err != nil {
		t.Fatal(err)
	}
	h.rows(`INSERT INTO clinic2.stays BY NAME
		SELECT n AS id, 1 + n % 2 AS practice, DATE '2026-01-01' + n::INTEGER AS day, day + INTERVAL 8 HOURS AS began,
			began::TIMESTAMPTZ AS entered, 'a' AS _tenant, '' AS _window, 1 AS _page, 0 AS _ordinal,
			TIMESTAMPTZ '2026-01-01' AS _extracted_at, n AS _hash, 0 AS _rejected
		FROM range(1, 6) AS r(n)`)
	h.rows("CREATE TEMP TABLE arrived AS SELECT id FROM clinic2.stays LIMIT 0")
	return h, root
}

func TestAbsenceIsJudgedInsideOfTheSpan(t *testing.T) {
	t.Parallel()

	day := func(n, hour int) time.Time { return time.Date(2026, 1, n, hour, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		name, column string
		from, to     time.Time
		want         string
	}{
		{"whole days", "day", day(3, 0), day(5, 0), "2 3"},
		{"parts of days prove nothing of the day", "day", day(3, 1), day(5, 23), "3"},
		{"a clock without a zone", "began", day(3, 8), day(5, 8), "2 3"},
		{"an hour later", "began", day(3, 9), day(5, 9), "3 4"},
		{"an instant", "entered", day(3, 8), day(5, 8), "2 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h, root := stays(t)
			root.Columns[root.Column(test.column)].Span = true
			h.absent(root, test.want, models.Windows, test.from, test.to, "")
		})
	}
}

func TestAbsenceIsJudgedWithinWhatWasSwept(t *testing.T) {
	t.Parallel()

	for _, test := range []struct{ name, within, want string }{
		{"everything", "", "1 2 3 4 5"},
		{"one practice", "1", "2 4"},
		{"two practices, and one that has nothing", "1 2  13", "1 2 3 4 5"},
		{"words are compared whole", "11 21", ""},
		{"and never run", "1') OR TRUE --", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h, root := stays(t)
			h.absent(root, test.want, models.Snapshot, time.Time{}, time.Time{}, test.within)
		})
	}
}

// absent judges who is gone when nobody was seen, and compares the ids.
func (h *home) absent(root *models.Table, want string, mode models.Mode, from, to time.Time, within string) {
	h.t.Helper()

	w := models.NewWindow("clinic2", "a", "stays", mode, start)
	w.From, w.To = from, to
	s := Staged{Window: w, Verdict: models.Verdict{Outcome: models.Complete, Absence: true, Within: within}}
	tree := newShape(root)
	for _, step := range []func() error{
		func() error { return h.db.enter(h.t.Context(), s) },
		func() error {
			return h.db.prepare(h.t.Context(), s, StagedRoot{Root: root, Sweep: true, Span: root.Span()}, tree)
		},
		func() error { return h.db.run(h.t.Context(), "load/absent", tree) },
	} {
		if err := step(); err != nil {
			h.t.Fatal(err)
		}
	}
	if got := strings.Join(h.rows("SELECT id FROM absent ORDER BY id"), " "); got != want {
		h.t.Errorf("got %q as absent, want %q", got, want)
	}
}

func TestASweepOfAPartDeletesInThatPartOnly(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
	part := func(n int, within string) TableChanges {
		s := h.stage(window{tenant: "a", n: n, bills: some(1, 1), absence: true})
		s.Verdict.Within = within
		changes, err := h.db.Merge(t.Context(), s, MergeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return changes.Tables[0]
	}
	if c := part(1, "2"); c.Missed+c.Deleted != 0 {
		t.Errorf("got %+v where no column says what the part is, want nobody judged", c)
	}
	h.root.Columns[h.root.Column("id")].Within = true
	first, second := part(2, "1 2 3"), part(3, "3 4")
	if first.Missed != 2 || second.Deleted != 1 || second.Missed != 1 {
		t.Errorf("got %+v and %+v, want 2 and 3 missed, then 3 gone and 4 missed", first, second)
	}
	if left := h.rows("SELECT count(*), count(*) FILTER (WHERE id = 3) FROM clinic.bills"); left[0] != "19 0" {
		t.Errorf("got %v, want all but the third bill", left)
	}
}
