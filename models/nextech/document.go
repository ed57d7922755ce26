package nextech

import "carehouse/models"

// A Document is what is read from the HTML of a CCD. Nothing of it is rendered: scripts, styles and addresses are dropped.
type Document struct {
	DocumentHash models.Text `json:"document_hash" phi:"linked" doc:"SHA-256 of the document without the time of its making and without white space that means nothing, in hex; equal where two documents say the same. Pictures and letters that are in the document itself are part of it, and what is in fields."`
	RawHash      models.Text `json:"raw_hash" col:",volatile" phi:"linked" doc:"SHA-256 of the document as it came with the answer that brought this version, in hex; makes no new version."`
	Bytes        models.Int  `json:"bytes" col:",volatile" doc:"How long the document was as it came; makes no new version."`
	Encoding     models.Text `json:"encoding" col:",volatile" doc:"utf-8, or windows-1252 where some of its bytes were no UTF-8; makes no new version."`
	Title        models.Text `json:"title" phi:"direct" doc:"The document's title; null when there is none."`
	Text         models.Text `json:"text" phi:"direct" doc:"The document's text without markup, a line a block, without the time of its making, the age on that day and the number of the copy, where it tells them. A box or a choice is [x] or [ ], and what is struck through ~~so~~. Pictures and letters that were scanned are in no text."`
	HTML         []Piece     `json:"html" col:",volatile" table:"encounter_document_html" doc:"A piece of the clinical document as it came with the answer that brought this version, decoded: string_agg(html, '' ORDER BY _ordinal) is the whole. Never open it where scripts run. Makes no new version."`
	Sections     []Section   `json:"sections" table:"encounter_sections" doc:"One section of a clinical document, in the order of the document."`
}

// A Piece is a part of a document's HTML. Documents may be long, and a database looks at two thousand rows at once.
type Piece struct {
	HTML models.Text `element:"true" col:"html,volatile" phi:"direct" doc:"The piece, at most 16 KiB."`
}

// A Section is a heading and what stands below it, to the next heading.
type Section struct {
	Heading models.Text `json:"heading" phi:"direct" doc:"The heading, like Problems or Medications; that of the whole document may name the patient; null before the first one."`
	Level   models.Int  `json:"level" doc:"The rank of the heading in HTML: 1 to 6; null before the first one."`
	Text    models.Text `json:"text" phi:"direct" doc:"The section's text without markup, its tables included, a line a block or row, cells parted by tabs; no text of the sections below it, which are rows of their own."`
	Tables  models.JSON `json:"tables" phi:"direct" doc:"The section's tables as JSON: a list of {caption, head: [text], rows: [[text]]}, each text in its column, a cell across rows in each of them and one across columns in the first; head is empty where no row names the columns; null when there are none."`
}
