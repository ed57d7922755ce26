package ccd

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// longestName is longer than any element's; maxNames is more than any document has of its own.
const (
	longestName = 64
	maxNames    = 1 << 16
)

// isStray says of a start tag that it is none: somebody has written less-than, as in "pressure <target today and >10". Then
// HTML has no such name, nothing in it has a value, and nothing ends it.
func (w *walker) isStray(name, raw []byte) bool {
	return len(name) <= longestName && !isElement(string(name)) && bytes.IndexByte(name, ':') < 0 &&
		bytes.IndexByte(raw, '=') < 0 && !bytes.HasSuffix(raw, []byte("/>")) && !w.isEnded(name)
}

// isSign says of a less-than that it is one: no tag and no comment that anybody has meant begins with </3, <?3 or <!3.
func isSign(text []byte) bool {
	return len(text) > 2 && text[0] == '<' && strings.IndexByte("/!?", text[1]) >= 0 && isDigit(text[2])
}

// sign is its text. The tokenizer would take what is behind it for a comment, to the end of the next tag.
func (w *walker) sign() error {
	if w.tags++; w.tags > maxTags {
		return &Error{Problem: TooMany}
	}
	if w.drop == "" {
		w.page.text(w.data[w.offset : w.offset+len("</")])
	}
	w.offset += len("</")
	w.renew()
	return nil
}

// stray is the text of a tag that is none.
func (w *walker) stray(raw []byte) {
	if w.drop == "" {
		w.page.text([]byte(html.UnescapeString(string(raw))))
	}
}

// remainder is what is left of a document behind the begin of a tag that never ends.
func (w *walker) remainder() {
	raw := w.data[w.offset:]
	end := bytes.IndexAny(raw, " \t\r\n\f/")
	if end < 0 {
		end = len(raw)
	}
	if name := bytes.ToLower(raw[1:end]); w.isStray(name, raw) {
		w.stray(raw)
	}
}

// isEnded says of a name that the document has an end tag of it somewhere. Where there are more names than anybody could
// have meant, all have one.
func (w *walker) isEnded(name []byte) bool {
	if w.names == nil {
		w.names = endNames(w.data)
	}
	return len(w.names) > maxNames || w.names[string(name)]
}

func endNames(data []byte) map[string]bool {
	names := map[string]bool{}
	for len(names) <= maxNames {
		at := bytes.Index(data, []byte("</"))
		if at < 0 {
			break
		}
		data = data[at+2:]
		name := data[:min(len(data), longestName+1)]
		if end := bytes.IndexAny(name, "> \t\r\n\f/"); end >= 0 {
			names[string(bytes.ToLower(name[:end]))] = true
		}
	}
	return names
}

// ends counts the end tags of a name that are still to come.
func (w *walker) ends(name string) int {
	all, ok := w.ended[name]
	if !ok {
		all = endTags(w.data, name)
		w.ended[name] = all
	}
	n, _ := slices.BinarySearch(all, w.offset)
	return len(all) - n
}

func endTags(data []byte, name string) (all []int) {
	for i := 0; ; i += 2 {
		at := bytes.Index(data[i:], []byte("</"))
		if at < 0 {
			return all
		}
		i += at
		if rest := data[i+2:]; len(rest) > len(name) && strings.EqualFold(string(rest[:len(name)]), name) &&
			strings.IndexByte("> \t\r\n\f/", rest[len(name)]) >= 0 {
			all = append(all, i)
		}
	}
}

// isElement says of a name that it is one of HTML or of what stands in HTML, old or new.
func isElement(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "area", "b", "base", "basefont", "bdi", "bdo", "bgsound", "big", "blink", "button", "cite",
		"code", "col", "colgroup", "command", "content", "data", "datalist", "dfn", "em", "embed", "font", "frame",
		"frameset", "i", "image", "img", "ins", "isindex", "kbd", "keygen", "label", "layer", "link", "map", "mark",
		"marquee", "math", "menuitem", "meta", "meter", "multicol", "nextid", "nobr", "output", "param", "picture", "portal",
		"progress", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "samp", "selectedcontent", "shadow", "slot", "small",
		"source", "spacer", "span", "strong", "time", "track", "tt", "u", "var", "wbr", "xml":
		return true
	default:
		return kindOf([]byte(name)) != inline
	}
}
