package transform

import "carehouse/models"

// A visit has what only pages of JSON can have: elements that are no objects, documents of HTML, and everything that names
// can lead to.
type visit struct {
	_ models.Row `table:"visits" doc:"One visit."`

	Practice models.Text     `given:"practice" doc:"Who was asked."`
	ID       models.Int      `json:"id" col:",key" ref:"visit_id" doc:"The key."`
	First    models.Text     `json:"first_name" doc:"A name."`
	Last     models.Text     `json:"last_name" doc:"Another."`
	Born     models.DatePart `json:"born" doc:"A day that is written as an instant."`
	Sure     models.YesNo    `json:"sure" doc:"A flag that is written as a text."`
	Any      models.JSON     `json:"any" doc:"Anything."`
	Doctor   visitDoctor     `json:"doctor"`
	Phones   []visitPhone    `json:"phones" table:"visit_phones" doc:"A list."`
	Orders   []visitOrder    `json:"order_ids" table:"visit_orders" doc:"A list of texts."`
	Counts   []visitCount    `json:"counts" table:"visit_counts" doc:"A list of numbers."`
	CCD      []visitDocument `json:"ccd" col:"documents" html:"true" table:"visit_documents" doc:"A document."`
}

type visitDoctor struct {
	Name models.Text      `json:"name" doc:"A name."`
	Tags []tag            `json:"tags" table:"visit_tags" doc:"A list in an object."`
	Note []visitMoreNotes `json:"note" html:"true" table:"visit_notes" doc:"A document in an object."`
}

type visitPhone struct {
	Number models.Text `json:"number" doc:"A number."`
	Kind   models.Text `json:"kind" doc:"Which."`
	Calls  []visitCall `json:"calls" table:"visit_calls" doc:"A list in a list."`
}

type visitCall struct {
	At    models.Instant `json:"at" doc:"When."`
	Words []visitWord    `json:"words" table:"visit_words" doc:"A list of texts in a list in a list."`
}

type visitWord struct {
	Word models.JSON `element:"true" doc:"Anything."`
}

type visitOrder struct {
	ID models.Text `element:"true" col:"order_id" doc:"A text."`
}

type visitCount struct {
	N models.Int `element:"true" col:"n" doc:"A number."`
}

type visitDocument struct {
	Encoding models.Text    `json:"encoding" doc:"How it was written."`
	Text     models.Text    `json:"text" doc:"What it says."`
	Bytes    models.Int     `json:"bytes" col:",volatile" doc:"How long it was."`
	Sections []visitSection `json:"sections" table:"visit_sections" doc:"A section."`
}

type visitSection struct {
	Heading models.Text `json:"heading" doc:"Its heading."`
	Tables  models.JSON `json:"tables" doc:"Its tables."`
}

type visitMoreNotes struct {
	Text models.Text `json:"text" doc:"What it says."`
}

// A word is a record that is no object.
type word struct {
	_ models.Row `table:"words" doc:"One word."`

	Practice models.Text `given:"practice" doc:"Who was asked."`
	Word     models.Text `element:"true" col:"word,key" doc:"The word."`
}

// wholePage is a page whose body is the records.
func wholePage(body string) models.Page {
	page := testPage(body)
	page.Records = ""
	page.Given = map[string]string{"practice": "7", "practice_id": "7", "patient_id": "1000"}
	return page
}
