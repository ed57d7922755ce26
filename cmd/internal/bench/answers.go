package main

import (
	"slices"
	"time"

	"carehouse/models"
	"carehouse/models/tebra"
	"carehouse/models/tpastream"
)

const (
	perPage    = 1000
	claimsPath = "/api/claims"

	chargesPerPage = 800
	chargesPath    = "Envelope>Body>GetChargesResponse>GetChargesResult/Charges/ChargeData"
)

// Answers are what all pages of an operation have in common.
type answers struct {
	table     *models.Table
	records   string // where they are in a page
	call      string
	given     map[string]string
	suffix    string // of a page's file
	bytesEach int    // about what a record of the simulator takes, to know how many to ask for
}

// page is a body with what is known of it.
func (a answers) page(number int, at time.Time, body []byte) models.Page {
	return models.Page{
		Number: number, Table: a.table.Name, Records: a.records, Call: a.call, Given: a.given, AskedAt: at, Body: body,
	}
}

// claims come as JSON.
func claims() answers {
	return answers{
		table: named(tpastream.Tables(), "claims"), records: "data", call: "GET " + claimsPath, suffix: ".json", bytesEach: 4000,
	}
}

// charges are the widest rows that come as XML by the thousand.
func charges() answers {
	return answers{
		table: named(tebra.Tables(), "charges"), records: chargesPath, call: "GetCharges",
		given: map[string]string{"practice_id": "1"}, suffix: ".xml", bytesEach: 9200,
	}
}

func named(tables []*models.Table, name string) *models.Table {
	return tables[slices.IndexFunc(tables, func(t *models.Table) bool { return t.Name == name })]
}
