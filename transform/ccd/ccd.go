package ccd

import (
	"crypto/sha256"
	"encoding/hex"
)

// Read reads a document. Odd HTML is read as well as it can be; the error is an [*Error], for a budget and nothing else.
func Read(raw []byte) (Document, error) {
	if len(raw) > maxBytes {
		return Document{}, &Error{Problem: TooLong}
	}
	data, encoding := decode(raw)
	var p page
	if err := walk(data, &p); err != nil {
		return Document{}, err
	}
	p.finish()
	if p.spread > maxSpread {
		return Document{}, &Error{Problem: TooSpread}
	}
	p.forget()
	p.fill()
	doc := Document{
		DocumentHash: p.hash(), RawHash: digest(raw), Bytes: int64(len(raw)),
		Encoding: encoding, Title: p.title, HTML: string(data),
	}
	doc.Sections, doc.Text = p.texts()
	return doc, nil
}

func digest(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
