package tebra

import "carehouse/models"

// DefaultCase is a patient's default case. GetPatient gives it once more among all cases, with the same members.
type DefaultCase struct {
	DefaultCaseID                                   models.Int    `xml:"DefaultCaseID" phi:"linked" doc:"The id of the default case; patient_case_id of tebra.patient_cases."`
	DefaultCaseName                                 models.Text   `xml:"DefaultCaseName" phi:"linked" doc:"The name of the default case."`
	DefaultCaseDescription                          models.Text   `xml:"DefaultCaseDescription" phi:"direct" doc:"What the default case is about, free text."`
	DefaultCasePayerScenario                        models.Text   `xml:"DefaultCasePayerScenario" phi:"linked" doc:"Who pays in the default case, such as self pay or an insurer."`
	DefaultCaseSendPatientStatements                models.Word   `xml:"DefaultCaseSendPatientStatements" phi:"linked" doc:"The patient gets statements about the default case."`
	DefaultCaseReferringProviderID                  models.Int    `xml:"DefaultCaseReferringProviderID" phi:"linked" doc:"The provider who referred the patient in the default case."`
	DefaultCaseReferringProviderFullName            models.Text   `xml:"DefaultCaseReferringProviderFullName" phi:"direct" doc:"The name of the provider who referred the patient in the default case."`
	DefaultCaseConditionRelatedToEmployment         models.Word   `xml:"DefaultCaseConditionRelatedToEmployment" phi:"linked" doc:"The default case comes from the patient's work."`
	DefaultCaseConditionRelatedToAutoAccident       models.Word   `xml:"DefaultCaseConditionRelatedToAutoAccident" phi:"linked" doc:"The default case comes from a car accident."`
	DefaultCaseConditionRelatedToAutoAccidentState  models.Text   `xml:"DefaultCaseConditionRelatedToAutoAccidentState" phi:"linked" doc:"The state in which the car accident happened, by the default case."`
	DefaultCaseConditionRelatedToOther              models.Word   `xml:"DefaultCaseConditionRelatedToOther" phi:"linked" doc:"The default case comes from another accident."`
	DefaultCaseConditionRelatedToAbuse              models.Word   `xml:"DefaultCaseConditionRelatedToAbuse" phi:"linked" doc:"The default case comes from abuse."`
	DefaultCaseConditionRelatedToEmergency          models.Word   `xml:"DefaultCaseConditionRelatedToEmergency" phi:"linked" doc:"The default case is an emergency."`
	DefaultCaseConditionRelatedToEPSDT              models.Word   `xml:"DefaultCaseConditionRelatedToEPSDT" phi:"linked" doc:"The default case belongs to the early screening of children (EPSDT)."`
	DefaultCaseConditionRelatedToFamilyPlanning     models.Word   `xml:"DefaultCaseConditionRelatedToFamilyPlanning" phi:"linked" doc:"The default case belongs to family planning."`
	DefaultCaseConditionRelatedToPregnancy          models.Word   `xml:"DefaultCaseConditionRelatedToPregnancy" phi:"linked" doc:"The default case belongs to a pregnancy."`
	DefaultCaseDatesInjuryStartDate                 models.USDate `xml:"DefaultCaseDatesInjuryStartDate" phi:"linked" doc:"The first day of the injury, by the default case."`
	DefaultCaseDatesInjuryEndDate                   models.USDate `xml:"DefaultCaseDatesInjuryEndDate" phi:"linked" doc:"The last day of the injury, by the default case."`
	DefaultCaseDatesAccidentDate                    models.USDate `xml:"DefaultCaseDatesAccidentDate" phi:"linked" doc:"The day of the accident, by the default case."`
	DefaultCaseDatesAcuteManifestationDate          models.USDate `xml:"DefaultCaseDatesAcuteManifestationDate" phi:"linked" doc:"The day on which a lasting condition became acute, by the default case."`
	DefaultCaseDatesSameOrSimilarIllnessStartDate   models.USDate `xml:"DefaultCaseDatesSameOrSimilarIllnessStartDate" phi:"linked" doc:"The first day on which the patient had the same or a similar illness, by the default case."`
	DefaultCaseDatesSameOrSimilarIllnessEndDate     models.USDate `xml:"DefaultCaseDatesSameOrSimilarIllnessEndDate" phi:"linked" doc:"The last day on which the patient had the same or a similar illness, by the default case."`
	DefaultCaseDatesUnableToWorkStartDate           models.USDate `xml:"DefaultCaseDatesUnableToWorkStartDate" phi:"linked" doc:"The first day on which the patient could not work, by the default case."`
	DefaultCaseDatesUnableToWorkEndDate             models.USDate `xml:"DefaultCaseDatesUnableToWorkEndDate" phi:"linked" doc:"The last day on which the patient could not work, by the default case."`
	DefaultCaseDatesRelatedDisabilityStartDate      models.USDate `xml:"DefaultCaseDatesRelatedDisabilityStartDate" phi:"linked" doc:"The first day of the disability that belongs to the default case."`
	DefaultCaseDatesRelatedDisabilityEndDate        models.USDate `xml:"DefaultCaseDatesRelatedDisabilityEndDate" phi:"linked" doc:"The last day of the disability that belongs to the default case."`
	DefaultCaseDatesRelatedHospitalizationStartDate models.USDate `xml:"DefaultCaseDatesRelatedHospitalizationStartDate" phi:"linked" doc:"The first day in hospital that belongs to the default case."`
	DefaultCaseDatesRelatedHospitalizationEndDate   models.USDate `xml:"DefaultCaseDatesRelatedHospitalizationEndDate" phi:"linked" doc:"The last day in hospital that belongs to the default case."`
	DefaultCaseDatesLastMenstrualPeriodDate         models.USDate `xml:"DefaultCaseDatesLastMenstrualPeriodDate" phi:"linked" doc:"The first day of the last menstrual period, by the default case."`
	DefaultCaseDatesLastSeenDate                    models.USDate `xml:"DefaultCaseDatesLastSeenDate" phi:"linked" doc:"The day on which the physician last saw the patient, by the default case."`
	DefaultCaseDatesReferralDate                    models.USDate `xml:"DefaultCaseDatesReferralDate" phi:"linked" doc:"The day of the referral, by the default case."`
	DefaultCaseDatesLastXRayDate                    models.USDate `xml:"DefaultCaseDatesLastXRayDate" phi:"linked" doc:"The day of the last X-ray, by the default case."`
}

