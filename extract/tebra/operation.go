package tebra

import "strings"

// The namespaces of the service. Two operations have their criteria in the one without a slash at its end.
const (
	soapSpace  = "http://schemas.xmlsoap.org/soap/envelope/"
	space      = "http://www.kareo.com/api/schemas/"
	plainSpace = "http://www.kareo.com/api/schemas"
)

// action is what SOAPAction begins with.
const action = space + "KareoServices/"

// An operation is one of the service's questions: how it is asked, and where its records are in the answer.
type operation struct {
	name string
	ask  form

	list  string   // the list in the result: "Charges"; "" where the record stands alone or is the result itself
	row   string   // the record: "ChargeData"; "" where it is the result itself
	reads []string // members of a record that a walk looks at; the first one is its key
}

// A form says what is in a request.
type form uint8

const (
	bare      form = iota + 1 // the three credentials and nothing else
	header                    // the header
	direct                    // the header and the members
	filtered                  // the header and a Filter
	projected                 // the header, Fields and a Filter
	plain                     // as projected, both in the namespace without a slash
	single                    // the header and an Appointment
)

// The operations, by what they are about.
const (
	getPractices    = "GetPractices"
	getProviders    = "GetProviders"
	getLocations    = "GetServiceLocations"
	getCodes        = "GetProcedureCodes"
	getVendors      = "GetExternalVendors"
	getThrottles    = "GetThrottles"
	getCustomer     = "GetCustomerIdFromKey"
	getReasons      = "GetAppointmentReasons"
	getAllPatients  = "GetAllPatients"
	getPatients     = "GetPatients"
	getPatient      = "GetPatient"
	getAppointments = "GetAppointments"
	getAppointment  = "GetAppointment"
	getCharges      = "GetCharges"
	getEncounter    = "GetEncounterDetails"
	getPayments     = "GetPayments"
	getTransactions = "GetTransactions"
)

// operations lists every Get operation of the schema, in the order of datasets.
func operations() []*operation {
	return []*operation{
		{getThrottles, header, "ThrottleDetails", "ThrottleDetail", []string{"Endpoint", "ThrottleTimeMs"}},
		{getPractices, projected, "Practices", "PracticeData", []string{"ID", "PracticeName"}},
		{getProviders, projected, "Providers", "ProviderData", []string{"ID", "PracticeID"}},
		{getLocations, plain, "ServiceLocations", "ServiceLocationData", []string{"ID", "PracticeID"}},
		{getCodes, plain, "ProcedureCodes", "ProcedureCodeData", []string{"ID"}},
		{getVendors, header, "ExternalVendors", "ExternalVendorData", []string{"ExternalVendorID"}},
		{getCustomer, bare, "", "", []string{"CustomerId", "IsAuthorized"}},
		{getReasons, direct, "AppointmentReasons", "AppointmentReasonData", []string{"AppointmentReasonId", "PracticeId"}},
		{getAllPatients, projected, "Patients", "PatientBatchData", []string{"ID", "PracticeId", "CreatedDate"}},
		{getPatients, projected, "Patients", "PatientData", []string{"ID", "PracticeId", "CreatedDate", "LastModifiedDate"}},
		{getPatient, filtered, "", "Patient", []string{"ID", "PracticeId"}},
		{getAppointments, projected, "Appointments", "AppointmentData", []string{"ID", "PracticeID", "StartDate", "LastModifiedDate"}},
		{getAppointment, single, "", "Appointment", []string{"AppointmentId", "PracticeId"}},
		{getCharges, projected, "Charges", "ChargeData", []string{"ID", "PracticeID", "ServiceStartDate", "LastModifiedDate", "EncounterID"}},
		{getEncounter, projected, "EncounterDetails", "EncounterDetailsData", []string{"EncounterID", "PracticeID"}},
		{getPayments, projected, "Payments", "PaymentData", []string{"ID", "PracticeId", "PostDate", "LastModifiedDate"}},
		{getTransactions, projected, "Transactions", "TransactionData", []string{"ID", "PracticeName", "TransactionDate", "LastModifiedDate"}},
	}
}

// byName returns the operation of a name, or nil.
func byName(name string) *operation {
	for _, op := range operations() {
		if op.name == name {
			return op
		}
	}
	return nil
}

func (op *operation) response() string { return op.name + "Response" }

func (op *operation) result() string { return op.name + "Result" }

// records says where the records are in a body, see [carehouse/models.Page].
func (op *operation) records() string {
	path := "Envelope>Body>" + op.response() + ">" + op.result()
	switch {
	case op.row == "":
		return path
	case op.list == "":
		return path + "/" + op.row
	default:
		return path + "/" + op.list + "/" + op.row
	}
}

// nothing is a whole answer without records: what is landed where there was none that could be.
func (op *operation) nothing() []byte {
	var b strings.Builder
	b.WriteString(`<s:Envelope xmlns:s="` + soapSpace + `"><s:Body><` + op.response() + ` xmlns="` + space + `">`)
	if op.row != "" {
		b.WriteString(`<` + op.result() + `/>`)
	} else { // the result is the record itself, so that there must not be one
		b.WriteString(`<` + op.result() + ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`)
	}
	b.WriteString(`</` + op.response() + `></s:Body></s:Envelope>`)
	return []byte(b.String())
}
