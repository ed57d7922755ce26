package transform

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"carehouse/models"
)

// A wildXML writes pages of XML that have everything that a page may have, mostly at once; see [wild].
type wildXML struct {
	*rand.Rand
	root *models.Table
	out  strings.Builder
	a    bool // a prefix for the record's namespace is in force
}

// wildXMLPage returns a page for the table; equal seeds give equal pages.
func wildXMLPage(t *models.Table, seed uint64) string {
	w := &wildXML{Rand: rand.New(rand.NewPCG(seed, 2)), root: t}
	for range w.IntN(5) {
		w.record()
	}
	return feesIn(t.Space, w.out.String())
}

func (w *wildXML) pick(from ...string) string { return from[w.IntN(len(from))] }

// space writes what may be between elements.
func (w *wildXML) space() {
	if w.IntN(10) == 0 {
		w.out.WriteString(w.pick(" ", "\n\t", "<!-- a > b -->", "<?a <b?>", "\r\n", "<![CDATA[ ]]>", "&#32;"))
	}
}

func (w *wildXML) record() {
	w.space()
	if w.IntN(12) == 0 {
		w.out.WriteString(w.pick(`<FeeData/>`, `<FeeData i:nil="true"><ID>1</ID></FeeData>`, `<Foo>1</Foo>`, `<FeeData>text</FeeData>`,
			`<FeeData><ID i:nil="1"/></FeeData>`, `<FeeData xmlns=""><ID>1</ID></FeeData>`))
		return
	}
	w.element(w.root.Space, "FeeData", func() { w.members(w.root.Object) })
}

// element writes an element, in one of the ways to be in its namespace.
func (w *wildXML) element(space, name string, inside func()) {
	a := w.a
	tag, scope := name, ""
	switch {
	case space != w.root.Space:
		tag, scope = "o:"+name, ` xmlns:o='`+space+`'`
	case w.a && w.IntN(2) == 0:
		tag = "a:" + name
	case w.IntN(15) == 0:
		tag, scope, w.a = "a:"+name, ` xmlns:a="`+space+`"`, true
	case w.IntN(40) == 0:
		scope = ` xmlns="` + w.pick("urn:other", "", space, otherSpace) + `"`
	}
	if w.IntN(20) == 0 {
		scope += w.pick(` x="y"`, ` i:type = 'z'`, ` i:nil="false"`, ` xmlns:u="u" u:nil="true"`, ` i:nil="true"`, "\n")
	}
	w.out.WriteString("<" + tag + scope + ">")
	inside()
	w.out.WriteString("</" + tag + w.pick("", "", "", " ") + ">")
	w.a = a
}

func (w *wildXML) members(o *models.Object) {
	order := w.Perm(len(o.Fields))
	if w.IntN(2) == 0 { // mostly as expected
		for i := range order {
			order[i] = i
		}
	}
	for n := w.IntN(3); n > 0; n-- { // again
		order = append(order, w.IntN(len(o.Fields)))
	}
	for _, at := range order {
		w.space()
		if w.IntN(15) == 0 {
			w.stranger()
		}
		if w.IntN(6) > 0 {
			w.field(o.Fields[at])
		}
	}
}

func (w *wildXML) stranger() {
	w.element(w.pick(w.root.Space, "urn:other"), w.pick("New", "Newer", "ID", "CaseData", "Größe"), func() {
		for range w.IntN(3) {
			w.space()
			w.element(w.root.Space, w.pick("A", "B"), func() { w.out.WriteString(w.text(models.KindText)) })
		}
		w.out.WriteString(w.pick("", "", "beside"))
	})
}

func (w *wildXML) field(f models.Field) {
	switch odd := w.IntN(12); {
	case odd < 2 && f.Space == w.root.Space:
		w.out.WriteString("<" + f.Name + w.pick(` i:nil="true"/>`, `/>`, ` i:nil = '1' ></`+f.Name+`>`))
	case odd == 2:
		w.element(f.Space, f.Name, func() { w.out.WriteString(w.pick(" ", "text", "&#32;", "<B>1</B>")) })
	case f.Object != nil:
		w.element(f.Space, f.Name, func() { w.members(f.Object) })
	case f.Child != nil:
		w.element(f.Space, f.Name, func() { w.list(f) })
	default:
		w.element(f.Space, f.Name, func() { w.out.WriteString(w.text(f.Kind)) })
	}
}

func (w *wildXML) list(f models.Field) {
	for range w.IntN(4) {
		w.space()
		switch text := f.Child.Object.Text; {
		case w.IntN(12) == 0:
			w.stranger()
		case text != nil:
			w.element(f.Items, f.Item, func() { w.out.WriteString(w.text(text.Kind)) })
		case w.IntN(11) == 0:
			w.element(f.Items, f.Item, func() { w.out.WriteString("text") })
		default:
			w.element(f.Items, f.Item, func() { w.members(f.Child.Object) })
		}
	}
}

