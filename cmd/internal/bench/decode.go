package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"time"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	records "carehouse/models/tpastream"
	"carehouse/transform"
)

// decodedPages is how many pages the decoders are given: enough to forget how it began.
const decodedPages = 12

// decode compares reading pages into Arrow records with encoding/json, and of XML with encoding/xml.
func (b *bench) decode(ctx context.Context) error {
	o, err := b.child(ctx, task{Kind: decodeKind, Pages: b.pages.dir, Limit: decodedPages, Dir: b.scratch, Seed: b.seed})
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
	b.sayXML(f)
	return nil
}

// decodeAll measures every decoder on the same pages, in turns.
func decodeAll(ctx context.Context, t task) (map[string]float64, error) {
	pages, err := openCorpus(t.Pages)
	if err != nil {
		return nil, err
	}
	root := records.Tables()[0]
	plan, err := transform.Compile(root)
	if err != nil {
		return nil, err
	}
	var bodies [][]byte
	for i := range min(t.Limit, len(pages.sizes)) {
		body, err := os.ReadFile(pages.path(i + 1))
		if err != nil {
			return nil, err
		}
		bodies = append(bodies, body)
	}
	plain := envelopeOf(plainStruct(root.Object))
	typed := envelopeOf(root.Record)
	window := models.NewWindow(root.Source, "bench", root.Name, models.Snapshot, asked())
	var rows int64
	ways := map[string]func(number int, body []byte) error{
		"ours": func(number int, body []byte) error {
			batch, err := plan.Flatten(memory.DefaultAllocator, window, models.Page{
				Number: number, Table: root.Name, Records: "data", AskedAt: asked(), Body: body,
			})
			for _, t := range batch.Totals {
				rows += t.Rows
			}
			batch.Release()
			return err
		},
		"plain": func(_ int, body []byte) error { return json.Unmarshal(body, reflect.New(plain).Interface()) },
		"typed": func(_ int, body []byte) error { return json.Unmarshal(body, reflect.New(typed).Interface()) },
	}
	facts := map[string]float64{}
	for range 3 {
		for _, name := range []string{"ours", "plain", "typed"} {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			speed, allocs, err := run1(bodies, ways[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if speed > facts[name] { // the best of each: noise only takes away
				facts[name] = speed
			}
			facts[name+" allocs"] = allocs
		}
	}
	for name := range ways {
		facts[name+" allocs"] /= float64(rows) / 3
	}
	return facts, decodeXML(ctx, t.Seed, facts)
}

// run1 decodes all pages once: megabytes a second of CPU, garbage collection included, and allocations in all.
func run1(bodies [][]byte, decode func(int, []byte) error) (speed, allocs float64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := used()
	var bytes int64
	for i, body := range bodies {
		if err := decode(i+1, body); err != nil {
			return 0, 0, err
		}
		bytes += int64(len(body))
	}
	took := max(used()-started, time.Microsecond)
	runtime.ReadMemStats(&after)
	return megabytes(bytes) / took.Seconds(), float64(after.Mallocs - before.Mallocs), nil
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
