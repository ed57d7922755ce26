package tebra

import "carehouse/models"

// PrimaryPolicy is the policy that pays first. The answer does not name the case that it belongs to.
type PrimaryPolicy struct {
	PrimaryInsurancePolicyCompanyID                    models.Int    `xml:"PrimaryInsurancePolicyCompanyID" phi:"linked" doc:"The id of the insurance company of the primary policy."`
	PrimaryInsurancePolicyCompanyName                  models.Text   `xml:"PrimaryInsurancePolicyCompanyName" phi:"linked" doc:"The insurance company of the primary policy."`
	PrimaryInsurancePolicyPlanID                       models.Int    `xml:"PrimaryInsurancePolicyPlanID" phi:"linked" doc:"The id of the insurance plan of the primary policy."`
	PrimaryInsurancePolicyPlanName                     models.Text   `xml:"PrimaryInsurancePolicyPlanName" phi:"linked" doc:"The insurance plan of the primary policy."`
	PrimaryInsurancePolicyNumber                       models.Text   `xml:"PrimaryInsurancePolicyNumber" phi:"direct" doc:"The number of the primary policy."`
	PrimaryInsurancePolicyGroupNumber                  models.Text   `xml:"PrimaryInsurancePolicyGroupNumber" phi:"direct" doc:"The number of the group that the primary policy belongs to."`
	PrimaryInsurancePolicyEffectiveStartDate           models.USDate `xml:"PrimaryInsurancePolicyEffectiveStartDate" phi:"linked" doc:"The first day on which the primary policy counts."`
	PrimaryInsurancePolicyEffectiveEndDate             models.USDate `xml:"PrimaryInsurancePolicyEffectiveEndDate" phi:"linked" doc:"The last day on which the primary policy counts."`
	PrimaryInsurancePolicyCopay                        models.Money  `xml:"PrimaryInsurancePolicyCopay" phi:"linked" doc:"The copayment of the primary policy."`
	PrimaryInsurancePolicyDeductible                   models.Money  `xml:"PrimaryInsurancePolicyDeductible" phi:"linked" doc:"The deductible of the primary policy."`
	PrimaryInsurancePolicyPatientRelationshipToInsured models.Text   `xml:"PrimaryInsurancePolicyPatientRelationshipToInsured" phi:"linked" doc:"What the patient is to the insured of the primary policy: Self, Spouse, Child or Other."`
	PrimaryInsurancePolicyInsuredFullName              models.Text   `xml:"PrimaryInsurancePolicyInsuredFullName" phi:"direct" doc:"The name of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredIDNumber              models.Text   `xml:"PrimaryInsurancePolicyInsuredIDNumber" phi:"direct" doc:"The number by which the insurer knows the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredSocialSecurityNumber  models.Text   `xml:"PrimaryInsurancePolicyInsuredSocialSecurityNumber" phi:"direct" doc:"The social security number of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredDateOfBirth           models.USDate `xml:"PrimaryInsurancePolicyInsuredDateOfBirth" phi:"direct" doc:"The date of birth of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredGender                models.Text   `xml:"PrimaryInsurancePolicyInsuredGender" phi:"linked" doc:"The gender of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredAddressLine1          models.Text   `xml:"PrimaryInsurancePolicyInsuredAddressLine1" phi:"direct" doc:"The first line of the address of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredAddressLine2          models.Text   `xml:"PrimaryInsurancePolicyInsuredAddressLine2" phi:"direct" doc:"The second line of the address of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredCity                  models.Text   `xml:"PrimaryInsurancePolicyInsuredCity" phi:"direct" doc:"The city of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredState                 models.Text   `xml:"PrimaryInsurancePolicyInsuredState" phi:"linked" doc:"The state of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredZipCode               models.Text   `xml:"PrimaryInsurancePolicyInsuredZipCode" phi:"direct" doc:"The ZIP code of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredCountry               models.Text   `xml:"PrimaryInsurancePolicyInsuredCountry" phi:"linked" doc:"The country of the insured of the primary policy."`
	PrimaryInsurancePolicyInsuredNotes                 models.Text   `xml:"PrimaryInsurancePolicyInsuredNotes" phi:"direct" doc:"Free text about the insured of the primary policy."`
	PrimaryInsurancePolicyPlanAdjusterFullName         models.Text   `xml:"PrimaryInsurancePolicyPlanAdjusterFullName" phi:"direct" doc:"The name of the adjuster who handles claims under the primary policy."`
	PrimaryInsurancePolicyPlanPhoneNumber              models.Text   `xml:"PrimaryInsurancePolicyPlanPhoneNumber" phi:"linked" doc:"The phone of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanPhoneNumberExt           models.Text   `xml:"PrimaryInsurancePolicyPlanPhoneNumberExt" phi:"linked" doc:"The extension of the phone of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanFaxNumber                models.Text   `xml:"PrimaryInsurancePolicyPlanFaxNumber" phi:"linked" doc:"The fax of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanFaxNumberExt             models.Text   `xml:"PrimaryInsurancePolicyPlanFaxNumberExt" phi:"linked" doc:"The extension of the fax of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanAddressLine1             models.Text   `xml:"PrimaryInsurancePolicyPlanAddressLine1" phi:"linked" doc:"The first line of the address of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanAddressLine2             models.Text   `xml:"PrimaryInsurancePolicyPlanAddressLine2" phi:"linked" doc:"The second line of the address of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanCity                     models.Text   `xml:"PrimaryInsurancePolicyPlanCity" phi:"linked" doc:"The city of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanState                    models.Text   `xml:"PrimaryInsurancePolicyPlanState" phi:"linked" doc:"The state of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanZipCode                  models.Text   `xml:"PrimaryInsurancePolicyPlanZipCode" phi:"linked" doc:"The ZIP code of the plan of the primary policy."`
	PrimaryInsurancePolicyPlanCountry                  models.Text   `xml:"PrimaryInsurancePolicyPlanCountry" phi:"linked" doc:"The country of the plan of the primary policy."`
}

