package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
)

func TestARequestIsDispatchedByItsActionAndItsWrapperMustAgree(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	good := a.message("GetPractices", filter("GetPractices"))
	for _, c := range []struct {
		name, action, kind, message string
		status                      int
		says                        string
	}{
		{"quoted", `"` + kareo + `KareoServices/GetPractices"`, "text/xml; charset=utf-8", good, 200, "<PracticeData>"},
		{"bare", kareo + "KareoServices/GetPractices", "text/xml", good, 200, "<PracticeData>"},
		{"without the contract", `"` + kareo + `GetPractices"`, "text/xml", good, 500, "a:ActionNotSupported"},
		{"no action", "", "text/xml", good, 500, "ContractFilter mismatch"},
		{"an operation nobody has", `"` + kareo + `KareoServices/GetClaims"`, "text/xml", good, 500, "a:ActionNotSupported"},
		{"another wrapper", `"` + kareo + `KareoServices/GetProviders"`, "text/xml", good, 500, "a:DeserializationFailed"},
		{"SOAP 1.2", `"` + kareo + `KareoServices/GetPractices"`, "application/soap+xml; charset=utf-8", good, 415, ""},
		{"JSON", `"` + kareo + `KareoServices/GetPractices"`, "application/json", good, 415, ""},
		{"no XML", `"` + kareo + `KareoServices/GetPractices"`, "text/xml", "PracticeName=A&B", 500, "a:InternalServiceFault"},
		{
			"an ampersand as it is", `"` + kareo + `KareoServices/GetPractices"`, "text/xml",
			strings.ReplaceAll(good, "&amp;", "&"), 500, "a:InternalServiceFault",
		},
		{
			"a document type", `"` + kareo + `KareoServices/GetPractices"`, "text/xml",
			strings.Replace(good, "<s:Envelope", "<!DOCTYPE a><s:Envelope", 1), 500, "a:InternalServiceFault",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := a.send(c.action, c.kind, c.message)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Fatalf("got %d %s, want %d with %q", w.Code, w.Body, c.status, c.says)
			}
		})
	}
}

func TestThereIsOnePathAndItDescribesItself(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{http.MethodGet, simulator.Path + "?wsdl", 200},
		{http.MethodGet, simulator.Path + "?singleWsdl", 200},
		{http.MethodPut, simulator.Path, 405},
		{http.MethodPost, "/services/soap/2.2/KareoServices.svc", 404},
	} {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil))
		if w.Code != c.status {
			t.Errorf("%s %s: got %d, want %d", c.method, c.path, w.Code, c.status)
		}
		if w.Code == 200 && strings.Count(w.Body.String(), "soapAction=") != 17 {
			t.Errorf("%s does not name 17 operations", c.path)
		}
	}
}

func TestMembersThatStandWrongAreDroppedWithoutAWord(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	all := len(a.find(t, "GetPatients"))
	some := len(a.find(t, "GetPatients", "PracticeID", "1", "PracticeName", a.PracticeName(1)))
	if some == 0 || some == all {
		t.Fatalf("got %d of %d patients, want some", some, all)
	}
	for _, c := range []struct {
		name, rest string
		want       int
	}{
		{"in order", filter("GetPatients", "PracticeID", "1", "PracticeName", a.PracticeName(1)), some},
		{"out of order the first one counts", filter("GetPatients", "PracticeName", a.PracticeName(1), "PracticeID", "2"), some},
		{"a later one first", filter("GetPatients", "ToLastModifiedDate", "2100-01-01", "PracticeID", "1"), all},
		{"another case", filter("GetPatients", "PracticeId", "1"), all},
		{"unknown", filter("GetPatients", "Practice", "1", "PracticeID", "1"), some},
		{
			"nil", `<Fields/><Filter><PracticeID xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">1` +
				"</PracticeID></Filter>", all,
		},
		{"another namespace", `<Fields/><Filter><PracticeID xmlns="` + barred + `">1</PracticeID></Filter>`, all},
		{"beside the filter", "<Fields/><PracticeID>1</PracticeID><Filter/>", all},
		{"two filters", "<Fields/><Filter/><Filter><PracticeID>1</PracticeID></Filter>", all},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := len(a.ask(t, "GetPatients", c.rest).rows()); got != c.want {
				t.Fatalf("got %d patients, want %d", got, c.want)
			}
		})
	}
}

