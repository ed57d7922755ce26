package transform

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"carehouse/models"
	"carehouse/transform/ccd"
)

// What stands in a body that was adapted for a document that could not be read; it never stands for anything else.
const (
	tooMuch    = `""`
	notUnicode = `"\ud800"`
)

// findDocuments finds the members of a record that are documents of HTML.
func (p *Plan) findDocuments() error {
	for t := range p.root.All() {
		if err := p.documentsIn(t, t.Object, nil); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) documentsIn(t *models.Table, o *models.Object, above []string) error {
	for _, f := range o.Fields {
		path := slices.Concat(above, []string{f.Name})
		switch {
		case f.Object != nil:
			if err := p.documentsIn(t, f.Object, path); err != nil {
				return err
			}
		case !f.HTML:
		case t.Parent != nil || t.XML():
			return errors.New("member " + strings.Join(path, ".") + ": only a record of JSON has documents of HTML")
		default:
			p.documents = append(p.documents, path)
		}
	}
	return nil
}

// readDocuments reads the documents at a path.
func (t *tree) readDocuments(path []string) {
	t.named(path[0], func(m *twig) {
		if len(path) > 1 {
			m.value.readDocuments(path[1:])
			return
		}
		m.value.readDocument()
	})
}

// readDocument makes a list of one document of a text, and null of a text that says nothing. A list is none that the
// payload may have there.
func (t *tree) readDocument() {
	switch {
	case t.take() == '[':
		*t = tree{raw: []byte("{}")}
	case t.open == 0 && t.raw[0] == '"':
		t.raw = documents(t.raw)
	}
}

// documents reads a document of HTML that is a string in JSON.
func documents(quoted []byte) []byte {
	html, ok := appendMarkup(nil, quoted[1:len(quoted)-1])
	switch {
	case !ok:
		return []byte(notUnicode)
	case len(bytes.TrimSpace(html)) == 0:
		return []byte("null")
	}
	document, err := ccd.Read(html)
	if err != nil {
		return []byte(tooMuch)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode([]inPieces{{document, pieces(document.HTML)}}); err != nil {
		return []byte(tooMuch)
	}
	return out.Bytes()
}

// pieceSize is how many bytes a piece of HTML has at most. A database takes two thousand rows into memory at once, however
// long they are.
const pieceSize = 16 << 10

// A document inPieces has its HTML as a list.
type inPieces struct {
	ccd.Document

	HTML []string `json:"html"`
}

// pieces cuts a text between characters.
func pieces(text string) []string {
	cut := make([]string, 0, len(text)/pieceSize+1)
	for len(text) > pieceSize {
		end := pieceSize
		for !utf8.RuneStart(text[end]) {
			end--
		}
		cut, text = append(cut, text[:end]), text[end:]
	}
	return append(cut, text)
}

// appendMarkup decodes the inside of a JSON string of HTML, and keeps bytes that are not UTF-8 as they are. Where there are
// such bytes all are of another encoding; what was escaped is none of them and becomes a reference to the character. It
// is not ok when half a surrogate pair is escaped.
func appendMarkup(dst, s []byte) (markup []byte, ok bool) {
	if utf8.Valid(s) {
		return appendUnquoted(dst, s)
	}
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			dst = append(dst, s[i])
			i++
			continue
		}
		c := s[i+1]
		if i += 2; c != 'u' {
			dst = append(dst, unescaped(c))
			continue
		}
		r := hex(s[i:])
		i += 4
		if utf16.IsSurrogate(r) {
			if i+6 > len(s) || s[i] != '\\' || s[i+1] != 'u' {
				return dst, false
			}
			if r = utf16.DecodeRune(r, hex(s[i+2:])); r == utf8.RuneError {
				return dst, false
			}
			i += 6
		}
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		dst = strconv.AppendInt(append(dst, "&#"...), int64(r), 10)
		dst = append(dst, ';')
	}
	return dst, true
}

// unread says why the value of a list that is no list was set aside.
func unread(html bool, value []byte) models.Reason {
	switch {
	case !html || value[0] != '"':
		return models.NotAList
	case bytes.HasPrefix(value, []byte(notUnicode)):
		return models.NotUnicode
	default:
		return models.TooLarge
	}
}
