package simulator_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"testing"

	"carehouse/extract/supergood/simulator"
)

// begun is the first page's cursor of a question.
func (c *caller) begun(t *testing.T, dataset string, query ...string) string {
	t.Helper()
	next, _ := c.get(t, dataset, append([]string{"limit", "2"}, query...)...).body["next_cursor"].(string)
	if next == "" {
		t.Fatalf("%s: no cursor", dataset)
	}
	return next
}

func TestACursorBelongsToItsQuestion(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	since := []string{"updated_since", "2020-01-01T00:00:00Z"}
	plain, filtered := c.begun(t, "patients"), c.begun(t, "patients", since...)
	wide := c.begun(t, "appointments", ever...)
	sooner := []string{"start_date", "1900-01-02", "end_date", "2100-01-01"}
	bent, err := base64.RawURLEncoding.DecodeString(plain)
	if err != nil {
		t.Fatal(err)
	}
	bent[31]++ // a place further on
	for _, x := range []struct {
		name, dataset string
		query         []string
		status        int
	}{
		{"its own", "patients", []string{"cursor", plain}, http.StatusOK},
		{"its own with another limit", "patients", []string{"cursor", plain, "limit", "3"}, http.StatusOK},
		{"its own with a filter", "patients", append([]string{"cursor", filtered}, since...), http.StatusOK},
		{"twice", "patients", []string{"cursor", plain}, http.StatusOK},
		{"a bent one", "patients", []string{"cursor", base64.RawURLEncoding.EncodeToString(bent)}, http.StatusGone},
		{"a short one", "patients", []string{"cursor", plain[:20]}, http.StatusGone},
		{"nonsense", "patients", []string{"cursor", "page 2"}, http.StatusGone},
		{"of another dataset", "encounters", []string{"cursor", plain}, http.StatusGone},
		{"without its filter", "patients", []string{"cursor", filtered}, http.StatusGone},
		{"with a filter", "patients", append([]string{"cursor", plain}, since...), http.StatusGone},
		{"of another span", "appointments", append([]string{"cursor", wide}, sooner...), http.StatusGone},
		{"without notes", "encounters", []string{"cursor", c.begun(t, "encounters", "include", "note_text")}, http.StatusGone},
	} {
		want := map[int]string{http.StatusOK: "", http.StatusGone: "cursor_invalid"}[x.status]
		expect(t, x.name, c.get(t, x.dataset, x.query...), x.status, want)
	}
	c.token = c.enter(t, 1)
	expect(t, "another tenant", c.get(t, "patients", "cursor", plain), http.StatusGone, "cursor_invalid")
	c.token = c.enter(t, 0)
	expect(t, "a new session", c.get(t, "patients", "cursor", plain), http.StatusOK, "")
}

func TestWhatIsDeletedMeanwhileMovesNothing(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	want := c.IDs(0, "patients")
	next := c.begun(t, "patients")
	c.Delete(0, "patients", 4)
	c.Insert(0, "patients", 1)
	left := c.IDs(0, "patients")
	list, _ := c.get(t, "patients", "cursor", next, "limit", "100").body["data"].([]any)
	var got []string
	for _, r := range list {
		record, _ := r.(map[string]any)
		id, _ := record["id"].(string)
		got = append(got, id)
	}
	after := slices.DeleteFunc(left, func(id string) bool { return id <= want[1] })
	if !slices.Equal(got, after) {
		t.Errorf("got %v, want %v", got, after)
	}
}

func TestACursorCanBeLostInTheMiddle(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	mustFault(t, c, "cursor:patients:2")
	first := c.begun(t, "patients")
	a := c.get(t, "patients", "cursor", first, "limit", "2")
	second, _ := a.body["next_cursor"].(string)
	expect(t, "the first further page", a, http.StatusOK, "")
	expect(t, "the second", c.get(t, "patients", "cursor", second), http.StatusGone, "cursor_invalid")
	expect(t, "for good", c.get(t, "patients", "cursor", second), http.StatusGone, "cursor_invalid")
	expect(t, "and all of them", c.get(t, "patients", "cursor", first), http.StatusGone, "cursor_invalid")
	if got := len(c.sweep(t, "patients")); got != len(c.IDs(0, "patients")) {
		t.Errorf("begun again, got %d", got)
	}
}
