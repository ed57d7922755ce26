package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"carehouse/models"
)

// decodedPages is how many pages the decoders are given: enough to forget how it began.
const decodedPages = 12

// decode compares reading pages into Arrow records with encoding/json, and of XML with encoding/xml.
func (b *bench) decode(ctx context.Context) error {
	o, err := b.child(ctx, task{Kind: "decode", Pages: b.pages.dir, Limit: decodedPages, Dir: b.scratch})
	if err != nil {
		return err
	}
	f := o.Facts
	b.say("\nJSON bytes to rows, one core, megabytes a CPU second; allocations a row")
	b.say("  %5.0f MB/s  %6.2f  carehouse: exact types, Arrow, hashes, sums", f["ours"], f["ours allocs"])
	b.say("  %5.0f MB/s  %6.2f  encoding/json into plain structs; money as json.Number, dates as text", f["plain"], f["plain allocs"])
	b.say("  %5.0f MB/s  %6.2f  encoding/json into the record structs, exact types", f["typed"], f["typed allocs"])
	b.higher("decode against encoding/json into plain structs, CPU", f["ours"]/f["plain"], 5)
	b.told("  against encoding/json into the record structs", fmt.Sprintf("%.2fx", f["ours"]/f["typed"]))
	b.lower("  allocations a row, those of a page's columns shared out", f["ours allocs"], 0.5, "")
	return b.decodeXMLPages(ctx)
}

// decodeJSON measures every decoder on the same pages, in turns.
func decodeJSON(ctx context.Context, t task) (map[string]float64, error) {
	r, err := newRace(t, claims())
	if err != nil {
		return nil, err
	}
	plain := envelopeOf(plainStruct(r.pages.table.Object))
	typed := envelopeOf(r.pages.table.Record)
	return r.run(ctx, []way{
		{"ours", r.flatten},
		{"plain", func(_ int, body []byte) error { return json.Unmarshal(body, reflect.New(plain).Interface()) }},
		{"typed", func(_ int, body []byte) error { return json.Unmarshal(body, reflect.New(typed).Interface()) }},
	})
}

// envelopeOf is a struct for a page with records of a type.
func envelopeOf(record reflect.Type) reflect.Type {
	return reflect.StructOf([]reflect.StructField{{
		Name: "Data", Type: reflect.SliceOf(record), Tag: `json:"data"`,
	}})
}

// plainStruct is the struct that one would write by hand for a payload: pointers for what may be null, numbers kept
// exact as text, and nothing else done to them.
func plainStruct(o *models.Object) reflect.Type {
	var fields []reflect.StructField
	for i, f := range o.Fields {
		var typ reflect.Type
		switch {
		case f.Object != nil:
			typ = reflect.PointerTo(plainStruct(f.Object))
		case f.Child != nil:
			typ = reflect.SliceOf(plainStruct(f.Child.Object))
		default:
			typ = plainType(f.Kind)
		}
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: typ, Tag: reflect.StructTag(`json:"` + f.Name + `"`),
		})
	}
	return reflect.StructOf(fields)
}

// A plainRange is a range as it comes.
type plainRange struct {
	Bounds *string `json:"bounds"`
	Start  *string `json:"start"`
	End    *string `json:"end"`
}

func plainType(k models.Kind) reflect.Type {
	switch k {
	case models.KindInt:
		return reflect.TypeFor[*int64]()
	case models.KindMoney, models.KindQuantity:
		return reflect.TypeFor[*json.Number]()
	case models.KindFlag:
		return reflect.TypeFor[*bool]()
	case models.KindDateRange:
		return reflect.TypeFor[*plainRange]()
	case models.KindJSON:
		return reflect.TypeFor[json.RawMessage]()
	default:
		return reflect.TypeFor[*string]()
	}
}
