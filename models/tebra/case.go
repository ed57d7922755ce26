package tebra

import "carehouse/models"

// A Case is one PatientCaseData: what brought a patient, who pays for it, and the days that insurers ask for.
type Case struct {
	PatientCaseID                        models.Int    `xml:"PatientCaseID" phi:"linked" doc:"The case's id."`
	IsPrimaryCase                        models.Word   `xml:"IsPrimaryCase" phi:"linked" doc:"The case is the patient's primary one; by its name the default case of other answers."`
	Name                                 models.Text   `xml:"Name" phi:"linked" doc:"The name of the case."`
	Description                          models.Text   `xml:"Description" phi:"direct" doc:"What the case is about, free text."`
	PayerScenario                        models.Text   `xml:"PayerScenario" phi:"linked" doc:"Who pays in the case, such as self pay or an insurer."`
	SendPatientStatements                models.Word   `xml:"SendPatientStatements" phi:"linked" doc:"The patient gets statements about the case."`
	ReferringProviderID                  models.Int    `xml:"ReferringProviderID" phi:"linked" doc:"The provider who referred the patient in the case."`
	ReferringProviderFullName            models.Text   `xml:"ReferringProviderFullName" phi:"direct" doc:"The name of the provider who referred the patient in the case."`
	ConditionRelatedToEmployment         models.Word   `xml:"ConditionRelatedToEmployment" phi:"linked" doc:"The case comes from the patient's work."`
	ConditionRelatedToAutoAccident       models.Word   `xml:"ConditionRelatedToAutoAccident" phi:"linked" doc:"The case comes from a car accident."`
	ConditionRelatedToAutoAccidentState  models.Text   `xml:"ConditionRelatedToAutoAccidentState" phi:"linked" doc:"The state in which the car accident happened."`
	ConditionRelatedToOther              models.Word   `xml:"ConditionRelatedToOther" phi:"linked" doc:"The case comes from another accident."`
	ConditionRelatedToAbuse              models.Word   `xml:"ConditionRelatedToAbuse" phi:"linked" doc:"The case comes from abuse."`
	ConditionRelatedToEmergency          models.Word   `xml:"ConditionRelatedToEmergency" phi:"linked" doc:"The case is an emergency."`
	ConditionRelatedToEPSDT              models.Word   `xml:"ConditionRelatedToEPSDT" phi:"linked" doc:"The case belongs to the early screening of children (EPSDT)."`
	ConditionRelatedToFamilyPlanning     models.Word   `xml:"ConditionRelatedToFamilyPlanning" phi:"linked" doc:"The case belongs to family planning."`
	ConditionRelatedToPregnancy          models.Word   `xml:"ConditionRelatedToPregnancy" phi:"linked" doc:"The case belongs to a pregnancy."`
	DatesInjuryStartDate                 models.USDate `xml:"DatesInjuryStartDate" phi:"linked" doc:"The first day of the injury."`
	DatesInjuryEndDate                   models.USDate `xml:"DatesInjuryEndDate" phi:"linked" doc:"The last day of the injury."`
	DatesAccidentDate                    models.USDate `xml:"DatesAccidentDate" phi:"linked" doc:"The day of the accident."`
	DatesAcuteManifestationDate          models.USDate `xml:"DatesAcuteManifestationDate" phi:"linked" doc:"The day on which a lasting condition became acute."`
	DatesSameOrSimilarIllnessStartDate   models.USDate `xml:"DatesSameOrSimilarIllnessStartDate" phi:"linked" doc:"The first day on which the patient had the same or a similar illness."`
	DatesSameOrSimilarIllnessEndDate     models.USDate `xml:"DatesSameOrSimilarIllnessEndDate" phi:"linked" doc:"The last day on which the patient had the same or a similar illness."`
	DatesUnableToWorkStartDate           models.USDate `xml:"DatesUnableToWorkStartDate" phi:"linked" doc:"The first day on which the patient could not work."`
	DatesUnableToWorkEndDate             models.USDate `xml:"DatesUnableToWorkEndDate" phi:"linked" doc:"The last day on which the patient could not work."`
	DatesRelatedDisabilityStartDate      models.USDate `xml:"DatesRelatedDisabilityStartDate" phi:"linked" doc:"The first day of the disability that belongs to the case."`
	DatesRelatedDisabilityEndDate        models.USDate `xml:"DatesRelatedDisabilityEndDate" phi:"linked" doc:"The last day of the disability that belongs to the case."`
	DatesRelatedHospitalizationStartDate models.USDate `xml:"DatesRelatedHospitalizationStartDate" phi:"linked" doc:"The first day in hospital that belongs to the case."`
	DatesRelatedHospitalizationEndDate   models.USDate `xml:"DatesRelatedHospitalizationEndDate" phi:"linked" doc:"The last day in hospital that belongs to the case."`
	DatesLastMenstrualPeriodDate         models.USDate `xml:"DatesLastMenstrualPeriodDate" phi:"linked" doc:"The first day of the last menstrual period."`
	DatesLastSeenDate                    models.USDate `xml:"DatesLastSeenDate" phi:"linked" doc:"The day on which the physician last saw the patient."`
	DatesReferralDate                    models.USDate `xml:"DatesReferralDate" phi:"linked" doc:"The day of the referral."`
	DatesLastXRayDate                    models.USDate `xml:"DatesLastXRayDate" phi:"linked" doc:"The day of the last X-ray."`
	InsurancePolicies                    []Policy      `xml:"InsurancePolicies>PatientInsurancePolicyData" table:"insurance_policies" doc:"One policy of a case; the vendor gives no rank, so primary and secondary can only be the order in the list."`
}

