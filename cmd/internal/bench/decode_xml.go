package main

import (
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	"carehouse/models/tebra"
	"carehouse/transform"
)

const (
	xmlPages = 4   // of charges
	xmlRows  = 800 // in each
)

// sayXML tells how fast pages of XML were read.
func (b *bench) sayXML(f map[string]float64) {
	b.say("\nXML bytes to rows, one core, megabytes a CPU second; rows a CPU second")
	b.say("  %5.0f MB/s  %7.0f  carehouse: exact types, Arrow, hashes, sums", f["xml ours"], f["xml ours"]*f["xml rows"])
	b.say("  %5.0f MB/s  %7.0f  encoding/xml into structs of texts", f["xml plain"], f["xml plain"]*f["xml rows"])
	b.higher("decode against encoding/xml into plain structs, CPU", f["xml ours"]/f["xml plain"], 10)
	b.told("  rows of XML a CPU second", fmt.Sprintf("%.0f", f["xml ours"]*f["xml rows"]))
}

// decodeXML measures both decoders on the same pages of charges, in turns, and adds what it measured to the facts.
func decodeXML(ctx context.Context, seed uint64, facts map[string]float64) error {
	root := charges()
	plan, err := transform.Compile(root)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 1))
	var bodies [][]byte
	size := 0
	for range xmlPages {
		body := chargesPage(r, root, xmlRows)
		bodies, size = append(bodies, body), size+len(body)
	}
	facts["xml rows"] = xmlPages * xmlRows / megabytes(int64(size)) // a megabyte
	window := models.NewWindow(root.Source, "bench", root.Name, models.Windows, asked())
	plain := plainXML(root.Object)
	ways := map[string]func(number int, body []byte) error{
		"xml ours": func(number int, body []byte) error {
			batch, err := plan.Flatten(memory.DefaultAllocator, window, models.Page{
				Number: number, Table: root.Name, Records: chargesPath, AskedAt: asked(), Body: body,
				Given: map[string]string{"practice_id": "1"},
			})
			if err == nil && batch.Found != xmlRows {
				err = fmt.Errorf("got %d rows of %d", batch.Found, xmlRows)
			}
			batch.Release()
			return err
		},
		"xml plain": func(_ int, body []byte) error { return xml.Unmarshal(body, reflect.New(plain).Interface()) },
	}
	for range 3 {
		for name, way := range ways {
			if err := ctx.Err(); err != nil {
				return err
			}
			speed, _, err := run1(bodies, way)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			facts[name] = max(facts[name], speed) // the best of each: noise only takes away
		}
	}
	return nil
}

// charges returns the widest table that comes as XML by the thousand.
func charges() *models.Table {
	tables := tebra.Tables()
	return tables[slices.IndexFunc(tables, func(t *models.Table) bool { return t.Name == "charges" })]
}

const chargesPath = "Envelope>Body>GetChargesResponse>GetChargesResult/Charges/ChargeData"

// chargesPage is an answer the way WCF writes it: every member, in the order of ASCII, two thirds of them nil.
func chargesPage(r *rand.Rand, root *models.Table, rows int) []byte {
	fields := slices.SortedFunc(slices.Values(root.Object.Fields), func(a, b models.Field) int { return cmp.Compare(a.Name, b.Name) })
	var b strings.Builder
	b.WriteString(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetChargesResponse xmlns="` + root.Space +
		`"><GetChargesResult xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorResponse><ErrorMessage i:nil="true"/>` +
		`<IsError>false</IsError><StackTrace i:nil="true"/></ErrorResponse><Charges>`)
	for row := range rows {
		b.WriteString("<ChargeData>")
		for _, f := range fields {
			switch {
			case f.Slot == nil && f.Kind != 0 && root.Columns[f.Column].Key:
				fmt.Fprintf(&b, "<%s>%d</%s>", f.Name, 1_000_000+row, f.Name)
			case f.Kind == 0 || r.IntN(3) > 0:
				fmt.Fprintf(&b, `<%s i:nil="true"/>`, f.Name)
			default:
				fmt.Fprintf(&b, "<%s>%s</%s>", f.Name, chargeText(r, f.Kind), f.Name)
			}
		}
		b.WriteString("</ChargeData>")
	}
	b.WriteString("</Charges></GetChargesResult></GetChargesResponse></s:Body></s:Envelope>")
	return []byte(b.String())
}

// chargeText is a value in the vendor's spelling; some texts have an entity or a letter that is not ASCII in them.
func chargeText(r *rand.Rand, kind models.Kind) string {
	switch kind {
	case models.KindInt:
		return strconv.Itoa(r.IntN(10_000_000))
	case models.KindMoney, models.KindQuantity:
		return fmt.Sprintf("%d.%02d", r.IntN(3000), r.IntN(100))
	case models.KindUSDate:
		return fmt.Sprintf("%d/%d/%d", 1+r.IntN(12), 1+r.IntN(28), 2010+r.IntN(16))
	case models.KindUSTime, models.KindUSStamp:
		return fmt.Sprintf("%d/%d/%d %d:%02d:%02d PM", 1+r.IntN(12), 1+r.IntN(28), 2010+r.IntN(16), 1+r.IntN(12), r.IntN(60), r.IntN(60))
	case models.KindWord:
		return []string{"True", "False"}[r.IntN(2)]
	default:
		return []string{
			"Nora Testperson", "99213", "Orchard Family Practice", "R &amp; D", "Blue Cross of Springfield PPO", "Processed", "José Testperson", "M54.5",
		}[r.IntN(8)]
	}
}

// plainXML is the struct that one would write by hand for an answer: a text for every member.
func plainXML(o *models.Object) reflect.Type {
	var fields []reflect.StructField
	for i, f := range o.Fields {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: reflect.TypeFor[string](), Tag: reflect.StructTag(`xml:"` + f.Name + `"`),
		})
	}
	var page reflect.Type
	for i, name := range slices.Backward(strings.FieldsFunc(chargesPath, func(r rune) bool { return r == '>' || r == '/' })) {
		switch {
		case page == nil:
			page = reflect.SliceOf(reflect.StructOf(fields))
		case i == 0: // the document's own element
			return page
		}
		page = reflect.StructOf([]reflect.StructField{{Name: name, Type: page}})
	}
	return page
}
