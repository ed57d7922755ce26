package ccd

// A Document is what is read of a clinical document's HTML.
type Document struct {
	// DocumentHash is the SHA-256 of what the document says, in hex: of the title, the headings and their ranks, the lines
	// and the tables, and of pictures and letters that are in it, without the time of its making. How it was encoded, written
	// and attributed is not part of it.
	DocumentHash string `json:"document_hash"`
	RawHash      string `json:"raw_hash"` // SHA-256 of the bytes as they came, in hex
	Bytes        int64  `json:"bytes"`
	Encoding     string `json:"encoding"`        // [UTF8] or [Windows1252]
	Title        string `json:"title,omitempty"` // empty, and left out, when there is none
	Text         string `json:"text"`            // all lines, headings among them
	HTML         string `json:"html"`            // as it came, decoded
	// Sections is empty, and not nil, where the document says nothing.
	Sections []Section `json:"sections"`
}

// The encodings that a document may have.
const (
	UTF8        = "utf-8"
	Windows1252 = "windows-1252"
)

// A Section is a heading and what stands below it, to the next heading.
type Section struct {
	Heading *string `json:"heading"` // nil before the first heading
	Level   *int    `json:"level"`   // 1 to 6; nil before the first heading
	Text    string  `json:"text"`    // without the heading
	Tables  []Table `json:"tables"`  // nil when there are none
}

// A Table is a table's texts by column. A cell that spans rows is in each of them, and a heading is above each of its
// columns; any other cell that spans columns is in the first of them, and the others are empty.
type Table struct {
	Caption *string    `json:"caption"` // nil when there is none
	Head    []string   `json:"head"`    // empty, and not nil, when there is none
	Rows    [][]string `json:"rows"`    // a line in a cell ends with \n

	placed bool // a span has moved something
	heads  int  // how many columns the head has up to the first one of its last heading
}
