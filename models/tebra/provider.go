package tebra

import "carehouse/models"

// A Provider is one ProviderData of GetProviders and one row of tebra.providers: a person who treats, or who refers.
// Nobody has said whether referring providers come when they are not asked for by their type.
type Provider struct {
	_ models.Row `table:"providers" xmlns:"http://www.kareo.com/api/schemas/" doc:"One provider of a practice, treating or referring."`

	PracticeID                 models.Int    `xml:"PracticeID" col:",key,within" doc:"The practice that the provider belongs to."`
	ID                         models.Int    `xml:"ID" col:",key" ref:"provider_id" phi:"linked" doc:"The provider's id."`
	PracticeName               models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	Type                       models.Text   `xml:"Type" doc:"Normal Provider or Referring Provider."`
	Active                     models.Word   `xml:"Active" doc:"The provider is in use."`
	FullName                   models.Text   `xml:"FullName" phi:"direct" doc:"The provider's name in one piece."`
	Prefix                     models.Text   `xml:"Prefix" phi:"linked" doc:"The title before the name, such as Dr."`
	FirstName                  models.Text   `xml:"FirstName" phi:"direct" doc:"The provider's first name."`
	MiddleName                 models.Text   `xml:"MiddleName" phi:"direct" doc:"The provider's middle name."`
	LastName                   models.Text   `xml:"LastName" phi:"direct" doc:"The provider's last name."`
	Suffix                     models.Text   `xml:"Suffix" phi:"linked" doc:"What follows the name, such as Jr."`
	Degree                     models.Text   `xml:"Degree" doc:"The provider's degree, such as MD."`
	SpecialtyName              models.Text   `xml:"SpecialtyName" doc:"The provider's specialty."`
	DepartmentName             models.Text   `xml:"DepartmentName" doc:"The department that the provider works in."`
	BillingType                models.Text   `xml:"BillingType" doc:"How the provider bills; the words are not published."`
	EncounterFormName          models.Text   `xml:"EncounterFormName" doc:"The encounter form that the provider starts from."`
	NationalProviderIdentifier models.Text   `xml:"NationalProviderIdentifier" phi:"linked" doc:"The provider's NPI."`
	SocialSecurityNumber       models.Text   `xml:"SocialSecurityNumber" phi:"direct" doc:"The provider's social security number."`
	Notes                      models.Text   `xml:"Notes" phi:"direct" doc:"Free text about the provider."`
	CreatedDate                models.USTime `xml:"CreatedDate" doc:"When the provider was entered; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate           models.USTime `xml:"LastModifiedDate" doc:"When the provider last changed; a wall clock whose zone the vendor does not tell."`

	// How to reach the provider.
	EmailAddress   models.Text `xml:"EmailAddress" phi:"direct" doc:"The provider's e-mail address."`
	WorkPhone      models.Text `xml:"WorkPhone" phi:"direct" doc:"The provider's phone at work."`
	WorkPhoneExt   models.Text `xml:"WorkPhoneExt" phi:"direct" doc:"The extension of the phone at work."`
	HomePhone      models.Text `xml:"HomePhone" phi:"direct" doc:"The provider's phone at home."`
	HomePhoneExt   models.Text `xml:"HomePhoneExt" phi:"direct" doc:"The extension of the phone at home."`
	MobilePhone    models.Text `xml:"MobilePhone" phi:"direct" doc:"The provider's mobile phone."`
	MobilePhoneExt models.Text `xml:"MobilePhoneExt" phi:"direct" doc:"The extension of the mobile phone."`
	Pager          models.Text `xml:"Pager" phi:"direct" doc:"The provider's pager."`
	PagerExt       models.Text `xml:"PagerExt" phi:"direct" doc:"The extension of the pager."`
	Fax            models.Text `xml:"Fax" phi:"direct" doc:"The provider's fax."`
	FaxExt         models.Text `xml:"FaxExt" phi:"direct" doc:"The extension of the fax."`
	AddressLine1   models.Text `xml:"AddressLine1" phi:"direct" doc:"The first line of the provider's address."`
	AddressLine2   models.Text `xml:"AddressLine2" phi:"direct" doc:"The second line of the provider's address."`
	City           models.Text `xml:"City" phi:"direct" doc:"The provider's city."`
	State          models.Text `xml:"State" phi:"linked" doc:"The provider's state."`
	ZipCode        models.Text `xml:"ZipCode" phi:"direct" doc:"The provider's ZIP code."`
	Country        models.Text `xml:"Country" phi:"linked" doc:"The provider's country."`

	// The report on the provider's performance, which goes out by e-mail.
	ProviderPerformanceReportActive            models.Word `xml:"ProviderPerformanceReportActive" doc:"The performance report is sent."`
	ProviderPerformanceReportScope             models.Text `xml:"ProviderPerformanceReportScope" doc:"What the performance report is about; the words are not published."`
	ProviderPerformanceReportFequency          models.Text `xml:"ProviderPerformanceReportFequency" doc:"How often the performance report is sent; the vendor spells frequency without its first r."`
	ProviderPerformanceReportDelay             models.Text `xml:"ProviderPerformanceReportDelay" doc:"How long after its period the performance report is sent; the unit is not told, so it is kept as written."`
	ProviderPerformanceReportCCEmailRecipients models.Text `xml:"ProviderPerformanceReportCCEmailRecipients" phi:"direct" doc:"Who gets a copy of the performance report, by e-mail address."`
}