func TestTwoOperationsLiveInTheOtherNamespace(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	for _, operation := range []string{"GetServiceLocations", "GetProcedureCodes"} {
		w := a.post(operation, a.message(operation, "<Fields/><Filter/>"))
		if w.Code != 500 || !strings.Contains(w.Body.String(), "Expecting element 'Fields'") {
			t.Errorf("%s in the wrong namespace: got %d %s", operation, w.Code, w.Body)
		}
	}
	rows := a.find(t, "GetServiceLocations", "PracticeID", "2")
	if len(rows) != 3 || rows[0].XMLName.Space != barred || rows[0].at("ID").XMLName.Space != barred {
		t.Errorf("got %d locations in %q, want 3 in %q", len(rows), rows[0].XMLName.Space, barred)
	}
}

func TestWhatIsRequiredIsAFaultAndAMissingFilterIsNot(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	for _, c := range []struct {
		operation, rest string
		status          int
		says            string
	}{
		{"GetPatients", "<Filter/>", 500, "Expecting element 'Fields'"},
		{"GetPatients", "<Filter/><Fields/>", 500, "Expecting element 'Fields'"},
		{"GetPatients", "<Fields/>", 200, "Object reference not set to an instance of an object."},
		{"GetAppointments", "<Fields/>", 200, "ValidationHelper.ValidateDateTimeFields"},
		{"GetServiceLocations", `<Fields xmlns="` + barred + `"/>`, 200, "Object reference not set"},
		{"GetAllPatients", "<Fields/>", 500, "Expecting element 'Filter'"},
		{"GetEncounterDetails", "<Fields/><Filter/>", 500, "Expecting element 'EncounterID'"},
		{"GetAppointment", "", 500, "Expecting element 'Appointment'"},
		{"GetAppointment", "<Appointment/>", 500, "Expecting element 'AppointmentId'"},
		{"GetAppointment", "<Appointment><AppointmentId>x</AppointmentId></Appointment>", 500, "as the type 'Int64'"},
		{"GetAppointmentReasons", "", 500, "Expecting element 'PracticeId'"},
		{"GetAllPatients", "<Fields/><Filter><BatchSize>99999999999</BatchSize></Filter>", 500, "as the type 'Int32'"},
		{"GetPatients", "<Fields><ID>T</ID></Fields><Filter/>", 500, "as the type 'Boolean'"},
	} {
		w := a.post(c.operation, a.message(c.operation, c.rest))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %s: got %d %.600s, want %d with %q", c.operation, c.rest, w.Code, w.Body, c.status, c.says)
		}
	}
}

var question = regexp.MustCompile(`>\?<`)

func TestTheVendorsRequestTemplatesAreAccepted(t *testing.T) {
	t.Parallel()
	dir := shared(t, "apis/tebra/request_templates")
	a := open(t, simulator.Options{Size: -1})
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil || len(files) != 16 {
		t.Fatalf("got %d templates, %v, want 16", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		operation := strings.TrimSuffix(filepath.Base(file), ".xml")
		message := string(raw)
		for name, value := range map[string]string{
			"CustomerKey": a.key, "Password": a.password, "User": a.user, "AppointmentId": "1", "BatchSize": "1", "PracticeID": "1",
			"StartKey": "0", "Active": "true", "CustomerSpecific": "true", "ExternalVendorID": "7", "PatientID": "1",
		} {
			message = strings.ReplaceAll(message, ":"+name+">?<", ":"+name+">"+escape(value)+"<")
		}
		message = regexp.MustCompile(`(Date(?:OfBirth)?>)\?<`).ReplaceAllString(message, "${1}2026-01-02<")
		message = strings.ReplaceAll(message, "TimeZoneOffsetFromGMT>?<", "TimeZoneOffsetFromGMT>-6<")
		message = question.ReplaceAllString(message, ">nothing<")
		w := a.post(operation, message)
		body := w.Body.String()
		if w.Code != 200 || strings.Contains(body, "<IsError>true") || strings.Contains(body, "<Authorized>false") {
			t.Errorf("%s: got %d %.700s", operation, w.Code, w.Body)
		}
	}
}
