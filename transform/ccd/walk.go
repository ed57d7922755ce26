package ccd

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// Bounds of a tag: the tokenizer keeps attributes although nobody asks for them, and sweeps where it kept them at every
// later tag. So one that was wide is followed by a new tokenizer, and one that could have too many attributes is refused.
const (
	wideTag   = 1 << 10
	quotedTag = 1 << 20 // how much may follow a > that is in quotes
	maxParts  = 1 << 21 // blanks, slashes and equals signs in a tag, each of which may begin an attribute
)

// A walker goes from tag to tag. It builds no tree, so that no nesting, however deep or odd, costs more than its bytes.
type walker struct {
	data   []byte
	z      *html.Tokenizer
	offset int // of the next token
	tags   int
	xml    bool             // <script/> is an empty element, and CDATA is text
	raw    bool             // the next token is the raw text of an element
	wide   bool             // the tokenizer has seen a wide tag
	ended  map[string][]int // where the end tags of a name are
	names  map[string]bool  // of all end tags; nil until somebody asks

	drop    string // the element that is dropped now
	depth   int    // how often it is open
	foreign int    // how often foreignobject is open in it

	page *page
}

// walk takes a document to a page.
func walk(data []byte, p *page) error {
	if isPlain(data) {
		p.verbatim = true
		text := []byte(html.UnescapeString(string(data)))
		if lines(text) > maxTags {
			return &Error{Problem: TooMany}
		}
		p.text(text)
		return nil
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	w := walker{data: data, page: p, ended: map[string][]int{}, xml: bytes.HasPrefix(start, []byte("<?xml"))}
	w.renew()
	for {
		cut, err := w.bound()
		if cut {
			w.remainder()
		}
		if cut || err != nil {
			return err
		}
		if !w.raw && isSign(w.data[w.offset:]) {
			if err := w.sign(); err != nil {
				return err
			}
			continue
		}
		token := w.z.Next()
		if token == html.ErrorToken {
			return w.end()
		}
		if err := w.token(token); err != nil {
			return err
		}
		if w.wide && !w.raw {
			w.renew()
		}
	}
}

// isPlain says that nothing in a text could be a tag.
func isPlain(data []byte) bool {
	end := bytes.LastIndexByte(data, '>')
	for i := 0; i < end; i++ {
		at := bytes.IndexByte(data[i:end], '<')
		if at < 0 {
			break
		}
		i += at
		if c := data[i+1]; isLetter(c) || strings.IndexByte("/!?", c) >= 0 && !isSign(data[i:]) {
			return false
		}
	}
	return true
}

func (w *walker) renew() {
	w.wide = false
	w.z = html.NewTokenizer(bytes.NewReader(w.data[w.offset:]))
	w.z.AllowCDATA(w.xml)
}

// bound looks at a start tag before the tokenizer does. One that never ends is cut off, and no text.
func (w *walker) bound() (cut bool, err error) {
	rest := w.data[w.offset:]
	w.z.SetMaxBuf(0)
	if w.raw || len(rest) < 2 || rest[0] != '<' || !isLetter(rest[1]) {
		return false, nil
	}
	length := bytes.IndexByte(rest, '>') + 1
	if length > quotedTag {
		parts := 0
		for _, c := range rest[:length] {
			if c == ' ' || c == '/' || c == '=' || '\t' <= c && c <= '\r' {
				parts++
			}
		}
		if parts > maxParts {
			return false, &Error{Problem: TooWide}
		}
	}
	w.z.SetMaxBuf(length + quotedTag)
	return length == 0, nil
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// end tells the end of the document from a tag that is too long.
func (w *walker) end() error {
	if errors.Is(w.z.Err(), io.EOF) {
		return nil
	}
	return &Error{Problem: TooWide}
}

func (w *walker) token(token html.TokenType) error {
	size := len(w.z.Raw())
	w.offset += size
	w.raw = false
	switch token {
	case html.TextToken:
		switch w.drop {
		case "":
			return w.text(w.z.Text())
		case drawing:
			w.page.enclose(string(w.z.Text()), " ")
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		w.wide = w.wide || size > wideTag
		raw := w.z.Raw()
		name, _ := w.z.TagName()
		if w.isStray(name, raw) {
			w.stray(raw)
		} else if err := w.start(name, token == html.SelfClosingTagToken && (w.xml || string(name) == drawing)); err != nil {
			return err
		}
	case html.EndTagToken:
		name, _ := w.z.TagName()
		w.stop(name)
	default:
	}
	return nil
}

// text counts the lines of a text where they are lines: each of them takes what a tag does.
func (w *walker) text(text []byte) error {
	if w.page.verbatim {
		if w.tags += lines(text); w.tags > maxTags {
			return &Error{Problem: TooMany}
		}
	}
	w.page.text(text)
	return nil
}

func lines(text []byte) int { return bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) }

// start is told of an element. An element that is raw or dropped, and has no end tag, would take the rest of the document
// with it, so it is not; only code does.
func (w *walker) start(name []byte, empty bool) error {
	if w.tags++; w.tags > maxTags {
		return &Error{Problem: TooMany}
	}
	k := kindOf(name)
	endless := false
	if known := string(name); isRaw(known) || k == dropped {
		endless = empty || known == "plaintext" || !isCode(known) && w.ends(known) == 0
		w.raw = isRaw(known) && !endless
		if endless {
			w.z.NextIsNotRawText()
		}
	}
	w.leaveDrawing(k, name)
	if w.drop == "" {
		w.enclosed(name)
	}
	switch {
	case w.drop == string(name):
		if !empty && w.ends(w.drop) > w.depth {
			w.depth++
		}
	case w.drop != "":
		if string(name) == "foreignobject" && !empty {
			w.foreign++
		}
	case k == dropped:
		w.page.space()
		if !endless {
			w.drop, w.depth, w.foreign = string(name), 1, 0
		}
	case k == title && endless:
	case k == crossed:
		if !empty && w.ends(string(name)) > w.page.strokes(name) { // what never ends would strike through the rest
			return w.open(k, name, false)
		}
	case k == field:
		return w.field()
	case k == choice:
		_, selected := w.attributes()["selected"]
		if err := w.open(k, name, empty); err != nil {
			return err
		}
		w.page.text(box(selected))
	case k == cell || k == headcell:
		w.page.span = w.span()
		return w.open(k, name, empty)
	default:
		return w.open(k, name, empty)
	}
	return nil
}

func (w *walker) open(k kind, name []byte, empty bool) error {
	if err := w.page.open(k, name); err != nil {
		return err
	}
	if empty {
		w.page.close(k)
	}
	return nil
}

func (w *walker) leaveDrawing(k kind, name []byte) {
	if w.drop == drawing && w.foreign == 0 && endsDrawing(k, name) {
		w.drop = ""
	}
}

func (w *walker) stop(name []byte) {
	k := kindOf(name)
	w.leaveDrawing(k, name)
	switch {
	case w.drop == "":
		switch k {
		case dropped:
		case crossed:
			w.page.endStroke(name)
		default:
			w.page.close(k)
		}
	case w.drop == string(name):
		if w.depth--; w.depth == 0 {
			w.drop = ""
		}
	case string(name) == "foreignobject" && w.foreign > 0:
		w.foreign--
	}
}