// text writes a value, perhaps in another spelling.
func (w *wildXML) text(kind models.Kind) string {
	v := w.value(kind)
	switch w.IntN(12) {
	case 0:
		return "<![CDATA[" + strings.ReplaceAll(v, "]]>", "") + "]]>"
	case 1:
		return w.pick(" ", "\n", "\r\n", "\t") + escaped(v) + " "
	case 2:
		return "<!-- c -->" + escaped(v) + "<?p?>"
	case 3:
		var b strings.Builder
		for _, r := range v {
			b.WriteString("&#" + w.pick("", "0") + strconv.Itoa(int(r)) + ";")
		}
		return b.String()
	case 4:
		return escaped(v) + "<B>1</B>"
	default:
		return escaped(v)
	}
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "]]>", "]]&gt;").Replace(s)
}

func (w *wildXML) value(kind models.Kind) string {
	for {
		var v string
		switch kind {
		case models.KindInt, models.KindMoney, models.KindQuantity:
			if v = w.pick(numbers()...); w.IntN(2) == 0 {
				return strconv.Itoa(w.IntN(1000))
			}
		case models.KindDate, models.KindInstant, models.KindLocalTime, models.KindStamp:
			v = w.pick(moments()...)
		case models.KindUSDate, models.KindUSTime, models.KindUSStamp:
			v = w.pick(usMoments()...)
		case models.KindWord:
			v = w.pick(words()...)
		default:
			v = w.pick(texts()...)
		}
		if strings.IndexFunc(v, func(r rune) bool { return !xmlChar(r) || r == '\ufffd' }) < 0 {
			return v
		}
	}
}

// usMoments returns spellings of days and times of the United States: plain, odd and wrong.
func usMoments() []string {
	return append(moments(),
		"6/2/2026", "06/02/2026", "6/02/2026", "06/2/2026", "12/31/9999", "1/1/0001", "1/1/0000", "0/1/2020", "1/0/2020", "13/1/2020", "2/29/2023",
		"2/29/2024", "2/30/2024", "4/31/2024", "006/2/2026", "6/2/26", "6/2/02026", "6-2-2026", "6/2", "6//2026", "/2/2026", " 6/2/2026", "6/2/2026 ",
		"10/5/2021 8:20:22 AM", "10/5/2021 08:20:22 PM", "10/5/2021 12:00:00 AM", "10/5/2021 12:00:00 PM", "10/5/2021 0:00:00 AM", "10/5/2021 0:30:00 PM",
		"10/5/2021 13:00:00 PM", "10/5/2021 8:20:22 am", "10/5/2021 8:20:22AM", "10/5/2021 8:20:22", "10/5/2021 8:20 AM", "10/5/2021 8:2:22 AM",
		"10/5/2021 8:60:22 AM", "10/5/2021 8:20:60 AM", "10/5/2021 8:20:22.5 AM", "10/5/2021  8:20:22 AM", "10/5/2021T8:20:22 AM", "10/5/2021 8:20:22 AMx",
		"10/5/2021 8:20:22 XM", "10/5/2021 1:00:00 AM Z", "1/1/0001 12:00:00 AM", "12/31/9999 11:59:59 PM", "10/5/2021 ", "10/5/2021 AM", "10/5/2021 8:20:22 PMM",
		"10/5/2021 008:20:22 AM", "１/２/2020",
	)
}

// words returns spellings of flags.
func words() []string {
	return []string{"True", "False", "true", "false", "TRUE", "fAlSe", "1", "0", "yes", "T", "", "true ", "truE", "ſ", "trué", "null", `"true"`}
}

// TestWildXML flattens wild pages both ways.
func TestWildXML(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	for seed := range uint64(500) {
		agree(t, p, xmlPage(wildXMLPage(p.root, seed)))
	}
	for _, p := range vendorPlans(t) {
		for seed := range uint64(8) {
			agree(t, p, xmlPage(wildXMLPage(p.root, seed)))
		}
	}
}

// FuzzWildXML lets the fuzzer look for a wild page that the ways read differently.
func FuzzWildXML(f *testing.F) {
	f.Add(uint64(1))
	p := plan[fee](f)
	f.Fuzz(func(t *testing.T, seed uint64) {
		agree(t, p, xmlPage(wildXMLPage(p.root, seed)))
	})
}

// TestBrokenXML breaks wild pages at random places; both ways must say the same about what is left.
func TestBrokenXML(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	r := rand.New(rand.NewPCG(5, 6))
	for seed := range uint64(250) {
		b := []byte(wildXMLPage(p.root, seed))
		for range 3 {
			broken := append([]byte{}, b...)
			switch at := r.IntN(len(broken)); r.IntN(3) {
			case 0:
				const bytes = "<>/&;:\"'=!?-[]#x0A \n\r\x01\xc3\xff"
				broken[at] = bytes[r.IntN(len(bytes))]
			case 1:
				broken = append(broken[:at], broken[at+1:]...)
			default:
				n := min(len(broken)-at, r.IntN(40))
				broken = append(broken[:at+n], b[at:]...) // a piece twice
			}
			agree(t, p, xmlPage(string(broken)))
		}
	}
}
