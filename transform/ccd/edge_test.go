package ccd

import (
	"strings"
	"testing"
)

// TestWhatIsOfCareStays has labels of the document's making where they are said of something else. A word that is taken
// from a document cannot be told from another one any more; a document too many costs space.
func TestWhatIsOfCareStays(t *testing.T) {
	t.Parallel()

	const head, created = "<h1>Note</h1><table><tr><td>Created On<td>01/02/2026 3:04 PM</table>", "Note\nCreated On\n"
	for name, html := range map[string]string{
		"a laboratory's report":          "<h2>Results</h2><p>Report created: 06/02/2026<h2>Plan</h2>x",
		"a report in a row":              "<h2>Results</h2><table><tr><td>Report Printed<td>06/02/2026 10:15</table><h2>Plan</h2>x",
		"a report of the same day":       "<h2>Results (01/02/2026)</h2><p>Report created: 01/02/2026<h2>Plan</h2>x",
		"the last section":               "<h2>Results</h2>x<h2>Reports</h2><p>Report generated: 06/02/2026 10:15",
		"a goal in the last section":     "<h2>Results</h2>x<h2>Goals</h2><table><tr><td>Created On<td>06/02/2026</table>",
		"an age in the last section":     "<h2>Results</h2>x<h2>Family</h2><p>Father, DOB 05/01/1945 (80yr)",
		"an accession":                   "<h2>Results</h2>x<h2>Reports</h2><p>Report ID: 17-333<p>Document ID: 17-334",
		"a prescription":                 "<h2>Medications</h2><p>Latanoprost, printed 12/01/2025<p>Timolol; Printed: 12/01/2025 9:30 AM<h2>Plan</h2>x",
		"a prescription at the end":      "<h2>Plan</h2>x<h2>Medications</h2><p>Printed 12/01/2025 9:30 AM",
		"a part that begins with a word": "<h2>a</h2>x<h2>Documented Problems</h2><p>Created: 06/02/2026<h2>Plan</h2>y",
	} {
		text := read(t, head+html).Text
		plain := strings.NewReplacer("<h2>", "\n", "</h2>", "\n", "<p>", "\n", "<table><tr><td>", "\n", "<td>", "\t", "</table>", "").Replace(html)
		for strings.Contains(plain, "\n\n") {
			plain = strings.ReplaceAll(plain, "\n\n", "\n")
		}
		if want := created + strings.TrimSpace(plain); text != want {
			t.Errorf("%s: got %q, want %q", name, text, want)
		}
	}
	for name, html := range map[string]string{
		"a document without headings":       "<p>Problems<p>Created: 06/02/2026<p>Printed 06/02/2026 10:15",
		"a document that is one section":    "<h1>Results</h1><p>Report created: 06/02/2026",
		"a first section of care":           "<h2>Results</h2><p>Report created: 06/02/2026<h2>Plan</h2>x",
		"what is behind a birth":            "<p>Printed by Ann, DOB 05/01/1975<h2>a</h2>x",
		"what is behind a visit":            "<p>Printed by Dr. Testperson for the visit on 01/02/2026<h2>a</h2>x",
		"what is more than the time":        "<p>Printed 12/01/2025 prescription<h2>a</h2>x",
		"a span":                            "<p>Document created 12/01/2025-12/05/2025<h2>a</h2>x",
		"a number that is no day":           "<p>Exported: 93817264<h2>a</h2>x",
		"a word behind the number":          "<p>Document ID: 55 left eye<h2>a</h2>x",
		"an accession at the head":          "<p>Report ID: 17-333<h2>a</h2>x",
		"what is below column heads":        "<table><tr><th>Order<th>State<tr><td>Printed<td>06/02/2026</table><h2>a</h2>x",
		"a header as long as no header is":  strings.Repeat("<p>x", 41) + "<p>Printed 06/02/2026<h2>a</h2>x",
		"a title with the day of the visit": "<title>Visit 06/02/2026</title><p>Printed 06/02/2026 by Ann<h2>a</h2>x",
	} {
		day := strings.NewReplacer("06/02/2026", "06/03/2026", "05/01/1975", "05/01/1976", "12/01/2025", "12/01/2024",
			"01/02/2026", "01/02/2025", "93817264", "93817265", "left", "right", "17-333", "17-334").Replace(html)
		if read(t, html).DocumentHash == read(t, day).DocumentHash {
			t.Errorf("%s: the same hash as of another", name)
		}
	}
}

func TestEdges(t *testing.T) {
	t.Parallel()

	const head = "<h1>Note (Jan 2, 2026, 3:04PM)</h1><table><tr><td>Created On<td>Jan 2, 2026, 3:04PM</table><h2>a</h2><p>b"
	const foot = "<div>Document</div><table><tr><td>ID<td>7</table>"
	for name, c := range map[string]struct{ html, want string }{
		"the foot of HL7":              {"<h2>a</h2>b" + foot + "<p>Created On<p>1/2/2026<p>DOB 1/2/1976 (50yr)", "a\nb\nDocument\nID\nCreated On\nDOB 1/2/1976"},
		"the head is preferred":        {head + foot + "<p>Created 1/3/2026<p>Created Jan 2, 2026, 3:04PM", "Note\nCreated On\na\nb\nDocument\nID\nCreated 1/3/2026\nCreated"},
		"two at the head":              {"<p>Created 1/2/2026<p>Created 1/3/2026<h2>a</h2>b" + foot + "Created 1/2/2026", "Created 1/2/2026\nCreated 1/3/2026\na\nb\nDocument\nID\nCreated 1/2/2026"},
		"two at the foot":              {"<h2>a</h2>b" + foot + "<p>Created 1/2/2026<p>Created 1/3/2026", "a\nb\nDocument\nID\nCreated 1/2/2026\nCreated 1/3/2026"},
		"a document that is its edges": {"<h1>a</h1><table><tr><td>DOB<td>1/2/1976 (50yr)</table>b" + foot, "a\nDOB\t1/2/1976\nb\nDocument\nID"},
		"a document without sections":  {"<h1>a</h1><table><tr><td>Patient:<td>b<tr><td>Created On<td>1/2/2026</table>Created 1/3/2026", "a\nPatient:\tb\nCreated On\nCreated 1/3/2026"},
		"the last line":                {"<h2>a</h2>b<p>Electronically generated by: Practice of the Eye 2.1 on 1/2/2026.", "a\nb\nElectronically generated by: Practice of the Eye 2.1 on."},
		"a page's last line":           {"<h2>a</h2>b<p>Page 3 of 3 | Printed 1/2/2026", "a\nb\nPage 3 of 3 | Printed"},
		"the last line but three":      {"<h2>a</h2>b<p>Document exported 1/2/2026<p>x<p>y<p>z", "a\nb\nDocument exported 1/2/2026\nx\ny\nz"},
		"the same minute in between":   {head + "<p>Printed: Jan 2, 2026, 3:04PM<p>Printed: Jan 2, 2026, 3:05PM<h2>c</h2>d", "Note\nCreated On\na\nb\nPrinted:\nPrinted: Jan 2, 2026, 3:05PM\nc\nd"},
		"headings in between":          {head + "<h2>c (Jan 2, 2026, 3:04PM)</h2>d<h2>e</h2>f", "Note\nCreated On\na\nb\nc (Jan 2, 2026, 3:04PM)\nd\ne\nf"},
		"a heading of the document":    {"<h2>a</h2>b<h2>Document Information</h2><p>Printed 1/2/2026<h2>c</h2>d", "a\nb\nDocument Information\nPrinted\nc\nd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := read(t, c.html).Text; got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
		})
	}
}
