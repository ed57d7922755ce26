package simulator

import (
	"strings"
	"time"
)

// operations are all seventeen ways to get, with the intervals of the vendor's guide of April 2025.
func operations() []*operation {
	list := []*operation{
		{
			name: "GetPractices", interval: 500 * time.Millisecond, fields: true,
			filter: wants(kareoSpace, "Active "+pair("CreatedDate LastModifiedDate")+"ID NPI PracticeName TaxID "+
				until("CreatedDate LastModifiedDate")),
			container: "Practices", row: "PracticeData", table: "practices", rows: (*world).practiceRows,
		},
		{
			name: "GetProviders", interval: 500 * time.Millisecond, fields: true,
			filter: wants(kareoSpace, "DepartmentName "+pair("CreatedDate LastModifiedDate")+"FullName PracticeID PracticeName "+
				until("CreatedDate LastModifiedDate")+"Type"),
			container: "Providers", row: "ProviderData", table: "providers", rows: (*world).providerRows,
		},
		{
			name: "GetServiceLocations", interval: 500 * time.Millisecond, fields: true, space: barredSpace,
			filter: wants(barredSpace, pair("CreatedDate LastModifiedDate")+"ID PracticeID PracticeName "+
				until("CreatedDate LastModifiedDate")),
			container: "ServiceLocations", row: "ServiceLocationData", table: "service_locations", rows: (*world).locationRows,
		},
		{
			name: "GetProcedureCodes", interval: 500 * time.Millisecond, fields: true, space: barredSpace,
			filter: wants(barredSpace, "Active:bool CustomerSpecific:bool "+pair("CreatedDate LastModifiedDate")+
				"ID ProcedureCode "+until("CreatedDate LastModifiedDate")),
			container: "ProcedureCodes", row: "ProcedureCodeData", table: "procedure_codes", rows: (*world).codeRows,
		},
		{
			name: "GetAllPatients", interval: 5 * time.Second, fields: true, strict: true,
			filter:    wants(kareoSpace, "BatchSize:int PracticeID:int StartKey:int"),
			container: "Patients", row: "PatientBatchData", table: "patient_roster", rows: (*world).patientRows,
		},
		{
			name: "GetPatient", interval: 250 * time.Millisecond,
			filter:    wants(kareoSpace, "ExternalID ExternalVendorID:int PatientID:int"),
			container: "Patient", table: "patient_details", rows: (*world).patientRows,
		},
		{
			name: "GetAppointment", interval: 500 * time.Millisecond,
			container: "Appointment", table: "appointment_details", rows: (*world).appointmentRows,
		},
		{
			name: "GetAppointmentReasons", interval: time.Second,
			container: "AppointmentReasons", row: "AppointmentReasonData", table: "practice_appointment_reasons",
			rows: (*world).reasonRows,
		},
		{
			name: "GetEncounterDetails", interval: 500 * time.Millisecond, fields: true, strict: true,
			filter: append(
				wants(kareoSpace, "EncounterID!"),
				object("Practice", kareoSpace, false, wants(kareoSpace, "PracticeID PracticeName")),
			),
			container: "EncounterDetails", row: "EncounterDetailsData", table: "encounters", rows: (*world).encounterRows,
		},
		{
			name: "GetExternalVendors", interval: time.Second,
			container: "ExternalVendors", row: "ExternalVendorData", table: "external_vendors", rows: (*world).vendorRows,
		},
		{
			name: "GetThrottles", interval: 5 * time.Second,
			container: "ThrottleDetails", row: "ThrottleDetail", table: "throttles",
		},
		{name: "GetCustomerIdFromKey", table: "customers"},
	}
	list = append(list, windowed()...)
	for _, o := range list {
		if o.space == "" {
			o.space = kareoSpace
		}
		o.permission = permission(o.name)
		o.criteria = criteria(o.name)
	}
	return list
}

// windowed are the operations that return all of a window at once.
func windowed() []*operation {
	return []*operation{
		{
			name: "GetPatients", interval: time.Second, fields: true,
			filter: wants(kareoSpace, "CollectionCategoryName DefaultCasePayerScenario DefaultRenderingProviderFullName "+
				"DefaultServiceLocationName FirstName "+pair("CreatedDate DateOfBirth LastEncounterDate LastModifiedDate")+
				"FullName Gender IsActive LastName MiddleName PracticeID PracticeName PrimaryCarePhysicianFullName "+
				"PrimaryInsurancePolicyCompanyName PrimaryInsurancePolicyPlanName ReferralSource ReferringProviderFullName SSN "+
				"SecondaryInsurancePolicyCompanyName SecondaryInsurancePolicyPlanName "+
				until("CreatedDate DateOfBirth LastEncounterDate LastModifiedDate")),
			container: "Patients", row: "PatientData", table: "patients", rows: (*world).patientRows,
		},
		{
			name: "GetAppointments", interval: time.Second, fields: true,
			filter: wants(kareoSpace, "AppointmentReason ConfirmationStatus EndDate "+pair("CreatedDate LastModifiedDate")+
				"PatientCasePayerScenario PatientFullName PatientID PracticeName ResourceName ServiceLocationName StartDate "+
				"TimeZoneOffsetFromGMT "+until("CreatedDate LastModifiedDate")+"Type"),
			container: "Appointments", row: "AppointmentData", table: "appointments", rows: (*world).appointmentRows,
		},
		{
			name: "GetCharges", interval: time.Second, fields: true,
			filter: wants(kareoSpace, "BatchNumber BilledTo CasePayerScenario DiagnosisCode EncounterStatus "+
				pair("CreatedDate LastModifiedDate PostingDate ServiceDate")+"IncludeUnapprovedCharges PatientName PracticeName "+
				"ProcedureCode ReferringProviderFullName RenderingProviderFullName SchedulingProviderFullName ServiceLocationName "+
				"Status "+until("CreatedDate LastModifiedDate PostingDate ServiceDate")),
			container: "Charges", row: "ChargeData", table: "charges", rows: (*world).chargeRows,
		},
		{
			name: "GetPayments", interval: time.Second, fields: true,
			filter: wants(kareoSpace, "Amount AppointmentID BatchNumber "+pair("CreatedDate LastModifiedDate PostDate")+
				"ID PayerName PayerType PracticeID PracticeName ReferenceNumber "+until("CreatedDate LastModifiedDate PostDate")),
			container: "Payments", row: "PaymentData", table: "payments", rows: (*world).paymentRows,
		},
		{
			name: "GetTransactions", interval: time.Second, fields: true,
			filter: wants(kareoSpace, pair("LastModifiedDate PostingDate ServiceDate TransactionDate")+
				"InsuranceOrder PayerType PracticeName ProcedureCode "+
				until("LastModifiedDate PostingDate ServiceDate TransactionDate")+"Type"),
			container: "Transactions", row: "TransactionData", table: "transactions", rows: (*world).transactionRows,
		},
	}
}

// pair writes the From members of pairs of dates, until their To members: they stand apart on the wire.
func pair(names string) string { return prefixed("From", names) }

func until(names string) string { return prefixed("To", names) }

func prefixed(prefix, names string) string {
	return prefix + strings.Join(strings.Fields(names), " "+prefix) + " "
}