// DefaultLocation is where a patient is usually seen.
type DefaultLocation struct {
	DefaultServiceLocationID               models.Int  `xml:"DefaultServiceLocationId" phi:"linked" doc:"The service location where the patient is usually seen."`
	DefaultServiceLocationName             models.Text `xml:"DefaultServiceLocationName" phi:"linked" doc:"The name of the usual service location."`
	DefaultServiceLocationBillingName      models.Text `xml:"DefaultServiceLocationBillingName" phi:"linked" doc:"The name of the usual service location on claims."`
	DefaultServiceLocationNameAddressLine1 models.Text `xml:"DefaultServiceLocationNameAddressLine1" phi:"linked" doc:"The first line of the usual service location's address; the vendor puts Name before its address."`
	DefaultServiceLocationNameAddressLine2 models.Text `xml:"DefaultServiceLocationNameAddressLine2" phi:"linked" doc:"The second line of the usual service location's address."`
	DefaultServiceLocationNameCity         models.Text `xml:"DefaultServiceLocationNameCity" phi:"linked" doc:"The city of the usual service location."`
	DefaultServiceLocationNameState        models.Text `xml:"DefaultServiceLocationNameState" phi:"linked" doc:"The state of the usual service location."`
	DefaultServiceLocationNameZipCode      models.Text `xml:"DefaultServiceLocationNameZipCode" phi:"linked" doc:"The ZIP code of the usual service location."`
	DefaultServiceLocationNameCountry      models.Text `xml:"DefaultServiceLocationNameCountry" phi:"linked" doc:"The country of the usual service location."`
	DefaultServiceLocationPhone            models.Text `xml:"DefaultServiceLocationPhone" phi:"linked" doc:"The phone of the usual service location."`
	DefaultServiceLocationPhoneExt         models.Text `xml:"DefaultServiceLocationPhoneExt" phi:"linked" doc:"The extension of the usual service location's phone."`
	DefaultServiceLocationFaxPhone         models.Text `xml:"DefaultServiceLocationFaxPhone" phi:"linked" doc:"The fax of the usual service location."`
	DefaultServiceLocationFaxPhoneExt      models.Text `xml:"DefaultServiceLocationFaxPhoneExt" phi:"linked" doc:"The extension of the usual service location's fax."`
}
