package tebra

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"carehouse/extract/extracttest"
)

// A fake is a small Tebra in memory: a few practices, and records with no more than ids and days. A hook may answer in its
// place, or change it before a request.
type fake struct {
	mu        sync.Mutex
	practices []practice
	records   map[string][]fakeRecord // by operation of a list
	details   map[int64]bool          // that are not there any more
	authority string                  // what is in PracticesAuthorized; "" is nil
	exclusive bool                    // the end of a span is no part of it
	enforce   bool                    // the published intervals
	last      map[string]time.Time
	early     int
	answer    func(w http.ResponseWriter, a asked) bool
	asked     []asked
}

// A fakeRecord is what a record is found by.
type fakeRecord struct {
	practice, id, encounter int64
	day, changed            time.Time
}

// An asked is a request as the service understands it.
type asked struct {
	op     string
	filter map[string]string
	header map[string]string
	body   string
	at     time.Time
}

// String writes the question in short: "GetCharges PracticeName=One FromServiceDate=2025-03-01".
func (a asked) String() string {
	var parts []string
	for name, value := range a.filter {
		parts = append(parts, name+"="+value)
	}
	sort.Strings(parts)
	return strings.TrimSpace(a.op + " " + strings.Join(parts, " "))
}

const (
	testKey      = "CANARYKEY0123"
	testUser     = "me@example.com"
	testPassword = "p&ss<CANARYPASS>\"'"
)

func newFake() *fake {
	f := &fake{
		practices: []practice{{1, "One & Co"}, {2, "Two"}, {3, "Three"}},
		records:   map[string][]fakeRecord{}, details: map[int64]bool{}, last: map[string]time.Time{},
	}
	return f
}

// fill gives every practice so many records of each list, one every few days from a day on.
func (f *fake) fill(from time.Time, n, every int) {
	for _, op := range []string{getProviders, getLocations, getAllPatients, getPatients, getCharges, getAppointments, getPayments, getTransactions} {
		for _, p := range f.practices {
			for i := range n {
				at := from.AddDate(0, 0, i*every)
				f.records[op] = append(f.records[op], fakeRecord{p.id, p.id*1000 + int64(i), p.id*5000 + int64(i/2), at, at.AddDate(0, 0, 1)})
			}
		}
	}
}

// element is any element of a request.
type element struct {
	XMLName xml.Name
	Text    string    `xml:",chardata"`
	Inner   []element `xml:",any"`
}

func (e element) child(name string) element {
	for _, c := range e.Inner {
		if c.XMLName.Local == name {
			return c
		}
	}
	return element{}
}

func (e element) flat(into map[string]string) {
	for _, c := range e.Inner {
		if len(c.Inner) > 0 {
			c.flat(into)
			continue
		}
		into[c.XMLName.Local] = c.Text
	}
}

func understand(r *http.Request) (asked, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return asked{}, err
	}
	var e element
	if err := xml.Unmarshal(body, &e); err != nil {
		return asked{}, err
	}
	op := e.child("Body").Inner[0]
	request := op.child("request")
	a := asked{op.XMLName.Local, map[string]string{}, map[string]string{}, string(body), time.Now()}
	request.child("RequestHeader").flat(a.header)
	for _, name := range []string{"Filter", "Appointment"} {
		request.child(name).flat(a.filter)
	}
	if id := request.child("PracticeId").Text; id != "" {
		a.filter["PracticeId"] = id
	}
	if a.op == getCustomer {
		request.flat(a.header)
	}
	return a, nil
}

// ServeHTTP implements [http.Handler].
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a, err := understand(r)
	if err != nil || r.Method != http.MethodPost || r.Header.Get("SOAPAction") != `"`+action+a.op+`"` {
		http.Error(w, "what?", http.StatusBadRequest)
		return
	}
	f.asked = append(f.asked, a)
	if f.enforce && !f.last[a.op].IsZero() && a.at.Sub(f.last[a.op]) <= published(a.op) {
		f.early++
		reply(w, a.op, failure("429: "+a.op+" endpoint requested more than allowed over time interval 1000 milliseconds. Please wait to try again."))
		return
	}
	f.last[a.op] = a.at
	if f.answer != nil && f.answer(w, a) {
		return
	}
	if a.header["CustomerKey"] != testKey || a.header["Password"] != testPassword || a.header["User"] != testUser {
		if a.op == getCustomer {
			reply(w, a.op, "<CustomerId>0</CustomerId><IsAuthorized>false</IsAuthorized>")
			return
		}
		reply(w, a.op, security(false, false, a.header["CustomerKey"] == testKey, "", ""))
		return
	}
	if a.op == getCustomer {
		reply(w, a.op, "<CustomerId>7</CustomerId><IsAuthorized>true</IsAuthorized>")
		return
	}
	reply(w, a.op, security(true, true, true, "", f.authority)+f.payload(a))
}

