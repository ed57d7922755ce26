package tebra

import "carehouse/models"

// A ServiceLocation is one ServiceLocationData of GetServiceLocations and one row of tebra.service_locations. Its
// namespace lacks the slash at the end that those of nearly all other operations have.
type ServiceLocation struct {
	_ models.Row `table:"service_locations" xmlns:"http://www.kareo.com/api/schemas" doc:"One place where a practice gives services."`

	PracticeID          models.Int    `xml:"PracticeID" col:",key,within" doc:"The practice that the location belongs to."`
	ID                  models.Int    `xml:"ID" col:",key" ref:"service_location_id" doc:"The location's id."`
	PracticeName        models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	Name                models.Text   `xml:"Name" doc:"The location's name, as users see it."`
	BillingName         models.Text   `xml:"BillingName" doc:"The location's name on claims."`
	PlaceOfService      models.Text   `xml:"PlaceOfService" doc:"The kind of place; a code of two digits on claims, but the vendor does not say whether code or words come here."`
	NPI                 models.Text   `xml:"NPI" doc:"The location's national provider identifier."`
	CLIANumber          models.Text   `xml:"CLIANumber" doc:"The certificate number of the location's laboratory."`
	HCFABox32FacilityID models.Text   `xml:"HCFABox32FacilityID" doc:"The facility id that goes into box 32 of the paper claim."`
	FacilityIDType      models.Text   `xml:"FacilityIDType" doc:"What kind of number the facility id of box 32 is."`
	AddressLine1        models.Text   `xml:"AddressLine1" doc:"The first line of the location's address."`
	AddressLine2        models.Text   `xml:"AddressLine2" doc:"The second line of the location's address."`
	City                models.Text   `xml:"City" doc:"The location's city."`
	State               models.Text   `xml:"State" doc:"The location's state."`
	ZipCode             models.Text   `xml:"ZipCode" doc:"The location's ZIP code."`
	Country             models.Text   `xml:"Country" doc:"The location's country."`
	Phone               models.Text   `xml:"Phone" doc:"The location's phone."`
	PhoneExt            models.Text   `xml:"PhoneExt" doc:"The extension of the location's phone."`
	FaxPhone            models.Text   `xml:"FaxPhone" doc:"The location's fax."`
	FaxPhoneExt         models.Text   `xml:"FaxPhoneExt" doc:"The extension of the location's fax."`
	CreatedDate         models.USTime `xml:"CreatedDate" doc:"When the location was entered; a wall clock whose zone the vendor does not tell."`
	ModifiedDate        models.USTime `xml:"ModifiedDate" doc:"When the location last changed, called LastModifiedDate in other operations; its zone is not told."`
}
