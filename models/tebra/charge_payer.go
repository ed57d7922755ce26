package tebra

import "carehouse/models"

// A ChargePayer is what one of a charge's payers was asked for and did: the members of ChargeData that begin with
// PrimaryInsurance, SecondaryInsurance, TertiaryInsurance, Patient or Other and are told of more than one of them.
// Names and balances of the patient are the charge's own.
//
// The vendor doubles a word in PrimaryInsuranceInsuranceAllowed and its like, calls the tertiary plan
// TertiaryInsuranceCompanyPlanName, and has no bill dates for the tertiary insurer.
type ChargePayer struct {
	Payer                              models.Text   `xml:"*" phi:"linked" doc:"primary, secondary, tertiary, patient or other."`
	CompanyName                        models.Text   `xml:"*CompanyName" only:"primary secondary tertiary" phi:"linked" doc:"The insurance company."`
	PlanName                           models.Text   `xml:"*PlanName" only:"primary secondary" phi:"linked" doc:"The insurance plan; the tertiary one is in company_plan_name."`
	CompanyPlanName                    models.Text   `xml:"*CompanyPlanName" only:"tertiary" phi:"linked" doc:"The insurance plan of the tertiary insurer, whose member the vendor names otherwise."`
	AddressLine1                       models.Text   `xml:"*AddressLine1" only:"primary secondary tertiary" phi:"linked" doc:"The first line of the insurer's address."`
	AddressLine2                       models.Text   `xml:"*AddressLine2" only:"primary secondary tertiary" phi:"linked" doc:"The second line of the insurer's address."`
	City                               models.Text   `xml:"*City" only:"primary secondary tertiary" phi:"linked" doc:"The insurer's city."`
	State                              models.Text   `xml:"*State" only:"primary secondary tertiary" phi:"linked" doc:"The insurer's state."`
	ZipCode                            models.Text   `xml:"*ZipCode" only:"primary secondary tertiary" phi:"linked" doc:"The insurer's ZIP code."`
	Country                            models.Text   `xml:"*Country" only:"primary secondary tertiary" phi:"linked" doc:"The insurer's country."`
	BatchID                            models.Text   `xml:"*BatchID" only:"primary secondary tertiary patient" phi:"linked" doc:"A batch of this payer's; which one, and whether it is a number, is not told."`
	FirstBillDate                      models.USDate `xml:"*FirstBillDate" only:"primary secondary patient" phi:"linked" doc:"The day on which the payer was billed first."`
	LastBillDate                       models.USDate `xml:"*LastBillDate" only:"primary secondary patient" phi:"linked" doc:"The day on which the payer was billed last."`
	AdjudicationDate                   models.USDate `xml:"*AdjudicationDate" only:"primary secondary tertiary" phi:"linked" doc:"The day on which the insurer decided."`
	InsuranceAllowed                   models.Money  `xml:"*InsuranceAllowed" only:"primary secondary tertiary" phi:"linked" doc:"What the insurer accepts as the price."`
	InsurancePayment                   models.Money  `xml:"*InsurancePayment" only:"primary secondary tertiary" phi:"linked" doc:"What the insurer paid."`
	InsuranceCopay                     models.Money  `xml:"*InsuranceCopay" only:"primary secondary tertiary" phi:"linked" doc:"The copayment that the insurer leaves to the patient."`
	InsuranceCoinsurance               models.Money  `xml:"*InsuranceCoinsurance" only:"primary secondary tertiary" phi:"linked" doc:"The coinsurance that the insurer leaves to the patient."`
	InsuranceDeductible                models.Money  `xml:"*InsuranceDeductible" only:"primary secondary tertiary" phi:"linked" doc:"The deductible that the insurer leaves to the patient."`
	InsuranceContractAdjustment        models.Money  `xml:"*InsuranceContractAdjustment" only:"primary secondary tertiary" phi:"linked" doc:"What is written off by the contract with the insurer."`
	InsuranceContractAdjustmentReason  models.Text   `xml:"*InsuranceContractAdjustmentReason" only:"primary secondary tertiary" phi:"linked" doc:"Why the contract adjustment was made."`
	InsuranceSecondaryAdjustment       models.Money  `xml:"*InsuranceSecondaryAdjustment" only:"primary secondary tertiary" phi:"linked" doc:"An adjustment beside that of the contract; secondary is its rank, not the insurer's."`
	InsuranceSecondaryAdjustmentReason models.Text   `xml:"*InsuranceSecondaryAdjustmentReason" only:"primary secondary tertiary" phi:"linked" doc:"Why the adjustment beside that of the contract was made."`
	PaymentID                          models.Int    `xml:"*PaymentID" phi:"linked" doc:"The payment; by its name the id of tebra.payments."`
	PaymentAmount                      models.Money  `xml:"*PaymentAmount" only:"patient other" phi:"linked" doc:"What was paid; insurers have it in insurance_payment."`
	PaymentPostingDate                 models.USDate `xml:"*PaymentPostingDate" phi:"linked" doc:"The day on which the payment was posted."`
	PaymentMethodDesc                  models.Text   `xml:"*PaymentMethodDesc" phi:"linked" doc:"How it was paid, in words."`
	PaymentCategoryDesc                models.Text   `xml:"*PaymentCategoryDesc" phi:"linked" doc:"The category of the payment, in words."`
	PaymentRef                         models.Text   `xml:"*PaymentRef" phi:"direct" doc:"The reference of the payment, such as the number of a check."`
}

// A Diagnosis is the nth EncounterDiagnosisID of a charge, which the vendor's guide calls DiagnosisCode.
type Diagnosis struct {
	EncounterDiagnosisID models.Text `xml:"EncounterDiagnosisID*" phi:"linked" doc:"The diagnosis; the name says id and the guide says code, so it is kept as written."`
}
