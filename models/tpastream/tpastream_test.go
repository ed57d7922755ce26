package tpastream

import (
	"strings"
	"testing"

	"carehouse/models"
)

// TestTheTablesOfTheDesign pins the names that other tools rely on.
func TestTheTablesOfTheDesign(t *testing.T) {
	t.Parallel()

	const want = "claims claim_lines claim_members claim_dependents claim_files " +
		"employers employer_payers employer_accounts employer_teams " +
		"members member_dependents member_accounts member_vendor_keys policy_holders events"
	var got []string
	for _, root := range Tables() {
		for table := range root.All() {
			got = append(got, table.Name)
		}
	}
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

// TestPersonalColumnsSaySo finds columns that name a person by their name but claim to be clear.
func TestPersonalColumnsSaySo(t *testing.T) {
	t.Parallel()

	words := []string{"patient", "fullname", "first_name", "last_name", "middle_name", "birth", "ssn", "email", "phone", "address", "username"}
	// These speak of companies and settings, not of persons.
	settings := map[string]bool{"email_automation": true, "send_new_claim_emails": true, "easy_enroll_ssn_required": true}
	for _, root := range Tables() {
		for table := range root.All() {
			for _, c := range table.Columns {
				for _, word := range words {
					if strings.Contains(c.Name, word) && c.Privacy == models.Clear && !settings[c.Name] {
						t.Errorf("%s.%s looks personal but is clear", table.Name, c.Name)
					}
				}
			}
		}
	}
}
