package tebra

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the diff before committing it")

// TestColumnsAreTheGoldenOnes shows every change of a table, column, type, privacy class or key as a diff.
func TestColumnsAreTheGoldenOnes(t *testing.T) {
	t.Parallel()

	var b strings.Builder
	for _, root := range Tables() {
		for table := range root.All() {
			fmt.Fprintf(&b, "%s key %s\n", table.Name, strings.Join(table.Keys(), " "))
			for _, c := range table.Columns {
				if c.Role != models.Lineage {
					fmt.Fprintf(&b, "  %s %s %s%s\n", c.Name, c.Type.SQL(), c.Privacy, marks(c))
				}
			}
		}
	}
	path := filepath.Join("testdata", "columns.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() == string(want) {
		return
	}
	got := strings.Split(b.String(), "\n")
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("line %d is not %q; if the change is meant, run this test with -update", i+1, line)
		}
	}
	t.Fatal("there are more columns; if they are meant, run this test with -update")
}

// marks are a column's options, as far as it has any.
func marks(c models.Column) string {
	var b strings.Builder
	for _, m := range []struct {
		is   bool
		name string
	}{
		{c.Key, "key"},
		{c.Volatile, "volatile"},
		{c.Version, "version"},
		{c.Span, "span"},
		{c.Within, "within"},
		{c.Given != "", "given"},
	} {
		if m.is {
			b.WriteString(" " + m.name)
		}
	}
	return b.String()
}

// TestPersonalColumnsSaySo finds columns that speak of a person by their name but claim to be clear.
func TestPersonalColumnsSaySo(t *testing.T) {
	t.Parallel()

	words := []string{
		"patient", "full_name", "first_name", "last_name", "middle_name", "birth", "dob", "ssn", "social_security", "email",
		"phone", "fax", "address", "zip_code", "notes", "note", "insured", "guarantor", "administrator", "contact", "user",
	}
	// What a practice and its locations print on their letters speaks of a company.
	companies := map[string]bool{"practices": true, "service_locations": true}
	letterhead := map[string]bool{
		"phone": true, "phone_ext": true, "fax": true, "fax_ext": true, "k_fax_number": true, "email": true,
		"fax_phone": true, "fax_phone_ext": true, "address_line1": true, "address_line2": true, "zip_code": true,
		"practice_address_line1": true, "practice_address_line2": true, "practice_zip_code": true,
	}
	// Which practice it is says nothing of whom it treats.
	practice := map[string]bool{"patient_practice_id": true, "patient_summary_practice_id": true}
	for _, root := range Tables() {
		for table := range root.All() {
			for _, c := range table.Columns {
				if c.Role != models.FromPayload && c.Role != models.FromPage {
					continue
				}
				if c.Privacy != models.Clear || practice[c.Name] || companies[table.Name] && letterhead[c.Name] {
					continue
				}
				for _, word := range words {
					if strings.Contains(c.Name, word) {
						t.Errorf("%s.%s looks personal but is clear", table.Name, c.Name)
					}
				}
			}
		}
	}
}

// TestNamesAndNumbersOfPersonsAreDirect finds those that are only linked.
func TestNamesAndNumbersOfPersonsAreDirect(t *testing.T) {
	t.Parallel()

	endings := []string{
		"full_name", "first_name", "middle_name", "last_name", "ssn", "social_security_number", "dob", "date_of_birth",
		"insured_id_number", "medical_record_number", "email_address", "home_phone", "mobile_phone", "notes", "message",
	}
	for _, root := range Tables() {
		for table := range root.All() {
			for _, c := range table.Columns {
				for _, ending := range endings {
					if strings.HasSuffix(c.Name, ending) && c.Privacy != models.Direct {
						t.Errorf("%s.%s names a person but is %s", table.Name, c.Name, c.Privacy)
					}
				}
			}
		}
	}
}

// TestEveryColumnIsExplainedInItsOwnWords finds a sentence that was copied from a neighbor and not changed.
func TestEveryColumnIsExplainedInItsOwnWords(t *testing.T) {
	t.Parallel()

	for _, root := range Tables() {
		for table := range root.All() {
			said := map[string]string{}
			for _, c := range table.Columns {
				if c.Role == models.Lineage || c.Role == models.FromParent {
					continue
				}
				if other, ok := said[c.Doc]; ok {
					t.Errorf("%s: %s and %s are explained alike: %s", table.Name, other, c.Name, c.Doc)
				}
				said[c.Doc] = c.Name
				if !sentence(c.Doc) {
					t.Errorf("%s.%s: %q is no short sentence", table.Name, c.Name, c.Doc)
				}
			}
			if !strings.HasSuffix(table.Doc, ".") {
				t.Errorf("%s: %q is no sentence", table.Name, table.Doc)
			}
		}
	}
}

// sentence reports whether doc begins with a capital, or with a value of the column as it comes, and ends with a stop.
func sentence(doc string) bool {
	begins := 'A' <= doc[0] && doc[0] <= 'Z' || '0' <= doc[0] && doc[0] <= '9' || strings.HasPrefix(doc, "primary, ")
	return begins && strings.HasSuffix(doc, ".") && len(doc) <= 200
}

// TestAColumnIsExplainedInTheWordsOfItsName finds a sentence that was changed in the wrong place.
func TestAColumnIsExplainedInTheWordsOfItsName(t *testing.T) {
	t.Parallel()

	words := []struct {
		part string   // of a column's name
		says []string // one of these is in its sentence
	}{
		{"primary_insurance_policy_", []string{"primary policy"}},
		{"secondary_insurance_policy_", []string{"secondary policy"}},
		{"authorization1_", []string{"first authorization"}},
		{"authorization2_", []string{"second authorization"}},
		{"authorization3_", []string{"third authorization"}},
		{"default_case_", []string{"default case"}},
		{"default_service_location_", []string{"usual"}},
		{"administrator_", []string{"administrator"}},
		{"billing_contact_", []string{"contact", "answers for bills"}},
		{"guarantor_", []string{"guarantor", "answers for the bills"}},
		{"address_line1", []string{"first line"}},
		{"address_line2", []string{"second line"}},
		{"_city", []string{"city"}},
		{"zip_code", []string{"ZIP"}},
		{"country", []string{"country"}},
		{"_ext", []string{"extension", "integrator", "line's id"}},
		{"first_name", []string{"first name"}},
		{"middle_name", []string{"middle name"}},
		{"last_name", []string{"last name"}},
		{"start_date", []string{"first day", "begins"}},
		{"end_date", []string{"last day", "ends"}},
		{"created_date", []string{"entered", "created", "set up", "made"}},
		{"modified_date", []string{"last changed"}},
		{"fax", []string{"fax"}},
		{"phone", []string{"phone", "fax"}},
		{"email", []string{"e-mail"}},
		{"insured_", []string{"insured"}},
		{"rendering", []string{"render", "usually treats"}},
		{"supervising", []string{"supervis"}},
		{"scheduling_provider", []string{"appointment was with", "scheduling"}},
		{"referring_provider", []string{"refer"}},
	}
	for _, root := range Tables() {
		for table := range root.All() {
			for _, c := range table.Columns {
				if c.Role != models.FromPayload {
					continue
				}
				for _, w := range words {
					says := func(word string) bool { return strings.Contains(c.Doc, word) }
					if strings.Contains("_"+c.Name, w.part) && !slices.ContainsFunc(w.says, says) {
						t.Errorf("%s.%s: %q says none of %q", table.Name, c.Name, c.Doc, w.says)
					}
				}
			}
		}
	}
}
