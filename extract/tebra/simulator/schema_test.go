package simulator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
)

// shared is the folder of reference material beside the checkout, or the test is skipped.
func shared(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(filepath.Join("../../../../shared", path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(full); err != nil {
		t.Skipf("no %s beside the checkout", path)
	}
	return full
}

// checkSoap checks whole messages against the vendor's schema.
func checkSoap(t *testing.T, messages map[string][]byte) {
	t.Helper()
	tool := shared(t, "tools/check-soap")
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("no xmllint here")
	}
	dir := t.TempDir()
	var files []string
	for name, body := range messages {
		file := filepath.Join(dir, name+".xml")
		if err := os.WriteFile(file, body, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if out, err := exec.CommandContext(t.Context(), tool, files...).CombinedOutput(); err != nil {
		for line := range strings.Lines(string(out)) {
			if !strings.HasSuffix(line, " validates\n") {
				t.Errorf("%.300s", strings.TrimPrefix(line, dir))
			}
		}
	}
}

// questions asks every operation of 2025 for all it has.
func questions(a account) map[string]string {
	appointment := strconv.FormatInt(a.IDs("appointments", 1)[0], 10)
	all := map[string]string{
		"GetPractices": filter("GetPractices"), "GetProviders": filter("GetProviders"),
		"GetServiceLocations": filter("GetServiceLocations"), "GetProcedureCodes": filter("GetProcedureCodes"),
		"GetAllPatients": filter("GetAllPatients", "BatchSize", "7"), "GetPatients": filter("GetPatients"),
		"GetAppointments": filter("GetAppointments", "EndDate", "2027-01-01", "StartDate", "2024-01-01"),
		"GetCharges":      filter("GetCharges", "IncludeUnapprovedCharges", "T"),
		"GetPayments":     filter("GetPayments"), "GetTransactions": filter("GetTransactions"),
		"GetEncounterDetails": filter("GetEncounterDetails", "EncounterID", strconv.FormatInt(a.IDs("encounters", 1)[0], 10)),
		"GetAppointment":      "<Appointment><AppointmentId>" + appointment + "</AppointmentId></Appointment>",
		"GetPatient":          "<Filter><PatientID>1001</PatientID></Filter>",
		"GetExternalVendors":  "", "GetThrottles": "",
	}
	return all
}

func TestEveryAnswerIsAsTheVendorsSchemaSays(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 150, Faults: []string{"schema-2025"}})
	messages := map[string][]byte{}
	for operation, rest := range questions(a) {
		messages[operation] = a.post(operation, a.message(operation, rest)).Body.Bytes()
	}
	for _, id := range a.IDs("appointments", 0) {
		n := strconv.FormatInt(id, 10)
		rest := "<Appointment><AppointmentId>" + n + "</AppointmentId></Appointment>"
		messages["appointment-"+n] = a.post("GetAppointment", a.message("GetAppointment", rest)).Body.Bytes()
	}
	for _, id := range a.IDs("patients", 0) {
		n := strconv.FormatInt(id, 10)
		rest := "<Filter><PatientID>" + n + "</PatientID></Filter>"
		messages["patient-"+n] = a.post("GetPatient", a.message("GetPatient", rest)).Body.Bytes()
	}
	messages["GetCustomerIdFromKey"] = a.post("GetCustomerIdFromKey", a.customer()).Body.Bytes()
	checkSoap(t, messages)
}

func (a account) customer() string {
	return envelope("GetCustomerIdFromKey", "<CustomerKey>"+escape(a.key)+"</CustomerKey><Password>"+escape(a.password)+
		"</Password><User>"+escape(a.user)+"</User>")
}

func TestPhantomsAndErrorsAreAsTheVendorsSchemaSays(t *testing.T) {
	t.Parallel()
	messages := map[string][]byte{}
	collect := func(prefix string, faults ...string) {
		a := open(t, simulator.Options{Size: 20, Faults: append(faults, "schema-2025")})
		for operation, rest := range questions(a) {
			messages[prefix+"-"+operation] = a.post(operation, a.message(operation, rest)).Body.Bytes()
		}
	}
	collect("phantom", "empty::1:*")
	collect("nil", "empty::1:*", "nil-container")
	collect("throttled", "throttled::1:*")
	collect("bare", "throttled::1:*", "throttle-bare")
	collect("key", "bad-key")
	collect("password", "bad-password")
	collect("security", "nil-security")
	collect("permission", "no-permission:GetCharges", "no-permission:GetServiceLocations")
	collect("quirk", "fields-quirk", "key-zero", "shuffled")
	collect("zero", "key-nil", "error:GetPayments")
	checkSoap(t, messages)
}
