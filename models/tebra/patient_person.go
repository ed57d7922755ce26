package tebra

import "carehouse/models"

// Person is who a patient is and how to reach the patient.
type Person struct {
	PatientFullName     models.Text   `xml:"PatientFullName" phi:"direct" doc:"The patient's name in one piece."`
	Prefix              models.Text   `xml:"Prefix" phi:"linked" doc:"The title before the name, such as Ms."`
	FirstName           models.Text   `xml:"FirstName" phi:"direct" doc:"The patient's first name."`
	MiddleName          models.Text   `xml:"MiddleName" phi:"direct" doc:"The patient's middle name."`
	LastName            models.Text   `xml:"LastName" phi:"direct" doc:"The patient's last name."`
	Suffix              models.Text   `xml:"Suffix" phi:"linked" doc:"What follows the name, such as Jr."`
	DOB                 models.USDate `xml:"DOB" phi:"direct" doc:"The patient's date of birth."`
	Age                 models.Int    `xml:"Age" col:",volatile" phi:"linked" doc:"The patient's age in years on the day of the answer; it moves with every birthday, so it makes no new version."`
	Gender              models.Text   `xml:"Gender" phi:"linked" doc:"Female, Male or Unknown."`
	MaritalStatus       models.Text   `xml:"MaritalStatus" phi:"linked" doc:"The patient's marital status."`
	SSN                 models.Text   `xml:"SSN" phi:"direct" doc:"The patient's social security number."`
	MedicalRecordNumber models.Text   `xml:"MedicalRecordNumber" phi:"direct" doc:"The number of the patient's chart at the practice."`
	AddressLine1        models.Text   `xml:"AddressLine1" phi:"direct" doc:"The first line of the patient's address."`
	AddressLine2        models.Text   `xml:"AddressLine2" phi:"direct" doc:"The second line of the patient's address."`
	City                models.Text   `xml:"City" phi:"direct" doc:"The patient's city."`
	State               models.Text   `xml:"State" phi:"linked" doc:"The patient's state."`
	ZipCode             models.Text   `xml:"ZipCode" phi:"direct" doc:"The patient's ZIP code."`
	Country             models.Text   `xml:"Country" phi:"linked" doc:"The patient's country."`
	EmailAddress        models.Text   `xml:"EmailAddress" phi:"direct" doc:"The patient's e-mail address."`
	HomePhone           models.Text   `xml:"HomePhone" phi:"direct" doc:"The patient's phone at home."`
	HomePhoneExt        models.Text   `xml:"HomePhoneExt" phi:"direct" doc:"The extension of the phone at home."`
	WorkPhone           models.Text   `xml:"WorkPhone" phi:"direct" doc:"The patient's phone at work."`
	WorkPhoneExt        models.Text   `xml:"WorkPhoneExt" phi:"direct" doc:"The extension of the phone at work."`
	MobilePhone         models.Text   `xml:"MobilePhone" phi:"direct" doc:"The patient's mobile phone."`
	MobilePhoneExt      models.Text   `xml:"MobilePhoneExt" phi:"direct" doc:"The extension of the mobile phone."`
	EmergencyName       models.Text   `xml:"EmergencyName" phi:"direct" doc:"Whom to call in an emergency."`
	EmergencyPhone      models.Text   `xml:"EmergencyPhone" phi:"direct" doc:"The phone of the person to call in an emergency."`
	EmergencyPhoneExt   models.Text   `xml:"EmergencyPhoneExt" phi:"direct" doc:"The extension of the emergency phone."`
	EmployerName        models.Text   `xml:"EmployerName" phi:"linked" doc:"The patient's employer."`
	EmploymentStatus    models.Text   `xml:"EmploymentStatus" phi:"linked" doc:"Whether the patient works; the vendor enumerates E, R, S, T and U without explaining them."`
}

// Care is who looks after a patient, how the patient came, and what happened last.
type Care struct {
	ReferralSource                   models.Text    `xml:"ReferralSource" phi:"linked" doc:"How the patient found the practice."`
	ReferringProviderID              models.Int     `xml:"ReferringProviderId" phi:"linked" doc:"The provider who referred the patient."`
	ReferringProviderFullName        models.Text    `xml:"ReferringProviderFullName" phi:"direct" doc:"The name of the provider who referred the patient."`
	PrimaryCarePhysicianID           models.Int     `xml:"PrimaryCarePhysicianId" phi:"linked" doc:"The patient's primary care physician."`
	PrimaryCarePhysicianFullName     models.Text    `xml:"PrimaryCarePhysicianFullName" phi:"direct" doc:"The name of the patient's primary care physician."`
	DefaultRenderingProviderID       models.Int     `xml:"DefaultRenderingProviderId" phi:"linked" doc:"The provider who usually treats the patient."`
	DefaultRenderingProviderFullName models.Text    `xml:"DefaultRenderingProviderFullName" phi:"direct" doc:"The name of the provider who usually treats the patient."`
	LastAppointmentDate              models.USStamp `xml:"LastAppointmentDate" phi:"linked" doc:"The date of the last appointment; nobody has told whether a time of day comes with it."`
	LastEncounterDate                models.USStamp `xml:"LastEncounterDate" phi:"linked" doc:"The day of the last encounter."`
	LastDiagnosis                    models.Text    `xml:"LastDiagnosis" phi:"linked" doc:"The diagnosis of the last encounter; whether it is a code or words is not told."`
	CollectionCategoryName           models.Text    `xml:"CollectionCategoryName" phi:"linked" doc:"The category by which the practice collects what the patient owes."`
	StatementNote                    models.Text    `xml:"StatementNote" phi:"direct" doc:"A free text that is printed on the patient's statements."`
}

// Guarantor is who answers for a patient's bills.
type Guarantor struct {
	GuarantorDifferentThanPatient models.Word `xml:"GuarantorDifferentThanPatient" phi:"linked" doc:"Someone else than the patient answers for the bills."`
	GuarantorPrefix               models.Text `xml:"GuarantorPrefix" phi:"linked" doc:"The title before the guarantor's name."`
	GuarantorFirstName            models.Text `xml:"GuarantorFirstName" phi:"direct" doc:"The guarantor's first name."`
	GuarantorMiddleName           models.Text `xml:"GuarantorMiddleName" phi:"direct" doc:"The guarantor's middle name."`
	GuarantorLastName             models.Text `xml:"GuarantorLastName" phi:"direct" doc:"The guarantor's last name."`
	GuarantorSuffix               models.Text `xml:"GuarantorSuffix" phi:"linked" doc:"What follows the guarantor's name."`
}