// SecondaryPolicy is the policy that pays after the primary one.
type SecondaryPolicy struct {
	SecondaryInsurancePolicyCompanyID                    models.Int    `xml:"SecondaryInsurancePolicyCompanyID" phi:"linked" doc:"The id of the insurance company of the secondary policy."`
	SecondaryInsurancePolicyCompanyName                  models.Text   `xml:"SecondaryInsurancePolicyCompanyName" phi:"linked" doc:"The insurance company of the secondary policy."`
	SecondaryInsurancePolicyPlanID                       models.Int    `xml:"SecondaryInsurancePolicyPlanID" phi:"linked" doc:"The id of the insurance plan of the secondary policy."`
	SecondaryInsurancePolicyPlanName                     models.Text   `xml:"SecondaryInsurancePolicyPlanName" phi:"linked" doc:"The insurance plan of the secondary policy."`
	SecondaryInsurancePolicyNumber                       models.Text   `xml:"SecondaryInsurancePolicyNumber" phi:"direct" doc:"The number of the secondary policy."`
	SecondaryInsurancePolicyGroupNumber                  models.Text   `xml:"SecondaryInsurancePolicyGroupNumber" phi:"direct" doc:"The number of the group that the secondary policy belongs to."`
	SecondaryInsurancePolicyEffectiveStartDate           models.USDate `xml:"SecondaryInsurancePolicyEffectiveStartDate" phi:"linked" doc:"The first day on which the secondary policy counts."`
	SecondaryInsurancePolicyEffectiveEndDate             models.USDate `xml:"SecondaryInsurancePolicyEffectiveEndDate" phi:"linked" doc:"The last day on which the secondary policy counts."`
	SecondaryInsurancePolicyCopay                        models.Money  `xml:"SecondaryInsurancePolicyCopay" phi:"linked" doc:"The copayment of the secondary policy."`
	SecondaryInsurancePolicyDeductible                   models.Money  `xml:"SecondaryInsurancePolicyDeductible" phi:"linked" doc:"The deductible of the secondary policy."`
	SecondaryInsurancePolicyPatientRelationshipToInsured models.Text   `xml:"SecondaryInsurancePolicyPatientRelationshipToInsured" phi:"linked" doc:"What the patient is to the insured of the secondary policy: Self, Spouse, Child or Other."`
	SecondaryInsurancePolicyInsuredFullName              models.Text   `xml:"SecondaryInsurancePolicyInsuredFullName" phi:"direct" doc:"The name of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredIDNumber              models.Text   `xml:"SecondaryInsurancePolicyInsuredIDNumber" phi:"direct" doc:"The number by which the insurer knows the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredSocialSecurityNumber  models.Text   `xml:"SecondaryInsurancePolicyInsuredSocialSecurityNumber" phi:"direct" doc:"The social security number of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredDateOfBirth           models.USDate `xml:"SecondaryInsurancePolicyInsuredDateOfBirth" phi:"direct" doc:"The date of birth of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredGender                models.Text   `xml:"SecondaryInsurancePolicyInsuredGender" phi:"linked" doc:"The gender of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredAddressLine1          models.Text   `xml:"SecondaryInsurancePolicyInsuredAddressLine1" phi:"direct" doc:"The first line of the address of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredAddressLine2          models.Text   `xml:"SecondaryInsurancePolicyInsuredAddressLine2" phi:"direct" doc:"The second line of the address of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredCity                  models.Text   `xml:"SecondaryInsurancePolicyInsuredCity" phi:"direct" doc:"The city of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredState                 models.Text   `xml:"SecondaryInsurancePolicyInsuredState" phi:"linked" doc:"The state of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredZipCode               models.Text   `xml:"SecondaryInsurancePolicyInsuredZipCode" phi:"direct" doc:"The ZIP code of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredCountry               models.Text   `xml:"SecondaryInsurancePolicyInsuredCountry" phi:"linked" doc:"The country of the insured of the secondary policy."`
	SecondaryInsurancePolicyInsuredNotes                 models.Text   `xml:"SecondaryInsurancePolicyInsuredNotes" phi:"direct" doc:"Free text about the insured of the secondary policy."`
	SecondaryInsurancePolicyPlanAdjusterFullName         models.Text   `xml:"SecondaryInsurancePolicyPlanAdjusterFullName" phi:"direct" doc:"The name of the adjuster who handles claims under the secondary policy."`
	SecondaryInsurancePolicyPlanPhoneNumber              models.Text   `xml:"SecondaryInsurancePolicyPlanPhoneNumber" phi:"linked" doc:"The phone of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanPhoneNumberExt           models.Text   `xml:"SecondaryInsurancePolicyPlanPhoneNumberExt" phi:"linked" doc:"The extension of the phone of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanFaxNumber                models.Text   `xml:"SecondaryInsurancePolicyPlanFaxNumber" phi:"linked" doc:"The fax of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanFaxNumberExt             models.Text   `xml:"SecondaryInsurancePolicyPlanFaxNumberExt" phi:"linked" doc:"The extension of the fax of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanAddressLine1             models.Text   `xml:"SecondaryInsurancePolicyPlanAddressLine1" phi:"linked" doc:"The first line of the address of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanAddressLine2             models.Text   `xml:"SecondaryInsurancePolicyPlanAddressLine2" phi:"linked" doc:"The second line of the address of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanCity                     models.Text   `xml:"SecondaryInsurancePolicyPlanCity" phi:"linked" doc:"The city of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanState                    models.Text   `xml:"SecondaryInsurancePolicyPlanState" phi:"linked" doc:"The state of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanZipCode                  models.Text   `xml:"SecondaryInsurancePolicyPlanZipCode" phi:"linked" doc:"The ZIP code of the plan of the secondary policy."`
	SecondaryInsurancePolicyPlanCountry                  models.Text   `xml:"SecondaryInsurancePolicyPlanCountry" phi:"linked" doc:"The country of the plan of the secondary policy."`
}