// A Policy is one PatientInsurancePolicyData. It has no member that ranks it: the vendor's list seems to be in the
// order in which policies pay, which is _ordinal here.
type Policy struct {
	InsurancePolicyID            models.Int      `xml:"InsurancePolicyID" phi:"linked" doc:"The policy's id."`
	PatientCaseID                models.Int      `xml:"PatientCaseID" phi:"linked" doc:"The case that the policy belongs to, by the policy's own entry."`
	CompanyID                    models.Int      `xml:"CompanyID" phi:"linked" doc:"The id of the insurance company."`
	CompanyName                  models.Text     `xml:"CompanyName" phi:"linked" doc:"The insurance company."`
	PlanID                       models.Int      `xml:"PlanID" phi:"linked" doc:"The id of the insurance plan."`
	PlanName                     models.Text     `xml:"PlanName" phi:"linked" doc:"The insurance plan."`
	Number                       models.Text     `xml:"Number" phi:"direct" doc:"The policy's number."`
	GroupNumber                  models.Text     `xml:"GroupNumber" phi:"direct" doc:"The number of the group that the policy belongs to."`
	EffectiveStartDate           models.USDate   `xml:"EffectiveStartDate" phi:"linked" doc:"The first day on which the policy counts."`
	EffectiveEndDate             models.USDate   `xml:"EffectiveEndDate" phi:"linked" doc:"The last day on which the policy counts."`
	Copay                        models.Money    `xml:"Copay" phi:"linked" doc:"The copayment that the policy asks for."`
	Deductible                   models.Money    `xml:"Deductible" phi:"linked" doc:"The deductible that the policy asks for."`
	PatientRelationshipToInsured models.Text     `xml:"PatientRelationshipToInsured" phi:"linked" doc:"What the patient is to the insured: Self, Spouse, Child or Other."`
	InsuredFullName              models.Text     `xml:"InsuredFullName" phi:"direct" doc:"The name of the insured."`
	InsuredIDNumber              models.Text     `xml:"InsuredIDNumber" phi:"direct" doc:"The number by which the insurer knows the insured."`
	InsuredSocialSecurityNumber  models.Text     `xml:"InsuredSocialSecurityNumber" phi:"direct" doc:"The social security number of the insured."`
	InsuredDateOfBirth           models.USDate   `xml:"InsuredDateOfBirth" phi:"direct" doc:"The date of birth of the insured."`
	InsuredGender                models.Text     `xml:"InsuredGender" phi:"linked" doc:"The gender of the insured."`
	InsuredAddressLine1          models.Text     `xml:"InsuredAddressLine1" phi:"direct" doc:"The first line of the address of the insured."`
	InsuredAddressLine2          models.Text     `xml:"InsuredAddressLine2" phi:"direct" doc:"The second line of the address of the insured."`
	InsuredCity                  models.Text     `xml:"InsuredCity" phi:"direct" doc:"The city of the insured."`
	InsuredState                 models.Text     `xml:"InsuredState" phi:"linked" doc:"The state of the insured."`
	InsuredZipCode               models.Text     `xml:"InsuredZipCode" phi:"direct" doc:"The ZIP code of the insured."`
	InsuredCountry               models.Text     `xml:"InsuredCountry" phi:"linked" doc:"The country of the insured."`
	InsuredNotes                 models.Text     `xml:"InsuredNotes" phi:"direct" doc:"Free text about the insured."`
	PlanAdjusterFullName         models.Text     `xml:"PlanAdjusterFullName" phi:"direct" doc:"The name of the adjuster who handles claims under the policy."`
	PlanPhoneNumber              models.Text     `xml:"PlanPhoneNumber" phi:"linked" doc:"The phone of the plan."`
	PlanPhoneNumberExt           models.Text     `xml:"PlanPhoneNumberExt" phi:"linked" doc:"The extension of the phone of the plan."`
	PlanFaxNumber                models.Text     `xml:"PlanFaxNumber" phi:"linked" doc:"The fax of the plan."`
	PlanFaxNumberExt             models.Text     `xml:"PlanFaxNumberExt" phi:"linked" doc:"The extension of the fax of the plan."`
	PlanAddressLine1             models.Text     `xml:"PlanAddressLine1" phi:"linked" doc:"The first line of the address of the plan."`
	PlanAddressLine2             models.Text     `xml:"PlanAddressLine2" phi:"linked" doc:"The second line of the address of the plan."`
	PlanCity                     models.Text     `xml:"PlanCity" phi:"linked" doc:"The city of the plan."`
	PlanState                    models.Text     `xml:"PlanState" phi:"linked" doc:"The state of the plan."`
	PlanZipCode                  models.Text     `xml:"PlanZipCode" phi:"linked" doc:"The ZIP code of the plan."`
	PlanCountry                  models.Text     `xml:"PlanCountry" phi:"linked" doc:"The country of the plan."`
	SyncWithEHR                  models.Word     `xml:"SyncWithEHR" phi:"linked" doc:"The policy is kept in step with the health record."`
	Authorizations               []Authorization `xml:"Authorizations>PatientInsurancePolicyAuthorizationData" table:"authorizations" doc:"One authorization of a policy; it has no id of its own."`
}

