package supergood

import "carehouse/models"

// An EligibilityCheck is an answer of a payer that the portal has stored, and one row of supergood.eligibility_checks.
type EligibilityCheck struct {
	_ models.Row `table:"eligibility_checks" doc:"One stored answer of a payer about a patient's coverage. None is ever asked for here: a live check costs money and is on record at the payer."`

	ID             models.Text    `json:"id" col:",key" ref:"eligibility_check_id" phi:"linked" doc:"The check's id."`
	PracticeID     models.Text    `json:"practice_id" doc:"The practice that asked."`
	PatientID      models.Text    `json:"patient_id" phi:"linked" doc:"The patient's id."`
	PayerID        models.Text    `json:"payer_id" phi:"linked" doc:"The payer's id."`
	PayerName      models.Text    `json:"payer_name" phi:"linked" doc:"The payer's name."`
	MemberID       models.Text    `json:"member_id" phi:"direct" doc:"The patient's id at the payer."`
	ServiceDate    models.Date    `json:"service_date" phi:"linked" doc:"The day that was asked about."`
	CheckedAt      models.Instant `json:"checked_at" phi:"linked" doc:"When the payer was asked."`
	Status         models.Text    `json:"status" phi:"linked" doc:"active, inactive, error, …"`
	PlanName       models.Text    `json:"plan_name" phi:"linked" doc:"The plan."`
	Copayment      models.Money   `json:"copayment" phi:"linked" doc:"The copayment of a visit."`
	Deductible     models.Money   `json:"deductible" phi:"linked" doc:"The deductible of the year."`
	DeductibleLeft models.Money   `json:"deductible_remaining" col:"deductible_remaining" phi:"linked" doc:"What is left of the deductible."`
	Response       models.JSON    `json:"response" phi:"direct" doc:"The rest of the answer, as it was stored."`
}
