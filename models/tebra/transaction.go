package tebra

import "carehouse/models"

// A Transaction is one TransactionData of GetTransactions and one row of tebra.transactions: one thing that happened to
// a charge. The answer has the practice's name but not its id, so the id is the one that was asked for.
type Transaction struct {
	_ models.Row `table:"transactions" xmlns:"http://www.kareo.com/api/schemas/" doc:"One thing that happened to a charge: a payment, an adjustment, a bill."`

	PracticeID           models.Int     `given:"practice_id" col:",key,within" doc:"The practice that was asked for; the answer has only its name."`
	ID                   models.Int     `xml:"ID" col:",key" ref:"transaction_id" phi:"linked" doc:"The transaction's id."`
	PracticeName         models.Text    `xml:"PracticeName" doc:"The name of the practice."`
	ClaimID              models.Int     `xml:"ClaimID" phi:"linked" doc:"The charge; id of tebra.charges. Answers of 2021 lacked it."`
	TransactionDate      models.USStamp `xml:"TransactionDate" col:",span" phi:"linked" doc:"The day on which a user entered the transaction."`
	PostingDate          models.USDate  `xml:"PostingDate" phi:"linked" doc:"The day on which the transaction was posted."`
	ServiceDate          models.USDate  `xml:"ServiceDate" phi:"linked" doc:"The day of the service that the transaction is about."`
	Type                 models.Text    `xml:"Type" phi:"linked" doc:"What happened; the vendor does not publish the words."`
	Description          models.Text    `xml:"Description" phi:"direct" doc:"What happened, free text."`
	Amount               models.Money   `xml:"Amount" phi:"linked" doc:"The amount; what its sign means depends on the type."`
	ProcedureCode        models.Text    `xml:"ProcedureCode" phi:"linked" doc:"The procedure of the charge."`
	PatientID            models.Int     `xml:"PatientID" phi:"linked" doc:"The patient whom the charge is about."`
	PatientFullName      models.Text    `xml:"PatientFullName" phi:"direct" doc:"The patient's name in one piece."`
	PayerType            models.Text    `xml:"PayerType" phi:"linked" doc:"Which kind of payer it is about: Insurance, Patient or Other."`
	InsuranceOrder       models.Text    `xml:"InsuranceOrder" phi:"linked" doc:"Which of the patient's insurers it is about, first or later; the words are not published."`
	InsuranceID          models.Int     `xml:"InsuranceID" phi:"linked" doc:"The insurer; whether it is the company's or the policy's id is not told."`
	InsuranceCompanyName models.Text    `xml:"InsuranceCompanyName" phi:"linked" doc:"The insurance company."`
	InsurancePlanName    models.Text    `xml:"InsurancePlanName" phi:"linked" doc:"The insurance plan."`
	LastModifiedDate     models.USTime  `xml:"LastModifiedDate" phi:"linked" doc:"When the transaction last changed; a wall clock whose zone the vendor does not tell."`
}