// An Authorization is one PatientInsurancePolicyAuthorizationData: an insurer's leave for a number of visits.
type Authorization struct {
	InsurancePolicyID            models.Int    `xml:"InsurancePolicyID" phi:"linked" doc:"The policy that the authorization belongs to."`
	AuthorizationNumber          models.Text   `xml:"AuthorizationNumber" phi:"direct" doc:"The insurer's number of the authorization."`
	StartDate                    models.USDate `xml:"StartDate" phi:"linked" doc:"The first day on which it counts."`
	EndDate                      models.USDate `xml:"EndDate" phi:"linked" doc:"The last day on which it counts."`
	AuthorizedNumberOfVisits     models.Int    `xml:"AuthorizedNumberOfVisits" phi:"linked" doc:"How many visits are authorized."`
	AuthorizedNumberOfVisitsUsed models.Int    `xml:"AuthorizedNumberOfVisitsUsed" phi:"linked" doc:"How many of the visits are used up."`
	ContactFullName              models.Text   `xml:"ContactFullName" phi:"direct" doc:"The person at the insurer who knows about the authorization."`
	ContactPhone                 models.Text   `xml:"ContactPhone" phi:"direct" doc:"The phone of the person at the insurer."`
	ContactPhoneExt              models.Text   `xml:"ContactPhoneExt" phi:"direct" doc:"The extension of the phone at the insurer."`
	Notes                        models.Text   `xml:"Notes" phi:"direct" doc:"Free text about the authorization."`
}
