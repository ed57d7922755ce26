package ccd

// A kind is what an element means for the text. Of all others the tags mean nothing.
type kind uint8

const (
	inline   kind = iota
	block         // begins a line and ends one
	newline       // br
	raised        // sup
	lowered       // sub
	crossed       // del, s, strike
	verbatim      // pre: its lines are lines
	heading       // h1 to h6
	grid          // table
	group         // thead, tbody, tfoot: ends a row
	row           // tr
	cell          // td
	headcell      // th
	caption
	title
	field   // input
	choice  // option, which is a block
	dropped // with all that is in it
)

// kindOf takes a name in lower case.
func kindOf(name []byte) kind {
	switch string(name) {
	case "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
		"fieldset", "figcaption", "figure", "footer", "form", "head", "header", "hgroup", "hr", "html", "legend", "li",
		"listing", "main", "menu", "nav", "ol", "optgroup", "p", "plaintext", "search", "section", "select",
		"summary", "textarea", "ul", "xmp":
		return block
	case "br":
		return newline
	case "sup":
		return raised
	case "sub":
		return lowered
	case "del", "s", "strike":
		return crossed
	case "pre":
		return verbatim
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return heading
	case "table":
		return grid
	case "thead", "tbody", "tfoot":
		return group
	case "tr":
		return row
	case "td":
		return cell
	case "th":
		return headcell
	case "caption":
		return caption
	case "title":
		return title
	case "input":
		return field
	case "option":
		return choice
	case "applet", "audio", "canvas", "iframe", "noembed", "noframes", "noscript", "object", "script", "style", "svg",
		"template", "video":
		return dropped
	default:
		return inline
	}
}

// isCode says of an element that what is in it is no text even where it never ends.
func isCode(name string) bool { return name == "script" || name == "style" }

// isRaw says of an element that the tokenizer takes what is in it as it is, to the end tag.
func isRaw(name string) bool {
	switch name {
	case "iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp":
		return true
	default:
		return false
	}
}

// drawing is the one element of HTML that may be empty and says so.
const drawing = "svg"

// endsDrawing says of a tag that no drawing has it, so that one which is still open has lost its end tag.
func endsDrawing(k kind, name []byte) bool {
	switch string(name) {
	case "blockquote", "body", "center", "dd", "div", "dl", "dt", "hr", "li", "listing", "menu", "ol", "p", "ul":
		return true
	default:
		return k == newline || verbatim <= k && k <= caption
	}
}
