package transform

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// deepFee is a fee with an unknown member of so many levels; there are six elements around it.
func deepFee(levels int) string {
	return feeOf(strings.Repeat("<X>", levels) + strings.Repeat("</X>", levels))
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="x"`, i)
	}
	return b.String()
}

func TestXMLBodies(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	around := func(before, after string) string { return before + feeOf("") + after }
	tests := []struct {
		name    string
		body    string
		problem Problem // "" is none
	}{
		{"nothing", ``, NotXML},
		{"only white space", " \n", NotXML},
		{"text", `429: please wait`, NotXML},
		{"JSON", `{"data":[]}`, NotXML},
		{"another document", `<html><body/></html>`, WrongRecords},
		{"a step that is missing", `<Envelope><Body/></Envelope>`, WrongRecords},
		{"a fault", `<Envelope><Body><Fault>x</Fault></Body></Envelope>`, WrongRecords},
		{"a step in another place", `<Envelope><Response><Result/></Response></Envelope>`, WrongRecords},
		{"the last step that must be there", `<Envelope><Body><Response/></Body></Envelope>`, WrongRecords},
		{"a nil step before one that must be there", `<Envelope><Body xmlns:i="` + xsi + `" i:nil="true"><Response><Result/></Response></Body></Envelope>`, WrongRecords},
		{"all that must be there", `<Envelope><Body><Response><Result/></Response></Body></Envelope>`, ""},
		{"two bodies", `<Envelope><Body/><Body><Response/><Response><Result/></Response></Body></Envelope>`, ""},
		{"two bodies, the second without", `<Envelope><Body><Response><Result/></Response></Body><Body/></Envelope>`, ""},
		{"cut short", strings.TrimSuffix(feeOf(""), "</s:Envelope>"), NotXML},
		{"cut short in a tag", `<Envelope><Body`, NotXML},
		{"cut short in an attribute", `<Envelope a="`, NotXML},
		{"cut short in a text", `<Envelope>text`, NotXML},
		{"two documents", feeOf("") + feeOf(""), NotXML},
		{"text behind", around("", "x"), NotXML},
		{"text before", around("x", ""), NotXML},
		{"a reference behind", around("", "&#32;"), NotXML},
		{"CDATA behind", around("", "<![CDATA[ ]]>"), NotXML},
		{"comments and instructions around", around("<!-- a --><?a b?>\n", "<!-- b -->\n<?xml-stylesheet x?>\r\n\t"), ""},
		{"a byte order mark", around("\ufeff", ""), ""},
		{"a byte order mark behind", around("", "\ufeff"), NotXML},
		{"two byte order marks", around("\ufeff\ufeff", ""), NotXML},
		{"UTF-16", "\xfe\xff\x00<\x00a\x00/\x00>", NotXML},
		{"a declaration", around(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, ""), ""},
		{"a declaration behind a mark", around("\ufeff<?xml version='1.0'?>", ""), ""},
		{"a declaration of another encoding", around(`<?xml version="1.0" encoding="iso-8859-1"?>`, ""), NotXML},
		{"a declaration of another version", around(`<?xml version="1.1"?>`, ""), NotXML},
		{"a declaration behind white space", around(` <?xml version="1.0"?>`, ""), NotXML},
		{"a declaration behind three blanks", around(`   <?xml version="1.0"?>`, ""), NotXML},
		{"a declaration inside", feeOf(`<?xml version="1.0"?>`), NotXML},
		{"two declarations", around(`<?xml version="1.0"?><?xml version="1.0"?>`, ""), NotXML},
		{"a declaration without an end", `<?xml version="1.0"`, NotXML},
		{"a DOCTYPE", around(`<!DOCTYPE Envelope>`, ""), NotXML},
		{"a DOCTYPE with an entity", around(`<!DOCTYPE Envelope [<!ENTITY a "b">]>`, ""), NotXML},
		{"a DOCTYPE inside", feeOf(`<!DOCTYPE a>`), NotXML},
		{"an instruction with a prefix", feeOf(`<?a:b c?>`), NotXML},
		{"an instruction without a name", feeOf(`<? a?>`), NotXML},
		{"an instruction without an end", feeOf(`<?a >`), NotXML},
		{"brackets in instructions and comments", feeOf(`<?a <b> & ]]> ?><!-- <b> & ]]> > -->`), ""},
		{"two hyphens in a comment", feeOf(`<!-- a -- b -->`), NotXML},
		{"three hyphens at the end of a comment", feeOf(`<!-- a --->`), NotXML},
		{"short comments", feeOf(`<!----><!--> --><!---> -->`), ""},
		{"a comment that is none", feeOf(`<!- a -->`), NotXML},
		{"an end that does not match", feeOf(`<Code>a</code>`), NotXML},
		{"an end with another prefix", feeOf(`<a:Code xmlns:a="x" xmlns:b="x">a</b:Code>`), NotXML},
		{"ends in the wrong order", feeOf(`<Owner><Name></Owner></Name>`), NotXML},
		{"an end too many", feeOf(`</Code>`), NotXML},
		{"white space in tags", feeOf("<Code\n></Code\t><Zip a = 'b' /><Raw a='b'\n/>"), ""},
		{"white space before a name", feeOf(`< Code></Code>`), NotXML},
		{"white space in an end", feeOf(`<Code></ Code>`), NotXML},
		{"white space in the end of an empty one", feeOf(`<Code / >`), NotXML},
		{"no white space between attributes", feeOf(`<Code a="b"c='d'/>`), ""},
		{"an attribute without a value", feeOf(`<Code a/>`), NotXML},
		{"an attribute without quotes", feeOf(`<Code a=b/>`), NotXML},
		{"an attribute twice", feeOf(`<Code a="1" a="2"/>`), NotXML},
		{"nil twice", feeOf(`<Code i:nil="false" j:nil="true" xmlns:j="` + xsi + `">x</Code>`), ""},
		{"brackets and entities in an attribute", feeOf(`<Code a="> ]]> &lt;&#60;'"/>`), ""},
		{"an open bracket in an attribute", feeOf(`<Code a="<"/>`), NotXML},
		{"an entity that is none in an attribute", feeOf(`<Code a="&nbsp;"/>`), NotXML},
		{"a control character in an attribute", feeOf("<Code a=\"\x01\"/>"), NotXML},
		{"64 attributes", feeOf(`<Code` + attributes(64) + `/>`), ""},
		{"65 attributes", feeOf(`<Code` + attributes(65) + `/>`), NotXML},
		{"names of other scripts", feeOf(`<Größe é="1">x</Größe><日本>y</日本>`), ""},
		{"a name that is none", feeOf(`<1a/>`), NotXML},
		{"a name with a multiplication sign", feeOf(`<a×b/>`), NotXML},
		{"a name that is no UTF-8", feeOf("<a\xff/>"), NotXML},
		{"two colons", feeOf(`<i:a:b/>`), NotXML},
		{"a colon before", feeOf(`<:a/>`), NotXML},
		{"a colon behind", feeOf(`<i:/>`), NotXML},
		{"a prefix that is not declared", feeOf(`<q:Code/>`), NotXML},
		{"a prefix of an attribute that is not declared", feeOf(`<Code q:a="1"/>`), NotXML},
		{"a prefix that is no longer declared", feeOf(`<A xmlns:q="x"/><q:Code/>`), NotXML},
		{"a prefix that is taken back", feeOf(`<A xmlns:i=""/>`), NotXML},
		{"the prefix xml", feeOf(`<Code xml:lang="en" xml:nil="true">x</Code>`), ""},
		{"the prefix xml declared", feeOf(`<Code xmlns:xml="x"/>`), NotXML},
		{"the prefix xmlns declared", feeOf(`<Code xmlns:xmlns="x"/>`), NotXML},
		{"the prefix xmlns", feeOf(`<xmlns:Code/>`), NotXML},
		{"a namespace of 256 bytes", feeOf(`<A xmlns:a="` + strings.Repeat("&#97;", 256) + `"/>`), ""},
		{"a namespace of 257 bytes", feeOf(`<A xmlns:a="` + strings.Repeat("&#97;", 257) + `"/>`), NotXML},
		{"a default namespace of 257 bytes", feeOf(`<A xmlns="` + strings.Repeat("a", 257) + `"/>`), NotXML},
		{"256 declarations", feeOf(declarations(253)), ""},
		{"257 declarations", feeOf(declarations(254)), NotXML},
		{"the end of CDATA in a text", feeOf(`<Code>a]]>b</Code>`), NotXML},
		{"brackets in a text", feeOf(`<Code>]] ]> ]]&gt; > "</Code>`), ""},
		{"CDATA without an end", feeOf(`<Code><![CDATA[a]]</Code>`), NotXML},
		{"a CDATA section that is none", feeOf(`<Code><![cdata[a]]></Code>`), NotXML},
		{"a control character in a text", feeOf("<Code>a\x01</Code>"), NotXML},
		{"a control character in CDATA", feeOf("<Code><![CDATA[\x01]]></Code>"), NotXML},
		{"a control character in a skipped text", feeOf("<New>a\x0b</New>"), NotXML},
		{"a control character between elements", feeOf("\x0c"), NotXML},
		{"no UTF-8", feeOf("<Code>\xff</Code>"), NotXML},
		{"a surrogate", feeOf("<Code>\xed\xa0\x80</Code>"), NotXML},
		{"a character that is none", feeOf("<Code>\uffff</Code>"), NotXML},
		{"a reference to nothing", feeOf(`<Code>&#0;</Code>`), NotXML},
		{"a reference to a control character", feeOf(`<Code>&#8;</Code>`), NotXML},
		{"a reference to a surrogate", feeOf(`<Code>&#xD800;</Code>`), NotXML},
		{"a reference to a surrogate in an attribute", feeOf(`<Code a="&#55296;"/>`), NotXML},
		{"references to the ends", feeOf(`<Code>&#9;&#xd;&#xD7FF;&#xE000;&#xfffd;&#x10FFFF;&#00000000000000000000065;</Code>`), ""},
		{"a reference behind the last character", feeOf(`<Code>&#x110000;</Code>`), NotXML},
		{"a reference beyond 64 bits", feeOf(`<Code>&#18446744073709551681;</Code>`), NotXML},
		{"a reference with a capital X", feeOf(`<Code>&#X41;</Code>`), NotXML},
		{"a reference without digits", feeOf(`<Code>&#;</Code>`), NotXML},
		{"a reference without an end", feeOf(`<Code>&#65</Code>`), NotXML},
		{"an ampersand", feeOf(`<Code>a & b</Code>`), NotXML},
		{"an entity of HTML", feeOf(`<Code>&nbsp;</Code>`), NotXML},
		{"64 levels", deepFee(58), ""},
		{"65 levels", deepFee(59), NotXML},
		{"65 levels of a field", fees(`<FeeData>` + strings.Repeat(`<Owner>`, 59) + strings.Repeat(`</Owner>`, 59) + `</FeeData>`), NotXML},
		{"a wrong end far behind good records", feeOf("") + "<", NotXML},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			_, err := both(t, p, xmlPage(tt.body))
			var got *BodyError
			switch {
			case tt.problem == "" && err != nil:
				t.Fatalf("got %v, want no error", err)
			case tt.problem != "" && (!errors.As(err, &got) || got.Problem != tt.problem):
				t.Fatalf("got %v, want %s", err, tt.problem)
			}
		})
	}
}

