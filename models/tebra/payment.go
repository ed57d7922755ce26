package tebra

import "carehouse/models"

// A Payment is one PaymentData of GetPayments and one row of tebra.payments. It names no patient and no charge: charges
// name their payments.
type Payment struct {
	_ models.Row `table:"payments" xmlns:"http://www.kareo.com/api/schemas/" doc:"One payment that a practice got."`

	PracticeID       models.Int    `xml:"PracticeId" col:",key,within" doc:"The practice that was paid."`
	ID               models.Int    `xml:"ID" col:",key" ref:"payment_id" phi:"linked" doc:"The payment's id; payment_id of tebra.charge_payers."`
	PostDate         models.USDate `xml:"PostDate" col:",span" phi:"linked" doc:"The day on which the payment was posted."`
	AdjudicationDate models.USDate `xml:"AdjudicationDate" phi:"linked" doc:"The day on which the insurer decided."`
	PayerType        models.Text   `xml:"PayerType" phi:"linked" doc:"Insurance, Patient or Other."`
	PayerName        models.Text   `xml:"PayerName" phi:"direct" doc:"Who paid: an insurer, or a person."`
	PaymentMethod    models.Text   `xml:"PaymentMethod" phi:"linked" doc:"Cash, Check, CreditCard, ElectronicFundsTransfer, Other or Unknown."`
	ReferenceNumber  models.Text   `xml:"ReferenceNumber" phi:"direct" doc:"The reference of the payment, such as the number of a check."`
	Category         models.Text   `xml:"Category" phi:"linked" doc:"The category of the payment."`
	BatchNumber      models.Text   `xml:"BatchNumber" phi:"linked" doc:"The batch that the payment was entered in, free text."`
	AppointmentID    models.Int    `xml:"AppointmentID" phi:"linked" doc:"The appointment that the payment was taken at."`
	Amount           models.Money  `xml:"Amount" phi:"linked" doc:"What was paid."`
	Applied          models.Money  `xml:"Applied" phi:"linked" doc:"How much of it is applied to charges."`
	Unapplied        models.Money  `xml:"Unapplied" phi:"linked" doc:"How much of it is not yet applied."`
	Refunds          models.Money  `xml:"Refunds" phi:"linked" doc:"How much of it was given back."`
	Adjustments      models.Money  `xml:"Adjustments" phi:"linked" doc:"What was adjusted with the payment."`
	CreatedDate      models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the payment was entered; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the payment last changed; a wall clock whose zone the vendor does not tell."`
}
