// Package ccd reads a clinical document (CCD) that an EHR rendered to HTML: bytes in, text and tables out.
//
// # What is odd
//
// The document is a page for a browser. Stylesheets differ from EHR to EHR and from year to year, so nothing is
// believed but the meaning that HTML gives to elements: no class, no id, no attribute is ever looked at but those that
// say how many columns and rows a cell spans and what is in a field. Nothing is rendered and nothing is fetched. What can run or lead
// elsewhere is dropped with all that is in it: applet, audio, canvas, iframe, noembed, noframes, noscript, object,
// script, style, svg, template, video; so are comments. Addresses are in attributes and so never in a text, but where
// somebody wrote one as a text. A letter that was scanned, or a picture, may be written into an address ("data:"): it is
// no text, but it is part of [Document.DocumentHash], or nobody would learn of another one. So are the words of a drawing.
//
// The document also is made anew for every answer, with the time of its making in it. Two rules follow: that time is
// taken from the texts, and [Document.DocumentHash] is made of what is left. What came is kept in [Document.HTML].
//
// # Bytes
//
// UTF-8, and every byte that belongs to none is read as Windows-1252, see [Document.Encoding]. What the document itself
// says about its encoding is not believed: it was written before somebody converted it.
//
// # Text
//
// A line is a block: a paragraph, an item of a list, a row of a table, what is between two line breaks. Cells are
// parted by tabs. White space of every kind, non-breaking too, is one blank; control characters, soft hyphens and
// zero-width spaces are nothing. But a control character between two digits parts them: it was a dash, maybe, and 5-10 is
// no 510; and those from 128 to 159 are what Windows-1252 has there. In pre the lines are those of the source. A number that
// is raised or lowered behind a digit is written 10^9, 10^-9 and 10_9, because 109 and 10-9 are others. A line of nothing
// but a triangle, on which one clicks to fold a section, is dropped next to a heading. What an element strikes through is
// written ~~so~~, if it ends; what is struck through by a style, or not displayed, is text like any other. Of a form, what
// stands in its fields is text, and a box or a choice is [x] or [ ]: "Fever" behind a box may be a yes or a no. What is
// said instead of a picture is not. Text without any tag is a document too; its lines are lines. What looks like a tag is text where
// HTML has no such element, nothing in it has a value and nothing ends it: "pressure <target" is a word of somebody's. So are
// </3, <?3 and <!3.
//
// # Sections and tables
//
// A section goes from a heading (h1 to h6) that has a text to the next; what a document has below its last section,
// like the list of who is who, is in that section. The title is the first title's text, or else that of the first h1;
// what another title says is a line.
//
// A heading that is written as a bold line is a line: what is bold may as well be a warning or a name. A document that
// has no other headings is one section.
//
// The first row is a table's head if it is of th alone, or in thead and has more than one cell; no other row is. In a
// text a cell is there once. In a table each text is in its column, so that what a cell spans moves nothing below
// another heading: a cell across rows is in each of them, because rows are read one by one, and a heading is above each
// of its columns, as far as there are cells below it. Any other cell across columns is in the first of them, because a
// number that is there twice is counted twice; the others are empty, and behind the last text they are not there. Rows
// without text are left out. A table inside a table that has a head is flattened: its rows are lines of the cell.
// Inside one that has none it is a table of its own, and the row that it is in is there for its looks: each line of its
// cells is a line of the section and of no table, so that no text comes twice. So is a row with a heading in it; the
// rows behind it are another table, of the new section. Tables are in the order of their first rows.
//
// # The time of making
//
// A word that is taken from a document by mistake cannot be told from another one any more; a time that is not
// taken costs space. So where one cannot tell, a text stays.
//
// The time is a date, with or without time of day and zone, next to one of these labels: behind it in the same text, in the
// next cell of its row, or in the next line where both lines are all there is. Upper case does not count, nor a colon
// behind a label, nor "on" or "at". In a text a label is at its begin, or behind | or ( or a line break, and nothing but a
// mark or "by" is behind the time; a text of more than 4 KiB has no label.
//
//	document|report|summary|record|chart|file|ccd|ccda|c-cda [was] created|generated|printed|produced|exported
//	document|… creation|generation|print|export date|time|date/time|date and time
//	[electronically|automatically|computer] generated, printed, exported
//	date|time|… generated|printed|exported
//	generation|generated|print|printed|export|exported date|time|…
//
// Between label and date there may be "by" and who: words in upper case, and "on" or "at".
//
// Reports of laboratories, prescriptions and goals are created, generated and printed too. So a label counts at the edges of
// a document only:
//
//   - in the header, which is what is before the first heading, or below one that ranks above all others and has others
//     behind it; it ends before the first table with column heads, and has 40 lines or it is none;
//   - below a heading that is Document, Document Details, Document Information or About this Document;
//   - in the last section from a line "Document" on that has "ID" below it, as the stylesheets of HL7 end. With such an end,
//     or where its first row is that of the patient, a document of one section has a header too: the rows right below its
//     heading.
//
// There these count as well, if they say the same time; the one in the header is preferred:
//
//	created; creation|created date|time|…; date|time|… created
//
// One of the last three lines is about the document if it is nothing but "electronically|automatically|computer generated",
// "document|ccd|ccda|c-cda [was] generated|printed|produced|exported" or "page 1 [of 2] | generated|printed|exported", and
// the time.
//
// Where such a time was found and has a time of day, the very same goes in other places: behind a label that is not at the
// edges, at the end of the title and of a header's heading, as in "Summary (August 15, 2013, 10:30AM -0800)"; and, at the
// edges, behind "authored on", where programs sign.
//
// At the edges there also go the age behind the date of birth ("date of birth", "birth date", "DOB": "May 1, 1975
// (38yr)"), which is that of the day of making, and the number of the copy ("document id|identifier", or "ID" below a
// line "Document"). Labels stay. No other date goes, ever: a document that tells its time in another way has a new hash
// each time it is made, which costs space and loses nothing.
//
// # Budgets
//
// The tokenizer is that of [golang.org/x/net/html]. Its tree is not built: that parser gives up on 512 nested elements,
// which a page with forgotten end tags has, and unclosed fonts make its tree far larger than the page. So there is no
// depth that counts but that of tables in tables; what spans repeat has a budget too. What is beyond a budget is an
// [*Error], and nothing else is. An element that is dropped, or whose content is raw, and has no end tag does not take
// the rest of the document with it, unless it is script or style. A drawing that is still open ends where a block or a
// cell does. In a document that begins as XML, <script/> is empty; <svg/> is in all.
package ccd
