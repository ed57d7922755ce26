package tebra

import "carehouse/models"

// A Practice is one PracticeData of GetPractices and one row of tebra.practices. The practices of an account are those
// that the user may see: a right that is taken away looks like a practice that is gone.
type Practice struct {
	_ models.Row `table:"practices" xmlns:"http://www.kareo.com/api/schemas/" doc:"One practice of the account."`

	ID                  models.Int    `xml:"ID" col:",key" ref:"practice_id" doc:"The practice's id; practice_id of everything that belongs to a practice."`
	PracticeName        models.Text   `xml:"PracticeName" doc:"The practice's name; operations that ask by name match it letter by letter."`
	Active              models.Word   `xml:"Active" doc:"The practice is in use."`
	NPI                 models.Text   `xml:"NPI" doc:"The national provider identifier that the practice bills with."`
	TaxID               models.Text   `xml:"TaxID" phi:"direct" doc:"The federal tax id; it can be a sole practitioner's SSN."`
	SubscriptionEdition models.Text   `xml:"SubscriptionEdition" doc:"The edition of Tebra that the practice has subscribed to."`
	WebSite             models.Text   `xml:"WebSite" doc:"The practice's web site."`
	Notes               models.Text   `xml:"Notes" phi:"direct" doc:"Free text about the practice."`
	CreatedDate         models.USTime `xml:"CreatedDate" doc:"When the practice was set up; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate    models.USTime `xml:"LastModifiedDate" doc:"When the practice last changed; a wall clock whose zone the vendor does not tell."`

	// How to reach the practice.
	PracticeAddressLine1 models.Text `xml:"PracticeAddressLine1" doc:"The first line of the practice's address."`
	PracticeAddressLine2 models.Text `xml:"PracticeAddressLine2" doc:"The second line of the practice's address."`
	PracticeCity         models.Text `xml:"PracticeCity" doc:"The city of the practice."`
	PracticeState        models.Text `xml:"PracticeState" doc:"The state of the practice."`
	PracticeZipCode      models.Text `xml:"PracticeZipCode" doc:"The ZIP code of the practice."`
	PracticeCountry      models.Text `xml:"PracticeCountry" doc:"The country of the practice."`
	Email                models.Text `xml:"Email" doc:"The practice's e-mail address."`
	Phone                models.Text `xml:"Phone" doc:"The practice's phone."`
	PhoneExt             models.Text `xml:"PhoneExt" doc:"The extension of the practice's phone."`
	Fax                  models.Text `xml:"Fax" doc:"The practice's fax."`
	FaxExt               models.Text `xml:"FaxExt" doc:"The extension of the practice's fax."`
	KFaxNumber           models.Text `xml:"kFaxNumber" doc:"A fax number, by its name that of the vendor's own fax service; the small k is the vendor's spelling."`

	// The administrator is a person.
	AdministratorFullName     models.Text `xml:"AdministratorFullName" phi:"direct" doc:"The name of the practice's administrator."`
	AdministratorEmail        models.Text `xml:"AdministratorEmail" phi:"direct" doc:"The administrator's e-mail address."`
	AdministratorPhone        models.Text `xml:"AdministratorPhone" phi:"direct" doc:"The administrator's phone."`
	AdministratorPhoneExt     models.Text `xml:"AdministratorPhoneExt" phi:"direct" doc:"The extension of the administrator's phone."`
	AdministratorFax          models.Text `xml:"AdministratorFax" phi:"direct" doc:"The administrator's fax."`
	AdministratorFaxExt       models.Text `xml:"AdministratorFaxExt" phi:"direct" doc:"The extension of the administrator's fax."`
	AdministratorAddressLine1 models.Text `xml:"AdministratorAddressLine1" phi:"direct" doc:"The first line of the administrator's address."`
	AdministratorAddressLine2 models.Text `xml:"AdministratorAddressLine2" phi:"direct" doc:"The second line of the administrator's address."`
	AdministratorCity         models.Text `xml:"AdministratorCity" phi:"direct" doc:"The administrator's city."`
	AdministratorState        models.Text `xml:"AdministratorState" phi:"linked" doc:"The administrator's state."`
	AdministratorZipCode      models.Text `xml:"AdministratorZipCode" phi:"direct" doc:"The administrator's ZIP code."`
	AdministratorCountry      models.Text `xml:"AdministratorCountry" phi:"linked" doc:"The administrator's country."`

	// So is the contact for bills.
	BillingContactFullName     models.Text `xml:"BillingContactFullName" phi:"direct" doc:"The name of the person who answers for bills."`
	BillingContactEmail        models.Text `xml:"BillingContactEmail" phi:"direct" doc:"The billing contact's e-mail address."`
	BillingContactPhone        models.Text `xml:"BillingContactPhone" phi:"direct" doc:"The billing contact's phone."`
	BillingContactPhoneExt     models.Text `xml:"BillingContactPhoneExt" phi:"direct" doc:"The extension of the billing contact's phone."`
	BillingContactFax          models.Text `xml:"BillingContactFax" phi:"direct" doc:"The billing contact's fax."`
	BillingContactFaxExt       models.Text `xml:"BillingContactFaxExt" phi:"direct" doc:"The extension of the billing contact's fax."`
	BillingContactAddressLine1 models.Text `xml:"BillingContactAddressLine1" phi:"direct" doc:"The first line of the billing contact's address."`
	BillingContactAddressLine2 models.Text `xml:"BillingContactAddressLine2" phi:"direct" doc:"The second line of the billing contact's address."`
	BillingContactCity         models.Text `xml:"BillingContactCity" phi:"direct" doc:"The billing contact's city."`
	BillingContactState        models.Text `xml:"BillingContactState" phi:"linked" doc:"The billing contact's state."`
	BillingContactZipCode      models.Text `xml:"BillingContactZipCode" phi:"direct" doc:"The billing contact's ZIP code."`
	BillingContactCountry      models.Text `xml:"BillingContactCountry" phi:"linked" doc:"The billing contact's country."`
}
