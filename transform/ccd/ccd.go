// Package ccd reads clinical documents that an EHR rendered to HTML: bytes in, text and tables out.
package ccd

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
)

// Read reads a document. Whatever the bytes are, they are read somehow; the error is an [*Error] for a budget.
func Read(raw []byte) (Document, error) {
	if len(raw) > maxBytes {
		return Document{}, &Error{Problem: TooLong}
	}
	text, encoding := raw, UTF8
	if !utf8.Valid(raw) {
		encoding = Windows1252
		text, _ = charmap.Windows1252.NewDecoder().Bytes(raw)
	}
	doc := Document{Bytes: int64(len(raw)), Encoding: encoding, HTML: string(text), RawHash: sum(raw), Sections: []Section{}}
	z := html.NewTokenizer(bytes.NewReader(text))
	var words []string
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.TextToken {
			words = append(words, strings.Fields(string(z.Text()))...)
		}
	}
	doc.Text = strings.Join(words, " ")
	if doc.Text != "" {
		doc.Sections = append(doc.Sections, Section{Text: doc.Text})
	}
	doc.DocumentHash = sum([]byte(doc.Text))
	return doc, nil
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
