package nextech

import "carehouse/models"

// A Document is what is read from the HTML of a CCD. Nothing of it is rendered: scripts, styles and addresses are dropped.
type Document struct {
	DocumentHash models.Text `json:"document_hash" phi:"linked" doc:"SHA-256 of the document without the time of its making and without white space that means nothing, in hex; what makes a new version."`
	RawHash      models.Text `json:"raw_hash" col:",volatile" phi:"linked" doc:"SHA-256 of the document as it came, in hex; makes no new version."`
	Bytes        models.Int  `json:"bytes" col:",volatile" doc:"How long the document was as it came; makes no new version."`
	Encoding     models.Text `json:"encoding" doc:"utf-8, or windows-1252 where its bytes were no UTF-8."`
	Title        models.Text `json:"title" phi:"direct" doc:"The document's title."`
	Text         models.Text `json:"text" phi:"direct" doc:"The document's text without markup, a line a block, without the time of its making."`
	HTML         models.Text `json:"html" col:",volatile" phi:"direct" doc:"The document as it came, decoded; never open it where scripts run. Makes no new version."`
	Sections     []Section   `json:"sections" table:"encounter_sections" doc:"One section of a clinical document, in the order of the document."`
}

// A Section is a heading and what stands below it, to the next heading.
type Section struct {
	Heading models.Text `json:"heading" phi:"linked" doc:"The heading, like Problems or Medications; null before the first one."`
	Level   models.Int  `json:"level" doc:"The rank of the heading in HTML: 1 to 6; null before the first one."`
	Text    models.Text `json:"text" phi:"direct" doc:"The section's text without markup, its tables included, a line a block or row."`
	Tables  models.JSON `json:"tables" phi:"direct" doc:"The section's tables: a list of {caption, head: [text], rows: [[text]]}; null when there are none."`
}
