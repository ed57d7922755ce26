package tebra

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"carehouse/models"
)

// Credentials are what every request carries in its body.
type Credentials struct {
	CustomerKey models.Secret `yaml:"customer_key,required" doc:"The customer key of the account, which its System Administrator generates."`
	User        models.Secret `yaml:"user,required" doc:"The user who was given the permissions of the API."`
	Password    models.Secret `yaml:"password,required" doc:"The user's password."`
}

// clientVersion is free text in the header of requests.
const clientVersion = "carehouse"

// A member is a criterion of a question: text, or members inside.
type member struct {
	name  string
	value string
	inner []member
}

// request writes the message of a question.
//
// The service reads members in the order of their names, byte by byte, and drops what stands elsewhere without a word. So
// members are sorted here and nowhere else.
func (op *operation) request(who Credentials, criteria ...member) []byte {
	var w writer
	w.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	w.WriteString(`<s:Envelope xmlns:s="` + soapSpace + `"><s:Body><` + op.name + ` xmlns="` + space + `"><request>`)
	secrets := []member{
		{name: "CustomerKey", value: who.CustomerKey.Reveal()},
		{name: "Password", value: who.Password.Reveal()},
		{name: "User", value: who.User.Reveal()},
	}
	if op.ask == bare {
		w.members(secrets)
	} else {
		w.element("RequestHeader", "", append(secrets, member{name: "ClientVersion", value: clientVersion}))
	}
	switch op.ask {
	case direct:
		w.members(criteria)
	case single:
		w.element("Appointment", "", criteria)
	case filtered:
		w.element("Filter", "", criteria)
	case projected:
		w.element("Fields", "", nil)
		w.element("Filter", "", criteria)
	case plain:
		w.element("Fields", plainSpace, nil)
		w.element("Filter", plainSpace, criteria)
	case bare, header:
	}
	w.WriteString(`</request></` + op.name + `></s:Body></s:Envelope>`)
	return w.Bytes()
}

// A writer writes XML. What does not change the namespace is written without one.
type writer struct{ bytes.Buffer }

func (w *writer) element(name, space string, inner []member) {
	w.WriteString("<" + name)
	if space != "" {
		w.WriteString(` xmlns="` + space + `"`)
	}
	if len(inner) == 0 {
		w.WriteString("/>")
		return
	}
	w.WriteString(">")
	w.members(inner)
	w.WriteString("</" + name + ">")
}

// members writes members in the order that the schema has.
func (w *writer) members(all []member) {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b member) int { return cmp.Compare(a.name, b.name) })
	for _, m := range sorted {
		if m.inner != nil {
			w.element(m.name, "", m.inner)
			continue
		}
		w.WriteString("<" + m.name + ">")
		_ = xml.EscapeText(&w.Buffer, []byte(m.value)) // a buffer takes everything
		w.WriteString("</" + m.name + ">")
	}
}

// date writes a day in the spelling of the vendor's guide, which no culture reads differently.
func date(day time.Time) string { return day.Format(time.DateOnly) }

// between makes both ends of a span out of the days in it. The last is the day after, because nobody has told whether
// the end is part of it.
func between(from, to string, s span) []member {
	return []member{{name: from, value: date(s.from)}, {name: to, value: date(s.to)}}
}