// declarations nests elements with sixty declarations each; three are in force around them.
func declarations(n int) string {
	var open, end strings.Builder
	for n > 0 {
		open.WriteString("<D")
		for range min(n, 60) {
			fmt.Fprintf(&open, ` xmlns:p%d="u"`, n)
			n--
		}
		open.WriteString(">")
		end.WriteString("</D>")
	}
	return open.String() + end.String()
}

func TestXMLErrorsSayWhereAndNotWhat(t *testing.T) {
	t.Parallel()

	_, err := both(t, plan[fee](t), xmlPage(`<Envelope><Testperson a="Testperson"></Testpersom></Envelope>`))
	want := "byte 37: " + string(NotXML)
	if err == nil || err.Error() != want {
		t.Fatalf("got %v, want %s", err, want)
	}
}

func TestAnXMLPageOfScrapsIsRefused(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	for name, record := range map[string]string{
		"texts": `<FeeData>x</FeeData>`, "unknown members": `<FeeData><ID>1</ID><a/><b/><c/><d/><e/></FeeData>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := p.Flatten(nil, testWindow(), xmlPage(fees(strings.Repeat(record, maxRows/findingLoad))))
			var got *BodyError
			if !errors.As(err, &got) || got.Problem != TooManyRows {
				t.Fatalf("got %v, want %s", err, TooManyRows)
			}
		})
	}
}

func TestAMemberBelowTheLastLevelIsRefused(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	for _, around := range []int{maxDepth - 2, maxDepth - 1} {
		page := xmlPage(strings.Repeat("<A>", around) + `<F xmlns="` + clinicSpace + `"><ID>1</ID></F>` + strings.Repeat("</A>", around))
		page.Records = strings.Repeat("A/", around) + "F"
		b, err := both(t, p, page)
		if fits := around+2 <= maxDepth; (err == nil) != fits || fits && b.Found != 1 {
			t.Errorf("%d levels: got %d records, error %v", around+2, b.Found, err)
		}
	}
}

// TestXMLCutShortAnywhere ends pages at every byte, which must never be a page and never be read beyond. The reference,
// which is slow, is asked about every seventeenth.
func TestXMLCutShortAnywhere(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	for _, body := range xmlPages() {
		for end := range len(body) {
			page := xmlPage(strings.Clone(body[:end]))
			_, err := p.Flatten(nil, testWindow(), page)
			if e, ok := errors.AsType[*BodyError](err); !ok || e.Problem != NotXML {
				t.Fatalf("%q: got %v, want %s", body[:end], err, NotXML)
			}
			if end%17 != 0 {
				continue
			}
			_, err = p.Reference(nil, testWindow(), page)
			if e, ok := errors.AsType[*BodyError](err); !ok || e.Problem != NotXML {
				t.Fatalf("%q: the reference got %v, want %s", body[:end], err, NotXML)
			}
		}
	}
}
