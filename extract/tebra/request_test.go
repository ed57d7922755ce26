package tebra

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
)

// plainCredentials are ones that need escaping.
func plainCredentials() Credentials {
	return Credentials{CustomerKey: models.NewSecret("k1"), Password: models.NewSecret(`a&b<c>"d'`), User: models.NewSecret("me@example.com")}
}

const (
	requestStart = `<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>`
	requestEnd   = `</s:Body></s:Envelope>`
	testSecrets  = `<CustomerKey>k1</CustomerKey><Password>a&amp;b&lt;c&gt;&#34;d&#39;</Password><User>me@example.com</User>`
	testHeader   = `<RequestHeader><ClientVersion>carehouse</ClientVersion>` + testSecrets + `</RequestHeader>`
)

// questions are one of each operation as walks ask them, with every criterion that any of them sends.
func questions() map[string]struct {
	criteria []member
	want     string // inside of request, behind the header
} {
	p, s := practice{12, "One & Co"}, span{at("2025-03-01"), at("2025-03-31")}
	type q = struct {
		criteria []member
		want     string
	}
	return map[string]q{
		getThrottles: {}, getVendors: {}, getCustomer: {},
		getPractices: {nil, `<Fields/><Filter/>`},
		getProviders: {
			p.named(getProviders),
			`<Fields/><Filter><PracticeID>12</PracticeID><PracticeName>One &amp; Co</PracticeName></Filter>`,
		},
		getLocations: {
			p.named(getLocations),
			`<Fields xmlns="http://www.kareo.com/api/schemas"/><Filter xmlns="http://www.kareo.com/api/schemas">` +
				`<PracticeID>12</PracticeID><PracticeName>One &amp; Co</PracticeName></Filter>`,
		},
		getCodes: {
			[]member{{name: "CustomerSpecific", value: "false"}, {name: "Active", value: "true"}},
			`<Fields xmlns="http://www.kareo.com/api/schemas"/><Filter xmlns="http://www.kareo.com/api/schemas">` +
				`<Active>true</Active><CustomerSpecific>false</CustomerSpecific></Filter>`,
		},
		getReasons: {p.named(getReasons), `<PracticeId>12</PracticeId>`},
		getAllPatients: {
			append(p.named(getAllPatients), member{name: "StartKey", value: "77"}, member{name: "BatchSize", value: "500"}),
			`<Fields/><Filter><BatchSize>500</BatchSize><PracticeID>12</PracticeID><StartKey>77</StartKey></Filter>`,
		},
		getPatients: {
			slices.Concat(p.named(getPatients), between("FromCreatedDate", "ToCreatedDate", s), between(fromModified, toModified, s)),
			`<Fields/><Filter><FromCreatedDate>2025-03-01</FromCreatedDate><FromLastModifiedDate>2025-03-01</FromLastModifiedDate>` +
				`<PracticeID>12</PracticeID><PracticeName>One &amp; Co</PracticeName>` +
				`<ToCreatedDate>2025-03-31</ToCreatedDate><ToLastModifiedDate>2025-03-31</ToLastModifiedDate></Filter>`,
		},
		getPatient: {
			[]member{{name: "PatientID", value: "7"}, {name: "ExternalVendorID", value: "3"}, {name: "ExternalID", value: "x<1"}},
			`<Filter><ExternalID>x&lt;1</ExternalID><ExternalVendorID>3</ExternalVendorID><PatientID>7</PatientID></Filter>`,
		},
		getAppointments: {
			slices.Concat(p.named(getAppointments), between("StartDate", "EndDate", s), []member{{name: "TimeZoneOffsetFromGMT", value: "-6"}}),
			`<Fields/><Filter><EndDate>2025-03-31</EndDate><PracticeName>One &amp; Co</PracticeName>` +
				`<StartDate>2025-03-01</StartDate><TimeZoneOffsetFromGMT>-6</TimeZoneOffsetFromGMT></Filter>`,
		},
		getAppointment: {[]member{{name: "AppointmentId", value: "9"}}, `<Appointment><AppointmentId>9</AppointmentId></Appointment>`},
		getCharges: {
			slices.Concat(p.named(getCharges), dateds()[charges].extra, between("FromServiceDate", "ToServiceDate", s)),
			`<Fields/><Filter><FromServiceDate>2025-03-01</FromServiceDate><IncludeUnapprovedCharges>T</IncludeUnapprovedCharges>` +
				`<PracticeName>One &amp; Co</PracticeName><ToServiceDate>2025-03-31</ToServiceDate></Filter>`,
		},
		getEncounter: {
			append(p.named(getEncounter), member{name: "EncounterID", value: "5"}),
			`<Fields/><Filter><EncounterID>5</EncounterID><Practice><PracticeID>12</PracticeID><PracticeName>One &amp; Co</PracticeName></Practice></Filter>`,
		},
		getPayments: {
			slices.Concat(p.named(getPayments), between("FromPostDate", "ToPostDate", s)),
			`<Fields/><Filter><FromPostDate>2025-03-01</FromPostDate><PracticeID>12</PracticeID><PracticeName>One &amp; Co</PracticeName>` +
				`<ToPostDate>2025-03-31</ToPostDate></Filter>`,
		},
		getTransactions: {
			slices.Concat(p.named(getTransactions), between("FromTransactionDate", "ToTransactionDate", s)),
			`<Fields/><Filter><FromTransactionDate>2025-03-01</FromTransactionDate><PracticeName>One &amp; Co</PracticeName>` +
				`<ToTransactionDate>2025-03-31</ToTransactionDate></Filter>`,
		},
	}
}

// TestRequests pins the bytes of every operation: the service drops in silence what is not as its schema has it.
func TestRequests(t *testing.T) {
	t.Parallel()
	all := questions()
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			q, ok := all[op.name]
			if !ok {
				t.Fatal("there is no question")
			}
			who := testHeader
			if op.name == getCustomer {
				who = testSecrets
			}
			want := requestStart + `<` + op.name + ` xmlns="http://www.kareo.com/api/schemas/"><request>` + who + q.want + `</request></` + op.name + `>` + requestEnd
			got := string(op.request(plainCredentials(), q.criteria...))
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if err := xml.Unmarshal([]byte(got), new(element)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRequestsFitTheSchema asks the vendor's own schema, where it is beside the checkout.
func TestRequestsFitTheSchema(t *testing.T) {
	t.Parallel()
	check, folder := schema(t)
	var files []string
	for _, op := range operations() {
		if op.name == getReasons { // came after the schema
			continue
		}
		file := filepath.Join(folder, op.name+".xml")
		if err := os.WriteFile(file, op.request(plainCredentials(), questions()[op.name].criteria...), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if out, err := exec.CommandContext(t.Context(), check, files...).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	wrong := strings.ReplaceAll(string(byName(getPatients).request(plainCredentials(), member{name: "PracticeID", value: "1"})), "PracticeID", "PracticeId")
	file := filepath.Join(folder, "wrong.xml")
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), check, file).Run() == nil {
		t.Error("a misspelt member passes")
	}
}

// schema returns what checks messages against the vendor's schema, and a folder for them.
func schema(t *testing.T) (check, folder string) {
	t.Helper()
	folder = t.TempDir()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	check = filepath.Join(dir, "../../../shared/tools/check-soap")
	if _, err := os.Stat(check); err != nil {
		t.Skip("the vendor's schema is not beside the checkout")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	return check, folder
}