const xsi = "http://www.w3.org/2001/XMLSchema-instance"

func reply(w http.ResponseWriter, op, inner string) { respond(w, http.StatusOK, message(op, inner)) }

func respond(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func message(op, inner string) string {
	return `<s:Envelope xmlns:s="` + soapSpace + `"><s:Body><` + op + `Response xmlns="` + space + `"><` + op + `Result xmlns:i="` + xsi + `">` +
		inner + `</` + op + `Result></` + op + `Response></s:Body></s:Envelope>`
}

// failure is an answer that reports an error.
func failure(text string) string {
	return "<ErrorResponse><ErrorMessage>" + text + "</ErrorMessage><IsError>true</IsError><StackTrace>at " + extracttest.Canary +
		`</StackTrace></ErrorResponse><SecurityResponse i:nil="true"/>`
}

// security is what an answer without an error begins with.
func security(authenticated, authorized, key bool, missing, practices string) string {
	text := fmt.Sprintf(`<ErrorResponse><ErrorMessage i:nil="true"/><IsError>false</IsError><StackTrace i:nil="true"/></ErrorResponse>`+
		`<SecurityResponse><Authenticated>%t</Authenticated><Authorized>%t</Authorized><CustomerId>1</CustomerId><CustomerKeyValid>%t</CustomerKeyValid>`,
		authenticated, authorized, key)
	text += array("PermissionsMissing", "Permission", "string", strings.Split(missing, ","))
	text += array("PracticesAuthorized", "PracticeID", "int", strings.Fields(practices))
	return text + `<SecurityResult>` + extracttest.Canary + `</SecurityResult><SecurityResultSuccess>false</SecurityResultSuccess></SecurityResponse>`
}

// array is a list as .NET writes it.
func array(name, item, kind string, values []string) string {
	if strings.Join(values, "") == "" {
		return "<" + name + ` i:nil="true"/>`
	}
	return "<" + name + "><" + item + ` xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:` + kind + ">" +
		strings.Join(values, "</a:"+kind+"><a:"+kind+">") + "</a:" + kind + "></" + item + "></" + name + ">"
}

// payload is the records that a question is answered with.
func (f *fake) payload(a asked) string {
	op := byName(a.op)
	var rows []string
	next := ""
	switch a.op {
	case getThrottles:
		rows = append(rows, "<Endpoint>getcharges</Endpoint><ThrottleTimeMs>1000</ThrottleTimeMs>")
	case getPractices:
		for _, p := range f.practices {
			rows = append(rows, tag("ID", p.id)+"<PracticeName>"+strings.ReplaceAll(p.name, "&", "&amp;")+"</PracticeName>")
		}
	case getVendors:
		rows = append(rows, "<ExternalVendorID>7</ExternalVendorID>")
	case getCodes:
		rows = append(rows, "<ID>11</ID>", "<ID>12</ID>")
	case getReasons:
		rows = append(rows, "<AppointmentReasonId>5</AppointmentReasonId><PracticeId>"+a.filter["PracticeId"]+"</PracticeId>")
	case getPatient, getAppointment, getEncounter:
		rows = f.one(a)
	case getAllPatients:
		rows, next = f.batch(a)
	default:
		rows = f.some(a)
	}
	if len(rows) == 0 && op.list != "" { // the record of nulls
		rows = append(rows, `<`+op.reads[0]+` i:nil="true"/>`)
	}
	if op.list == "" {
		if len(rows) == 0 {
			return "<" + op.row + ` i:nil="true"/>`
		}
		return "<" + op.row + ">" + rows[0] + "</" + op.row + ">"
	}
	return next + "<" + op.list + "><" + op.row + ">" + strings.Join(rows, "</"+op.row+"><"+op.row+">") + "</" + op.row + "></" + op.list + ">"
}

func tag(name string, value int64) string {
	return fmt.Sprintf("<%s>%d</%s>", name, value, name)
}

// of tells whether a record is in a practice that is asked for.
func (f *fake) of(r fakeRecord, a asked) bool {
	if id := a.filter["PracticeID"]; id != "" && id != strconv.FormatInt(r.practice, 10) {
		return false
	}
	name, given := a.filter["PracticeName"]
	return !given || slices.Contains(f.practices, practice{r.practice, name})
}

// some answers a list.
func (f *fake) some(a asked) []string {
	var rows []string
	for _, r := range f.records[a.op] {
		if f.of(r, a) && f.dated(r, a) {
			rows = append(rows, f.row(a.op, r))
		}
	}
	return rows
}

func (f *fake) dated(r fakeRecord, a asked) bool {
	for _, pair := range [][2]string{
		{"FromServiceDate", "ToServiceDate"},
		{"StartDate", "EndDate"},
		{"FromPostDate", "ToPostDate"},
		{"FromTransactionDate", "ToTransactionDate"},
		{"FromCreatedDate", "ToCreatedDate"},
		{fromModified, toModified},
	} {
		from, given := a.filter[pair[0]]
		if !given {
			continue
		}
		at := r.day
		if pair[0] == fromModified {
			at = r.changed
		}
		first, _ := time.Parse(time.DateOnly, from)
		last, _ := time.Parse(time.DateOnly, a.filter[pair[1]])
		if at.Before(first) || at.After(last) || (f.exclusive && !at.Before(last)) {
			return false
		}
	}
	return true
}

const usStamp = "1/2/2006 3:04:05 PM"

func (f *fake) row(op string, r fakeRecord) string {
	text := tag("ID", r.id)
	switch op {
	case getAllPatients, getPatients, getPayments:
		text += tag("PracticeId", r.practice)
	case getTransactions:
	default:
		text += tag("PracticeID", r.practice)
	}
	name := map[string]string{getCharges: "ServiceStartDate", getAppointments: "StartDate", getPayments: "PostDate", getTransactions: "TransactionDate"}[op]
	if name == "" {
		name = "CreatedDate"
	}
	if !r.day.IsZero() {
		text += "<" + name + ">" + r.day.Format(usStamp) + "</" + name + ">"
	}
	if op == getCharges {
		text += tag("EncounterID", r.encounter)
	}
	return text + "<LastModifiedDate>" + r.changed.Format(usStamp) + "</LastModifiedDate><Notes>" + extracttest.Canary + "</Notes>"
}

// batch answers GetAllPatients.
func (f *fake) batch(a asked) (rows []string, next string) {
	start, _ := strconv.ParseInt(a.filter["StartKey"], 10, 64)
	size, _ := strconv.Atoi(a.filter["BatchSize"])
	for _, r := range f.records[getAllPatients] {
		if !f.of(r, a) || r.id < start {
			continue
		}
		if len(rows) == size {
			return rows, "<Key>" + tag("nextStartKey", r.id) + "</Key>"
		}
		rows = append(rows, f.row(a.op, r))
	}
	return rows, `<Key><nextStartKey i:nil="true"/></Key>`
}

// one answers for a single record.
func (f *fake) one(a asked) []string {
	for _, list := range []struct{ op, name string }{
		{getAllPatients, "PatientID"}, {getAppointments, "AppointmentId"}, {getCharges, "EncounterID"},
	} {
		id, err := strconv.ParseInt(a.filter[list.name], 10, 64)
		if err != nil || f.details[id] {
			continue
		}
		for _, r := range f.records[list.op] {
			switch {
			case list.name == "EncounterID" && r.encounter == id:
				return []string{tag("EncounterID", id) + tag("PracticeID", r.practice)}
			case list.name == "AppointmentId" && r.id == id:
				return []string{tag("AppointmentId", id) + tag("PracticeId", r.practice)}
			case list.name == "PatientID" && r.id == id:
				return []string{f.row(getPatients, r)}
			}
		}
	}
	if ext := a.filter["ExternalID"]; ext != "" && !strings.HasPrefix(ext, "none") {
		return []string{tag("ID", 1000) + tag("PracticeId", 1)}
	}
	return nil
}
