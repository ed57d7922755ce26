package transform

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/tebra"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// widest returns the table of charges, the widest that comes as XML by the thousand.
func widest() *models.Table {
	tables := tebra.Tables()
	return tables[slices.IndexFunc(tables, func(t *models.Table) bool { return t.Name == "charges" })]
}

// chargesOf is an answer the way WCF writes it: every member, in the order of ASCII, two thirds of them nil.
func chargesOf(root *models.Table, rows int) string {
	r := rand.New(rand.NewPCG(42, 7))
	fields := slices.SortedFunc(slices.Values(root.Object.Fields), func(a, b models.Field) int { return cmp.Compare(a.Name, b.Name) })
	var b strings.Builder
	b.WriteString(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetChargesResponse xmlns="` + root.Space +
		`"><GetChargesResult xmlns:i="` + xsi + `"><Charges>`)
	for row := range rows {
		b.WriteString("<ChargeData>")
		for _, f := range fields {
			value := map[models.Kind]string{
				models.KindInt: "1234567", models.KindMoney: "125.50", models.KindQuantity: "1", models.KindUSDate: "6/2/2026",
				models.KindUSTime: "10/5/2021 8:20:22 AM", models.KindWord: "True", models.KindText: "Springfield Orchards PPO",
			}[f.Kind]
			switch {
			case f.Name == "ID", f.Name == "PracticeID":
				fmt.Fprintf(&b, "<%s>%d</%s>", f.Name, 1_000_000+row, f.Name)
			case r.IntN(3) > 0:
				fmt.Fprintf(&b, `<%s i:nil="true"/>`, f.Name)
			default:
				fmt.Fprintf(&b, "<%s>%s</%s>", f.Name, value, f.Name)
			}
		}
		b.WriteString("</ChargeData>")
	}
	b.WriteString("</Charges></GetChargesResult></GetChargesResponse></s:Body></s:Envelope>")
	return b.String()
}

// BenchmarkFlattenXML is the fast way: as the vendor writes, and with what could make it slow.
func BenchmarkFlattenXML(b *testing.B) {
	root := widest()
	p, err := Compile(root)
	if err != nil {
		b.Fatal(err)
	}
	plain := chargesOf(root, 1000)
	prefixed := strings.NewReplacer(
		"<s:", "<s:", "</s:", "</s:", "</", "</k:", "<", "<k:", " xmlns=", " xmlns:k=",
	).Replace(plain)
	for _, bb := range []struct{ name, body string }{
		{"plain", plain},
		{"indented", strings.ReplaceAll(plain, "><", ">\n         <")},
		{"prefixed", prefixed},
		{"another prefix for nil", strings.NewReplacer(" i:nil", " xsi:nil", "xmlns:i=", "xmlns:xsi=").Replace(plain)},
		{"ends apart", strings.ReplaceAll(plain, `"/>`, `" />`)},
		{"two unknown members a row", strings.ReplaceAll(plain, "<ChargeData>", `<ChargeData><A i:nil="true"/><B>new</B>`)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			page := testPage(bb.body)
			page.Records = chargeRecords
			b.SetBytes(int64(len(page.Body)))
			b.ReportAllocs()
			for b.Loop() {
				batch, err := p.Flatten(memory.DefaultAllocator, testWindow(), page)
				if err != nil || batch.Found != 1000 || batch.Totals[0].Rows != 1000 {
					b.Fatal(batch.Found, err)
				}
				batch.Release()
			}
		})
	}
}
