package main

import (
	"strings"
	"testing"
	"time"

	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
	records "carehouse/models/tpastream"
)

func TestThePeerMakesEveryBusinessColumnOfEveryTable(t *testing.T) {
	t.Parallel()

	root := records.Tables()[0]
	made := map[string]string{}
	for _, table := range peerTables(root) {
		for _, c := range table.Columns {
			made[table.Name+"."+c.Name] = c.SQL
		}
	}
	wanted := 0
	for table := range root.All() {
		for _, c := range table.Columns {
			if c.Role == models.Lineage {
				continue
			}
			wanted++
			if made[table.Name+"."+c.Name] == "" {
				t.Errorf("%s.%s is not made", table.Name, c.Name)
			}
		}
	}
	if len(made) != wanted {
		t.Errorf("got %d columns, want %d", len(made), wanted)
	}
	if key := made["claim_lines.claim_medical_id"]; key != `coalesce(r."claim_medical_id", r."id")` {
		t.Errorf("got %s for a line's claim, want its key or what stands in for it", key)
	}
}

func TestTheReaderIsToldEveryFieldOnce(t *testing.T) {
	t.Parallel()

	said := schema(records.Tables()[0])
	for _, want := range []string{`"claim_medical_lines" STRUCT(`, `"policy_holder" STRUCT(`, `"amount_paid" DECIMAL(18,4)`} {
		if !strings.Contains(said, want) {
			t.Errorf("the schema lacks %s", want)
		}
	}
	if strings.Count(said, `"claim_medical_lines"`) != 1 || !strings.HasSuffix(said, ")[]") {
		t.Errorf("got %s", said)
	}
}

func TestRecordsAreCutOutOfAPage(t *testing.T) {
	t.Parallel()

	sim := simulator.New(plainOptions(7, 30))
	one := recordsIn(sim.Page(claimsPath, 3, 1))
	whole := sim.Page(claimsPath, 1, 10)
	if len(one) == 0 || one[0] != '{' || one[len(one)-1] != '}' || !strings.Contains(string(whole), string(one)) {
		t.Errorf("got %.40s…, want the third record of the list", one)
	}
}

func TestTheMedianIsInTheMiddle(t *testing.T) {
	t.Parallel()

	for want, s := range map[time.Duration]span{2: {3, 1, 2}, 3: {4, 2}, 5: {5}} {
		if got := s.median(); got != want {
			t.Errorf("%v: got %d, want %d", []time.Duration(s), got, want)
		}
	}
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()

	for _, args := range [][]string{{"-size", "1"}, {"-reps", "0"}, {"more"}, {"-colour"}} {
		if _, err := parse(args, &strings.Builder{}); err == nil {
			t.Errorf("%v: got no error", args)
		}
	}
	s, err := parse([]string{"-size", "1000"}, &strings.Builder{})
	if err != nil || s.nightlyLines != 5_000_000 {
		t.Errorf("got %d lines and %v, want five million for a gigabyte", s.nightlyLines, err)
	}
}
