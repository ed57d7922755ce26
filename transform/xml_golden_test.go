package transform

import "testing"

func TestFlattenXML(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	tests := []struct {
		name string // also the golden file
		body string
	}{
		{"no records", fees(``)},
		{"nil for the list", `<Envelope><Body><Response xmlns:i="` + xsi + `"><Result><Fees i:nil="true"/></Result></Response></Body></Envelope>`},
		{"no list", `<Envelope><Body><Response><Result/></Response></Body></Envelope>`},
		{"nothing but the key", fees(`<FeeData><ID>1</ID></FeeData>`)},
		{"every kind", fees(`<FeeData><Amount>125.50</Amount><At>2020-01-24T22:00:00.000Z</At><Cases><CaseData><CaseID>5</CaseID>` +
			`<Name>first</Name><Plan><Policies><Policy><From>1/2/2020</From></Policy></Policies><Title>t</Title></Plan><Words><Word>a</Word><Word>b</Word></Words>` +
			`<Total>1</Total></CaseData></Cases><Changed>10/5/2021 8:20:22 AM</Changed><Code>99213</Code><Day>2020-02-29</Day><DiagCode1>M1</DiagCode1>` +
			`<DiagID1>11</DiagID1><ID>1</ID><Local>2020-01-01T10:00:00</Local><Numbers xmlns:a="` + arraySpace + `"><a:long>1</a:long><a:long>2</a:long></Numbers>` +
			`<Open>True</Open><Owner><Born>1/2/1970</Born><Deep><Flag>false</Flag><Text>x</Text></Deep><Name>Testperson</Name>` +
			`<Marks xmlns:b="` + otherSpace + `"><b:Mark><b:ID>3</b:ID></b:Mark></Marks><Zip>10001</Zip></Owner><Posted>6/2/2026</Posted>` +
			`<PrimaryAllowed>10</PrimaryAllowed><Raw><A>1</A></Raw><Seen>s</Seen><Stamp>2020-01-01T10:00:00</Stamp>` +
			`<Units xmlns="` + otherSpace + `">2.25</Units><Zip>20002</Zip></FeeData>`)},
		{"nil, empty and missing are one", fees(`<FeeData><ID>1</ID><Code i:nil="true"/><Zip/><Raw/><Owner i:nil="true"/><Amount></Amount></FeeData>`)},
		{"lists that are nil, empty and missing differ", fees(`<FeeData><ID>1</ID><Cases i:nil="true"/></FeeData><FeeData><ID>2</ID><Cases/></FeeData>` +
			`<FeeData><ID>3</ID><Cases> </Cases></FeeData><FeeData><ID>4</ID></FeeData>`)},
		{"nil is of its namespace and not of its prefix", fees(`<FeeData><ID>1</ID><Cases i:nil="true"/></FeeData>` +
			`<FeeData xmlns:i="urn:i"><ID>2</ID><Cases i:nil="true"/></FeeData><FeeData xmlns:j="` + xsi + `"><ID>3</ID><Cases j:nil="true"/></FeeData>` +
			`<FeeData><ID>4</ID><Cases nil="true"/></FeeData><FeeData><ID>5</ID><Cases i:nil="false"/></FeeData><FeeData><ID>6</ID><Cases i:nil="1"/></FeeData>`)},
		{"other namespaces where the record's was before", `<Envelope><Body><Response><Result xmlns:k="` + clinicSpace + `" xmlns:n="` + otherSpace + `"><Fees>` +
			`<k:FeeData><k:ID>1</k:ID><k:Code>a</k:Code><k:Stamp/><n:Units>1</n:Units></k:FeeData>` +
			`<k:FeeData><k:ID>2</k:ID><n:Code>b</n:Code><k:Code/><k:Stamp/><k:Units>2</k:Units></k:FeeData></Fees></Result></Response></Body></Envelope>`},
		{"slots in any order", feeOf(`<DiagID10>3</DiagID10><OtherPaid>5</OtherPaid><DiagCode2>b</DiagCode2><DiagCode1 i:nil="true"/><DiagID1/>` +
			`<PrimaryDetail><X>1</X></PrimaryDetail><PrimaryPostedOn>x</PrimaryPostedOn><OtherAllowed>6</OtherAllowed><DiagCode10><![CDATA[c]]></DiagCode10>`)},
		{"a slot of a rejected value is there", feeOf(`<DiagID2>x</DiagID2><DiagID1> </DiagID1><PrimaryPaid><A>1</A></PrimaryPaid>`)},
		{"a slot twice", feeOf(`<DiagID2>x</DiagID2><DiagID2>2</DiagID2><DiagID1>1</DiagID1><DiagID1 i:nil="true"/>`)},
		{"values that cannot be kept", feeOf(`<Amount>1.00001</Amount><Day>2020-02-30</Day><Changed>10/5/2021</Changed><At>2020-01-01T00:00:00</At>` +
			`<Open>yes</Open><Posted>13/1/2020</Posted><Cases><CaseData><CaseID>x</CaseID><Plan><Policies><Policy><From>y</From></Policy></Policies></Plan></CaseData></Cases>` +
			`<Numbers xmlns:a="` + arraySpace + `"><a:long>1</a:long><a:long>z</a:long><a:long i:nil="true"/><a:long><a:x/></a:long></Numbers>`)},
		{"other shapes", feeOf(`<Code><B>1</B></Code><Cases>text</Cases><Owner>text</Owner>`) + "\n"},
		{"elements that are none", feeOf(`<Cases>beside<CaseData>text</CaseData><CaseData i:nil="true"/><CaseData/><CaseData>text<Name>n</Name></CaseData></Cases>`)},
		{"members that nobody knows", feeOf(`<New>1</New><Gone i:nil="true"/><Cases><Other>2</Other><CaseData><Nick><B>2</B><A/><B>3</B></Nick></CaseData></Cases>` +
			`<Owner>beside<New>4</New></Owner><x:ID xmlns:x="urn:x" x:y="z">5</x:ID><Amount xmlns="">6</Amount>`)},
		{"a name twice", feeOf(`<Code>a</Code><Code>a</Code><Zip>1</Zip><Zip>2</Zip><New>1</New><New>1</New><New>2</New>` +
			`<Day>x</Day><Day xmlns:i="urn:i">2020-01-01</Day><Cases i:nil="true"/>`)},
		{"an object and a list twice", feeOf(`<Owner><New>1</New><Born>x</Born><Name>gone</Name></Owner><Owner><Name>kept</Name></Owner>` +
			`<Cases><CaseData><New>1</New><CaseID>x</CaseID></CaseData><Foo>1</Foo></Cases><Cases><CaseData><CaseID>2</CaseID></CaseData></Cases>`)},
		{"phantoms", fees(`<FeeData><ID i:nil="true"/><Code/><Owner><Name i:nil="true"/></Owner><New><A i:nil="true"/></New><Cases/></FeeData><FeeData/>` +
			`<FeeData i:nil="true"/><FeeData><ID>4</ID></FeeData><FeeData> </FeeData>`)},
		{"no key", fees(`<FeeData><Code>a</Code></FeeData><FeeData><New>1</New></FeeData><FeeData><Cases><CaseData/></Cases></FeeData><FeeData><DiagID1>1</DiagID1></FeeData>` +
			`<FeeData><ID>x</ID></FeeData><FeeData>text</FeeData><FeeData/><FeeData><ID>7</ID></FeeData>`)},
		{"texts", feeOf(`<Code>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</Code><Zip> a` + "\r\n\t" + `b </Zip><Raw><![CDATA[<&]]>é<!-- > --></Raw><Owner><Name>x<?pi y?>y</Name></Owner>`)},
		{"prefixes for everything", `<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="e"><e:Body><k:Response xmlns:k="` + clinicSpace + `"><k:Result><k:Fees>` +
			`<k:FeeData xmlns:n="` + xsi + `"><k:ID>1</k:ID><k:Code n:nil="1"/><k:Zip n:nil="false">z</k:Zip><ID>2</ID><n:Day>2020-01-01</n:Day></k:FeeData></k:Fees></k:Result></k:Response></e:Body></e:Envelope>`},
		{"indented", "\ufeff<?xml version='1.0'?>\n<!-- a page -->\n" + `<Envelope>
			<Body><Response xmlns="` + clinicSpace + `"> <Result> <Fees>
			 <FeeData>
			  <ID> 1 </ID>
			  <Cases>
			   <CaseData>
			    <CaseID>2</CaseID>
			   </CaseData>
			  </Cases>
			 </FeeData>
			</Fees> <Fees><Foo/><FeeData><ID>2</ID></FeeData></Fees> </Result></Response></Body>
			</Envelope>` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			checkGolden(t, report(both(t, p, xmlPage(tt.body))))
		})
	}
}
