package transform

import (
	"testing"

	"carehouse/models"
)

// The namespaces of the test's pages.
const (
	clinicSpace = "http://clinic.example/schemas/"
	otherSpace  = "http://clinic.example/schemas"
	arraySpace  = "http://clinic.example/arrays"
)

// A fee has everything that a record of XML can have: facts of the page, slots, lists, lists in lists, lists of texts,
// objects in objects, another namespace, and every kind of value that comes as text.
type fee struct {
	_ models.Row `table:"fees" xmlns:"http://clinic.example/schemas/" doc:"One fee."`

	Practice models.Int       `given:"practice_id" col:",key" doc:"Who was asked."`
	Asked    models.Text      `given:"asked" doc:"How it was asked."`
	Amount   models.Money     `xml:"Amount" doc:"Money."`
	At       models.Instant   `xml:"At" doc:"An instant."`
	Cases    []feeCase        `xml:"Cases>CaseData" table:"fee_cases" doc:"Its cases."`
	Changed  models.USTime    `xml:"Changed" col:",version" doc:"A wall clock."`
	Code     models.Text      `xml:"Code" doc:"Text."`
	Day      models.Date      `xml:"Day" doc:"A day."`
	ID       models.Int       `xml:"ID" col:",key" ref:"fee_id" doc:"The key."`
	Local    models.LocalTime `xml:"Local" doc:"A wall clock."`
	Numbers  []number         `xml:"Numbers>http://clinic.example/arrays long" table:"fee_numbers" doc:"A list of numbers."`
	Diag     []diagnosis      `slots:"1 2 10" table:"fee_diagnoses" doc:"A diagnosis."`
	Payers   []feePayer       `slots:"Primary=primary Other=other" table:"fee_payers" doc:"A payer."`
	Open     models.Word      `xml:"Open" doc:"A flag."`
	Owner    owner            `xml:"Owner"`
	Posted   models.USDate    `xml:"Posted" doc:"A day."`
	Raw      models.JSON      `xml:"Raw" doc:"Anything."`
	Seen     models.JSON      `xml:"Seen" col:",volatile" doc:"Moves without meaning."`
	Stamp    models.Stamp     `xml:"Stamp" doc:"Either."`
	Units    models.Quantity  `xml:"http://clinic.example/schemas Units" doc:"A count."`
	Zip      models.Text      `xml:"Zip" else:"Owner.Zip" doc:"Text."`
}

type feeCase struct {
	ID    models.Int   `xml:"CaseID" doc:"Which."`
	Name  models.Text  `xml:"Name" doc:"Text."`
	Plan  casePlan     `xml:"Plan"`
	Words []feeWord    `xml:"Words>Word" table:"fee_words" doc:"A list in a list."`
	Total models.Money `xml:"Total" doc:"Money."`
}

type casePlan struct {
	Policies []policy    `xml:"Policies>Policy" table:"fee_policies" doc:"A list in an object in a list."`
	Title    models.Text `xml:"Title" doc:"Text."`
}

type policy struct {
	From models.USDate `xml:"From" doc:"A day."`
}

type feeWord struct {
	Word models.Text `xml:",chardata" doc:"A word."`
}

type number struct {
	Number models.Int `xml:",chardata" doc:"A number."`
}

type diagnosis struct {
	Code models.Text `xml:"DiagCode*" doc:"A code."`
	ID   models.Int  `xml:"DiagID*" doc:"Its number."`
}

type feePayer struct {
	Payer   models.Text   `xml:"*" doc:"Which payer."`
	Allowed models.Money  `xml:"*Allowed" only:"primary" doc:"What is allowed."`
	Detail  models.JSON   `xml:"*Detail" doc:"Anything."`
	On      models.USDate `xml:"*PostedOn" doc:"When."`
	Paid    models.Money  `xml:"*Paid" else:"*Allowed" doc:"What was paid."`
}

type owner struct {
	Born  models.USDate `xml:"Born" doc:"A day."`
	Deep  ownerDeep     `xml:"Deep"`
	Name  models.Text   `xml:"Name" phi:"direct" doc:"A name."`
	Marks []mark        `xml:"Marks>http://clinic.example/schemas Mark" table:"fee_marks" doc:"A list in an object."`
	Zip   models.Text   `xml:"Zip" doc:"Stands in."`
}

type ownerDeep struct {
	Flag models.Word `xml:"Flag" doc:"A flag."`
	Text models.Text `xml:"Text" doc:"Text."`
}

type mark struct {
	ID models.Int `xml:"http://clinic.example/schemas ID" col:"mark_id" doc:"Which."`
}

// A partly reads part of a fee on purpose.
type partly struct {
	_ models.Row `table:"parts" xmlns:"http://clinic.example/schemas/" partial:"true" doc:"A part of a fee."`

	ID    models.Int `xml:"ID" col:",key" doc:"The key."`
	Cases []struct {
		ID models.Int `xml:"CaseID" doc:"Which."`
	} `xml:"Cases>CaseData" table:"part_cases" doc:"Its cases."`
}

// A visitor has a key that the page gives alone.
type visitor struct {
	_ models.Row `table:"visitors" xmlns:"http://clinic.example/schemas/" doc:"Somebody."`

	ID   models.Int  `given:"id" col:",key" doc:"The key."`
	Name models.Text `xml:"Name" phi:"direct" doc:"A name."`
}

func plan[T any](tb testing.TB) *Plan {
	tb.Helper()
	p, err := Compile(models.MustCompile[T]("clinic"))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

const feeRecords = "Envelope>Body>Response>Result/Fees/FeeData"

func xmlPage(body string) models.Page {
	page := testPage(body)
	page.Table, page.Records = "fees", feeRecords
	page.Given = map[string]string{"practice_id": "7", "asked": "by day & <hour>"}
	return page
}

// fees is a page of these records, as the vendor writes it.
func fees(records string) string { return feesIn(clinicSpace, records) }

func feesIn(space, records string) string {
	return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Response xmlns="` + space +
		`"><Result xmlns:i="` + xsi + `"><Error><Message i:nil="true"/><IsError>false</IsError></Error><Fees>` + records +
		`</Fees></Result></Response></s:Body></s:Envelope>`
}

// feeOf is a page of one fee.
func feeOf(members string) string { return fees(`<FeeData><ID>1</ID>` + members + `</FeeData>`) }
