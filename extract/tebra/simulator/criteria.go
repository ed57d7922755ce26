package simulator

import (
	"strings"
)

// A criterion is what a member of a filter compares with.
type criterion struct {
	pair   string   // of the pair of dates that it is an end of
	upper  bool     // it is the pair's To
	date   string   // the member whose date is compared; "" is the encounter's creation, which no row shows
	equals []string // members, one of which must be equal
}

// criteria are an operation's, by filter member. What is not here compares with nothing: the server takes it and looks
// away, or it is about something else than a value.
func criteria(operation string) map[string]criterion {
	out := map[string]criterion{}
	words := equalities()[operation]
	for word := range strings.FieldsSeq(words) {
		name, members, renamed := strings.Cut(word, "=")
		if !renamed {
			members = name
		}
		out[name] = criterion{equals: strings.Split(members, ",")}
	}
	for pair, date := range dates()[operation] {
		out["From"+pair] = criterion{pair: pair, date: date}
		out["To"+pair] = criterion{pair: pair, date: date, upper: true}
	}
	if operation == "GetAppointments" {
		out["StartDate"] = criterion{pair: "StartDate", date: "StartDate"}
		out["EndDate"] = criterion{pair: "StartDate", date: "StartDate", upper: true}
	}
	return out
}

// dates are the pairs of each operation with the member that each is about, by the vendor's guide.
func dates() map[string]map[string]string {
	both := map[string]string{"CreatedDate": "CreatedDate", "LastModifiedDate": "LastModifiedDate"}
	modified := map[string]string{"CreatedDate": "CreatedDate", "LastModifiedDate": "ModifiedDate"}
	return map[string]map[string]string{
		"GetPractices": both, "GetProviders": both, "GetAppointments": both,
		"GetServiceLocations": modified, "GetProcedureCodes": modified,
		"GetPatients": {
			"CreatedDate": "CreatedDate", "LastModifiedDate": "LastModifiedDate", "DateOfBirth": "DOB",
			"LastEncounterDate": "LastEncounterDate",
		},
		"GetCharges": { // what is created here is the encounter, whatever the row's CreatedDate says
			"CreatedDate": "", "LastModifiedDate": "LastModifiedDate", "PostingDate": "PostingDate",
			"ServiceDate": "ServiceStartDate",
		},
		"GetPayments": {"CreatedDate": "CreatedDate", "LastModifiedDate": "LastModifiedDate", "PostDate": "PostDate"},
		"GetTransactions": {
			"LastModifiedDate": "LastModifiedDate", "PostingDate": "PostingDate", "ServiceDate": "ServiceDate",
			"TransactionDate": "TransactionDate",
		},
	}
}

// equalities are criteria that a member of the row must be equal to, under another name where they differ.
func equalities() map[string]string {
	return map[string]string{
		"GetPractices":        "Active ID NPI PracticeName TaxID",
		"GetProviders":        "DepartmentName FullName PracticeID PracticeName Type",
		"GetServiceLocations": "ID PracticeID PracticeName",
		"GetProcedureCodes":   "ID ProcedureCode",
		"GetPatients": "CollectionCategoryName DefaultCasePayerScenario DefaultRenderingProviderFullName " +
			"DefaultServiceLocationName FirstName FullName=PatientFullName Gender IsActive=Active LastName " +
			"MiddleName PracticeID=PracticeId PracticeName " +
			"PrimaryCarePhysicianFullName PrimaryInsurancePolicyCompanyName PrimaryInsurancePolicyPlanName ReferralSource " +
			"ReferringProviderFullName SSN SecondaryInsurancePolicyCompanyName SecondaryInsurancePolicyPlanName",
		"GetAppointments": "ConfirmationStatus PatientCasePayerScenario PatientFullName PatientID PracticeName " +
			"ServiceLocationName Type AppointmentReason=" + numbered("AppointmentReason", 10) +
			" ResourceName=" + numbered("ResourceName", 10),
		"GetCharges": "BatchNumber BilledTo CasePayerScenario EncounterStatus PatientName PracticeName ProcedureCode " +
			"ReferringProviderFullName=ReferringProviderName RenderingProviderFullName=RenderingProviderName " +
			"SchedulingProviderFullName=SchedulingProviderName ServiceLocationName Status " +
			"DiagnosisCode=" + numbered("EncounterDiagnosisID", 4),
		"GetPayments":     "Amount AppointmentID BatchNumber ID PayerName PayerType PracticeID=PracticeId ReferenceNumber",
		"GetTransactions": "InsuranceOrder PayerType PracticeName ProcedureCode Type",
	}
}

func numbered(name string, n int) string {
	var all []string
	for i := range n {
		all = append(all, name+decimal(int64(i+1)))
	}
	return strings.Join(all, ",")
}
