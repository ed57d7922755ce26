package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// description is what GET ?wsdl tells: the operations and their actions. The types are left out, the real one has
// 600 kB of them.
func (s *Simulator) description(r *http.Request) answer {
	if q := strings.ToLower(r.URL.RawQuery); q != "wsdl" && q != "singlewsdl" {
		return page(http.StatusOK)
	}
	var names []string
	for name, o := range s.operations {
		if s.offered(o) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><wsdl:definitions name="KareoServices" targetNamespace="` +
		kareoSpace + `" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"` +
		` xmlns:tns="` + kareoSpace + `"><wsdl:portType name="KareoServices">`)
	for _, name := range names {
		b.WriteString(`<wsdl:operation name="` + name + `"/>`)
	}
	b.WriteString(`</wsdl:portType><wsdl:binding name="BasicHttpBinding_KareoServices" type="tns:KareoServices">` +
		`<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>`)
	for _, name := range names {
		b.WriteString(`<wsdl:operation name="` + name + `"><soap:operation soapAction="` + contract + name +
			`" style="document"/></wsdl:operation>`)
	}
	b.WriteString(`</wsdl:binding></wsdl:definitions>`)
	return answer{status: http.StatusOK, body: []byte(b.String())}
}
