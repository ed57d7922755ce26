package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"reflect"
)

// decodedXML is how many pages of XML the decoders are given.
const decodedXML = 4

// decodeXMLPages compares reading pages of charges into Arrow records with encoding/xml.
func (b *bench) decodeXMLPages(ctx context.Context) error {
	o, err := b.child(ctx, task{Kind: "decode-xml", Pages: b.charged.dir, Limit: decodedXML, Dir: b.scratch})
	if err != nil {
		return err
	}
	f := o.Facts
	b.say("\nXML bytes to rows, one core, megabytes a CPU second; rows a CPU second, with payers and diagnoses")
	b.say("  %5.0f MB/s  %8.0f  carehouse: exact types, Arrow, hashes, sums", f["ours"], f["ours"]*f["rows"])
	b.say("  %5.0f MB/s  %8.0f  encoding/xml into plain structs; everything as text", f["plain"], f["plain"]*f["rows"])
	b.higher("decode against encoding/xml into plain structs, CPU", f["ours"]/f["plain"], 10)
	b.told("  rows of XML a CPU second", fmt.Sprintf("%.0f", f["ours"]*f["rows"]))
	return nil
}

// decodeXML measures both decoders on the same pages of charges, in turns.
func decodeXML(ctx context.Context, t task) (map[string]float64, error) {
	r, err := newRace(t, charges())
	if err != nil {
		return nil, err
	}
	plain := plainXML(r.pages.table.Object)
	return r.run(ctx, []way{
		{"ours", r.flatten},
		{"plain", func(_ int, body []byte) error { return xml.Unmarshal(body, reflect.New(plain).Interface()) }},
	})
}
