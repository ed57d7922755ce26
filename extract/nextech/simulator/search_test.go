package simulator_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"carehouse/extract/nextech/simulator"
)

func TestATermFindsNamesAndChartNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, term string
		options    simulator.Options
		want       []int64 // among others, where more is true
		not        []int64
	}{
		{"a chart number that another begins with", "AB12", simulator.Options{}, []int64{1000, 1001}, nil},
		{"the longer one", "AB123", simulator.Options{}, []int64{1001}, []int64{1000}},
		{"in any case", "ab12", simulator.Options{}, []int64{1000, 1001}, nil},
		{"a chart number that is a name", "Castillo", simulator.Options{}, []int64{1002, 1003}, nil},
		{"charts only", "castillo", simulator.Options{Fields: simulator.Charts}, []int64{1002}, []int64{1003}},
		{"names only", "castillo", simulator.Options{Fields: simulator.Names}, []int64{1003}, []int64{1002}},
		{"signs", "Ñ 7/2+&#", simulator.Options{}, []int64{1004}, nil},
		{"an end", "B123", simulator.Options{}, nil, []int64{1001}},
		{"a middle where that counts", "B12", simulator.Options{Match: simulator.Contains}, []int64{1000, 1001}, nil},
		{"a switch", "B12", simulator.Options{Faults: []string{"contains"}}, []int64{1000, 1001}, nil},
		{"blanks around", " AB123 ", simulator.Options{}, []int64{1001}, nil},
		{"nobody", "zzz", simulator.Options{}, nil, []int64{1000}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, tt.options)
			got := ids(people(t, c.ask("/search?term="+url.QueryEscape(tt.term))))
			for _, id := range tt.want {
				if !slices.Contains(got, id) {
					t.Errorf("got %v, want %d in it", got, id)
				}
			}
			for _, id := range tt.not {
				if slices.Contains(got, id) {
					t.Errorf("got %v, want %d not in it", got, id)
				}
			}
		})
	}
}

func TestFullNamesAreFoundInBothOrders(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	x := c.Truth("").Patients[8]
	for _, term := range []string{x.FirstName, x.LastName, x.FirstName + " " + x.LastName, x.LastName + ", " + x.FirstName} {
		if got := ids(people(t, c.ask("/search?term="+url.QueryEscape(term)))); !slices.Contains(got, x.ID) {
			t.Errorf("got %v for one of the names", got)
		}
	}
}

func TestASearchNeedsATerm(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	for _, path := range []string{"/search", "/search?term=", "/search?term=%20", "/search?name=ava"} {
		if w := c.ask(path); w.Code != 400 {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
}

func TestTheCapIsHidden(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 600, Practices: 1, Cap: 7})
	if got := people(t, c.ask("/search?term=a")); len(got) != 7 {
		t.Errorf("got %d hits", len(got))
	}
	c.fault(t, "cap:3")
	if got := people(t, c.ask("/search?term=a")); len(got) != 3 {
		t.Errorf("got %d hits", len(got))
	}
}

func TestAnswersHaveTheShapesThatNobodyHasSettled(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	one, none, more := "/search?term=AB123", "/search?term=zzz", "/search?term=AB12"
	for _, tt := range []struct {
		fault, path string
		status      int
		begin, all  string
	}{
		{"", one, 200, `[{"patientId":1001,`, ""},
		{"", none, 200, "", "[]"},
		{"object-replies", one, 200, `{"patientId":1001,`, ""},
		{"object-replies", more, 200, `[{"patientId"`, ""},
		{"object-replies", none, 200, "", "[]"},
		{"empty-object", none, 200, "", "{}"},
		{"empty-204", none, 204, "", ""},
		{"empty-204", one, 200, `[{"patientId":1001,`, ""},
	} {
		c.Heal()
		if tt.fault != "" {
			c.fault(t, tt.fault)
		}
		w := c.ask(tt.path)
		got := w.Body.String()
		if w.Code != tt.status || !strings.HasPrefix(got, tt.begin) || tt.begin == "" && got != tt.all {
			t.Errorf("%s of %s: got %d %s", tt.fault, tt.path, w.Code, got)
		}
	}
}

func TestPatientsLookAsTheSampleDoes(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 600, Practices: 1})
	truth := map[int64]simulator.Patient{}
	nulls, shifted := map[string]int{}, 0
	for _, x := range c.Truth("").Patients {
		truth[x.ID] = x
		if x.ChartNumber == nil {
			nulls["chart"]++
			continue
		}
		hits := people(t, c.ask("/search?term="+url.QueryEscape(*x.ChartNumber)))
		at := slices.IndexFunc(hits, func(p person) bool { return p.PatientID == x.ID })
		if at < 0 {
			t.Fatalf("patient %d is not found", x.ID)
		}
		got := hits[at]
		if got.DOB[:10] != x.DOB || len(got.DOB) < 20 || !strings.HasSuffix(got.DOB, "Z") {
			t.Errorf("got %s, want the day %s", got.DOB, x.DOB)
		}
		if strings.HasPrefix(got.DOB[10:], "T0") {
			shifted++
		}
		if !strings.Contains(got.LastName, simulator.Marker) && (got.MiddleName == nil || *got.MiddleName != simulator.Marker) {
			t.Errorf("patient %d has no marker", x.ID)
		}
		if got.SSN != nil && !strings.HasPrefix(*got.SSN, "###-##-") {
			t.Errorf("patient %d has a number that is not masked", x.ID)
		}
		if got.SSN == nil {
			nulls["ssn"]++
		}
		if got.MiddleName == nil {
			nulls["middle"]++
		}
	}
	if shifted == 0 || nulls["ssn"] == 0 || nulls["middle"] == 0 || nulls["chart"] == 0 {
		t.Errorf("got %d days that America would move, nulls %v", shifted, nulls)
	}
}
