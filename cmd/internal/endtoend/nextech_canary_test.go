package endtoend

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// TestNextechNoCommandSaysWhoIsWho runs every command over a practice on good days and bad ones, with all that can be told
// switched on. What is said, and what is left outside of the tables, is searched when the last test is over: for tokens and
// codes, for the names of patients and the numbers of their charts, and for what their documents say.
func TestNextechNoCommandSaysWhoIsWho(t *testing.T) {
	t.Parallel()

	p := strangerOf(t, eyes.Options{Seed: 495, Size: 30, Patients: 12, ClientSecret: "CANARYSECRET-of+the/app"})
	p.write(t, keptApart+"/app", "CANARYSECRET-of+the/app\n")
	entry := strings.Replace(practiceEntry(practiceName, p.login, p.url, "daily_budget: 10000"),
		"      client_id:", "      client_secret: file:./"+keptApart+"/app\n      client_id:", 1)
	p.write(t, "carehouse.yaml", alone+entry)
	loud := []string{"CAREHOUSE_LOG=debug,json"}
	p.runWith(t, loud, "sync").expect(t, engine.Person)
	pasted := func(bend func(string) string) func(string, io.Writer) {
		return func(address string, keyboard io.Writer) {
			_, err := io.WriteString(keyboard, bend(agrees(t, address))+"\n")
			must(t, err)
		}
	}
	p.logsIn(t, pasted(func(back string) string { return strings.Replace(back, "&state=", "&state=x", 1) }), loud, "--paste").expect(t, engine.Person)
	p.logsIn(t, pasted(func(back string) string { return back }), loud, "--paste").expect(t, engine.OK)
	p.runWith(t, loud, "check").expect(t, engine.OK)
	p.faulty(t, "drift")
	p.runWith(t, loud, "sync").expect(t, engine.OK)
	p.forbidsPatients(t)

	p.faulty(t, "429:search:2", "500-html:encounters:2", "garbled:encounters:5", "reset:encounters:7", "expire:encounters:9", "404:encounters:11")
	p.login.Update(10)
	p.runWith(t, loud, "sync", "--json", "--full").expect(t, engine.OK)
	for _, fault := range []string{"403:search:3:*", "redirect:encounters:3:*", "us-dates", "wrong-practice", "revoke:token"} {
		exit := engine.Partial
		if fault == "revoke:token" {
			exit = engine.Person
		}
		p.faulty(t, fault)
		p.runWith(t, loud, "sync", "--full").expect(t, exit)
		p.runWith(t, loud, "check")
		p.login.Heal()
	}
	p.write(t, tokenOf(practiceName), p.login.RefreshToken()+"\n")
	roster := string(p.login.CSV(""))
	p.write(t, rosterOf(practiceName), roster+"\"AB12,1000\n")
	p.runWith(t, loud, "sync").expect(t, engine.Partial)
	p.write(t, rosterOf(practiceName), roster)
	p.killed(t, "landing.page.line.sync:4", "sync", "--full")
	p.runWith(t, loud, "sync").expect(t, engine.OK)
	for _, args := range append(tour(practiceName+"/encounters"), []string{"rebuild"}) {
		p.runWith(t, loud, args...).expect(t, engine.OK)
	}
	must(t, p.collect("the practice"))
	told.has(t, "the practice: home/runs.jsonl", "the practice: home/memory/nextech/"+practiceName+"/ledger.json",
		"the practice: home/memory/nextech/"+practiceName+"/budget.json", "the practice: meta.drift", "the practice: meta.windows",
		"the practice: meta.pages", "manifest.jsonl")
}

// letter is what a chart number has that is no number: numbers of their length stand everywhere by chance.
var letter = regexp.MustCompile(`[A-Z&]`)

// forbidsPatients forbids what the tables say of patients, and looks at what their files' footers say.
func (p *practice) forbidsPatients(t *testing.T) {
	t.Helper()
	r := p.currentOf(t, records.Source)
	defer r.close(t)
	n := 0
	for _, query := range []string{
		"SELECT first_name || ' ' || last_name FROM nextech.patients",
		"SELECT chart_number FROM nextech.patients WHERE regexp_matches(chart_number, '[0-9]')", // one is a name
		"SELECT doctor_first_name || ' ' || doctor_last_name FROM nextech.encounters",
		"SELECT text FROM nextech.encounter_sections WHERE heading IN ('History', 'Plan of Care')",
		"SELECT title FROM nextech.encounter_documents",
	} {
		for _, word := range r.lines(t, "SELECT DISTINCT word FROM ("+query+") AS all_words(word) WHERE length(word) > 5") {
			if letter.MatchString(word) {
				told.forbid(word)
				n++
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d words are looked for", n)
	}
	r.footers(t, records.Tables(), 15)
}
