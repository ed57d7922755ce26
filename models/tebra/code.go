package tebra

import "carehouse/models"

// A ProcedureCode is one ProcedureCodeData of GetProcedureCodes and one row of tebra.procedure_codes. Codes belong to
// the account, not to a practice. Their namespace lacks the slash at the end, as that of service locations does.
type ProcedureCode struct {
	_ models.Row `table:"procedure_codes" xmlns:"http://www.kareo.com/api/schemas" doc:"One procedure code that the account can bill."`

	ID                      models.Int      `xml:"ID" col:",key" ref:"procedure_code_id" doc:"The id of the code's entry."`
	ProcedureCode           models.Text     `xml:"ProcedureCode" doc:"The code itself; mostly CPT or HCPCS, but an account may have codes of its own."`
	BillableCode            models.Text     `xml:"BillableCode" doc:"What is billed for the code; whether it is a code or a flag is not told, so it is kept as written."`
	OfficialName            models.Text     `xml:"OfficialName" doc:"The code's official name."`
	OfficialDescription     models.Text     `xml:"OfficialDescription" doc:"The code's official description."`
	LocalName               models.Text     `xml:"LocalName" doc:"The account's own name for the code."`
	Active                  models.Word     `xml:"Active" doc:"The code is in use."`
	CustomerSpecific        models.Word     `xml:"CustomerSpecific" doc:"The account made the code itself."`
	PracticeName            models.Text     `xml:"PracticeName" doc:"The name of a practice; there is no id beside it, and codes are account-wide."`
	ProcedureCodeCategoryID models.Int      `xml:"ProcedureCodeCategoryID" doc:"The category of the code; no operation lists the categories."`
	TypeOfServiceCode       models.Text     `xml:"TypeOfServiceCode" doc:"The code of the type of service."`
	DefaultUnits            models.Quantity `xml:"DefaultUnits" doc:"How many units are charged when nobody says otherwise."`
	NDC                     models.Text     `xml:"NDC" doc:"The national drug code, for a drug."`
	DrugName                models.Text     `xml:"DrugName" doc:"The name of the drug, for a drug."`
	CreatedDate             models.USTime   `xml:"CreatedDate" doc:"When the code was entered; a wall clock whose zone the vendor does not tell."`
	ModifiedDate            models.USTime   `xml:"ModifiedDate" doc:"When the code last changed, called LastModifiedDate in other operations; its zone is not told."`
}
