package transform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/models"
	"carehouse/models/tpastream"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// claimsPage returns a page of claims in the shape of the vendor's sample, six lines each.
func claimsPage(claims int) []byte {
	r := rand.New(rand.NewPCG(42, 7))
	var b strings.Builder
	b.WriteString(`{"data":[`)
	for i := range claims {
		if i > 0 {
			b.WriteByte(',')
		}
		writeClaim(&b, r, 1_000_000+i)
	}
	fmt.Fprintf(&b, `],"has_next":true,"has_prev":false,"next_num":2,"page":1,"pages":9,"per_page":%d,"prev_num":0,"total":9999}`, claims)
	return []byte(b.String())
}

func amount(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		return "null"
	}
	return fmt.Sprintf("%d.%02d", r.IntN(3000), r.IntN(100))
}

func dateRangeOf(r *rand.Rand) string {
	day := time.Date(2024, 1, 1+r.IntN(700), 0, 0, 0, 0, time.UTC)
	return fmt.Sprintf(`{"bounds":"[)","end":"%s","start":"%s"}`, day.AddDate(0, 0, 1).Format(time.DateOnly), day.Format(time.DateOnly))
}

func instantOf(r *rand.Rand) string {
	at := time.Date(2024, 1, 1, 0, 0, r.IntN(60_000_000), r.IntN(1_000_000)*1000, time.FixedZone("", -4*3600))
	return at.Format(`"2006-01-02T15:04:05.000000-07:00"`)
}

func writeClaim(b *strings.Builder, r *rand.Rand, id int) {
	f := func(format string, args ...any) { fmt.Fprintf(b, format, args...) }
	f(`{"amount_allowed":%s,"amount_billed":%s,"amount_not_covered":null,"amount_paid":%s,"amount_paid_other":null,`, amount(r), amount(r), amount(r))
	f(`"check_date":null,"check_number":"%d","claim_medical_id":%d,"claim_medical_lines":[`, r.IntN(1e8), id)
	for k := range 6 {
		if k > 0 {
			b.WriteByte(',')
		}
		f(`{"amount_allowed":%s,"amount_billed":%s,"amount_not_covered":null,"amount_paid":%s,"amount_paid_other":null,`, amount(r), amount(r), amount(r))
		f(`"claim_medical_line_id":%d,"coinsurance_patient":%s,"copayment":%s,"date_of_service":%s,`, id*10+k, amount(r), amount(r), dateRangeOf(r))
		f(`"diagnosis_code":"M%d.%d","discount":null,"patient_responsibility":%s,"procedure_code":"%d",`, r.IntN(99), r.IntN(999), amount(r), 10000+r.IntN(89999))
		f(`"procedure_name":"Office/outpatient Visit, Est","reduction":%s,"total_patient_responsibility":%s,"vendor_system_id":"%d"}`, amount(r), amount(r), k)
	}
	f(`],"claim_requests":[],"coinsurance_patient":%s,"copayment":%s,"createddate":%s,"dataobject_id":%d,"date_of_service":%s,"dependents":[`, amount(r), amount(r), instantOf(r), r.IntN(99999), dateRangeOf(r))
	f(`{"alegeus_key":null,"createddate":%s,"datapath_key":null,"email":null,"first_name":"Nora","generic_key":null,"id":%d,"last_name":"Testperson","modifieddate":%s,"ssn":null,"wex_key":null}`, instantOf(r), id, instantOf(r))
	f(`],"discount":null,"eob_date":null,"group_name":"Orchard Workers","group_number":"%d","id":%d,"last_updated_status":%s,"members":[`, r.IntN(9999), id, instantOf(r))
	f(`{"email":"nora%d@example.com","employer_id":%d,"employer":{"id":%d,"name":"Orchard Services, LLC","reimbursement_policy":"off"},"full_name":"Nora Testperson","id":%d}`, id, r.IntN(99), r.IntN(99), id)
	f(`],"modifieddate":%s,"network":"IN","patient_account_number":null,"patient_name":"Nora Testperson","patient_responsibility":%s,`, instantOf(r), amount(r))
	f(`"policy_holder":{"fullname":"Alma Testperson","policy_holder_id":%d},"policy_holder_fullname":"Alma Testperson","policy_holder_id":%d,`, id/3, id/3)
	f(`"processed_on":"2024-05-%02d","read":[],"read_all":[],"reduction":%s,"remarks":null,"service_provider":"Dr. Testperson","service_provider_address":"%d Orchard Road, Springfield",`, 1+r.IntN(28), amount(r), r.IntN(999))
	f(`"service_provider_billing_address":null,"service_provider_billing_name":null,"service_provider_billing_npi_number":null,"service_provider_billing_number":null,"service_provider_billing_phone":null,`)
	f(`"service_provider_npi_number":%d,"service_provider_number":null,"status":"Processed","total_patient_responsibility":%s,`, 1_000_000_000+r.IntN(999_999_999), amount(r))
	f(`"tpafiles":[{"extension":".pdf","tpafile_id":%d,"url":"/claim_medical/%d/tpafile/1"}],"type":{"name":"dental","type_id":2},"vendor_system_id":"v%d"}`, id, id, id)
}

func benchmark(b *testing.B, body []byte, flatten func(p *Plan, page models.Page) (Batch, error)) {
	b.Helper()

	p, err := Compile(tpastream.Tables()[0])
	if err != nil {
		b.Fatal(err)
	}
	page := testPage(string(body))
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		batch, err := flatten(p, page)
		if err != nil {
			b.Fatal(err)
		}
		batch.Release()
	}
}

// BenchmarkFlatten is the fast way, from bytes to Arrow records with hashes and sums: as the vendor writes, and with
// what could make it slow.
func BenchmarkFlatten(b *testing.B) {
	plain := claimsPage(2000)
	replace := func(old, new string) []byte { return bytes.ReplaceAll(plain, []byte(old), []byte(new)) }
	var indented bytes.Buffer
	if err := json.Indent(&indented, plain, "", "   "); err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct {
		name string
		body []byte
	}{
		{"plain", plain},
		{"indented", indented.Bytes()},
		{"status twice", replace(`"tpafiles":`, `"status":"Processed","tpafiles":`)},
		{"two unknown fields a line", replace(`"discount":null,"patient`, `"discount":null,"new_one":1.5,"new_two":{"b":1,"a":"x"},"patient`)},
		{"a rejected amount a line", replace(`"discount":null,"patient`, `"discount":1.00001,"patient`)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			benchmark(b, bb.body, func(p *Plan, page models.Page) (Batch, error) {
				return p.Flatten(memory.DefaultAllocator, testWindow(), page)
			})
		})
	}
}

// BenchmarkReference is the short way.
func BenchmarkReference(b *testing.B) {
	benchmark(b, claimsPage(200), func(p *Plan, page models.Page) (Batch, error) {
		return p.Reference(memory.DefaultAllocator, testWindow(), page)
	})
}

// BenchmarkValid only checks the grammar: what no decoder that checks can be faster than by much.
func BenchmarkValid(b *testing.B) {
	body := claimsPage(2000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if skip(body, 0, 0) != len(body) {
			b.Fatal("the page is not valid")
		}
	}
}

// The plain structs hold what the page has, the way one would write them by hand.
type (
	plainSpan struct{ Bounds, Start, End *string }

	plainLine struct {
		AmountAllowed   *json.Number `json:"amount_allowed"`
		AmountBilled    *json.Number `json:"amount_billed"`
		AmountNot       *json.Number `json:"amount_not_covered"`
		AmountPaid      *json.Number `json:"amount_paid"`
		AmountPaidOther *json.Number `json:"amount_paid_other"`
		ID              *int64       `json:"claim_medical_line_id"`
		Coinsurance     *json.Number `json:"coinsurance_patient"`
		Copayment       *json.Number `json:"copayment"`
		DateOfService   *plainSpan   `json:"date_of_service"`
		Diagnosis       *string      `json:"diagnosis_code"`
		Discount        *json.Number `json:"discount"`
		Responsibility  *json.Number `json:"patient_responsibility"`
		Procedure       *string      `json:"procedure_code"`
		ProcedureName   *string      `json:"procedure_name"`
		Reduction       *json.Number `json:"reduction"`
		Total           *json.Number `json:"total_patient_responsibility"`
		Vendor          *string      `json:"vendor_system_id"`
	}

	plainMember struct {
		Email      *string `json:"email"`
		EmployerID *int64  `json:"employer_id"`
		Employer   *struct {
			ID     *int64  `json:"id"`
			Name   *string `json:"name"`
			Policy *string `json:"reimbursement_policy"`
		} `json:"employer"`
		FullName *string `json:"full_name"`
		ID       *int64  `json:"id"`
	}

	plainDependent struct {
		Alegeus  *string    `json:"alegeus_key"`
		Created  *time.Time `json:"createddate"`
		Datapath *string    `json:"datapath_key"`
		Email    *string    `json:"email"`
		First    *string    `json:"first_name"`
		Generic  *string    `json:"generic_key"`
		ID       *int64     `json:"id"`
		Last     *string    `json:"last_name"`
		Modified *time.Time `json:"modifieddate"`
		SSN      *string    `json:"ssn"`
		Wex      *string    `json:"wex_key"`
	}

	plainFile struct {
		Extension *string `json:"extension"`
		ID        *int64  `json:"tpafile_id"`
		URL       *string `json:"url"`
	}

	plainClaim struct {
		plainLine
		ID             *int64           `json:"claim_medical_id"`
		CheckDate      *string          `json:"check_date"`
		CheckNumber    *string          `json:"check_number"`
		Lines          []plainLine      `json:"claim_medical_lines"`
		Requests       json.RawMessage  `json:"claim_requests"`
		Created        *time.Time       `json:"createddate"`
		Dataobject     *int64           `json:"dataobject_id"`
		Dependents     []plainDependent `json:"dependents"`
		EOB            *string          `json:"eob_date"`
		GroupName      *string          `json:"group_name"`
		GroupNumber    *string          `json:"group_number"`
		OtherID        *int64           `json:"id"`
		Updated        *time.Time       `json:"last_updated_status"`
		Members        []plainMember    `json:"members"`
		Modified       *time.Time       `json:"modifieddate"`
		Network        *string          `json:"network"`
		Account        *string          `json:"patient_account_number"`
		Patient        *string          `json:"patient_name"`
		HolderFullname *string          `json:"policy_holder_fullname"`
		HolderID       *int64           `json:"policy_holder_id"`
		Holder         *struct {
			Fullname *string `json:"fullname"`
			ID       *int64  `json:"policy_holder_id"`
		} `json:"policy_holder"`
		Processed      *string         `json:"processed_on"`
		Read           json.RawMessage `json:"read"`
		ReadAll        json.RawMessage `json:"read_all"`
		Remarks        *string         `json:"remarks"`
		Provider       *string         `json:"service_provider"`
		Address        *string         `json:"service_provider_address"`
		BillingAddress *string         `json:"service_provider_billing_address"`
		BillingName    *string         `json:"service_provider_billing_name"`
		BillingNPI     *json.Number    `json:"service_provider_billing_npi_number"`
		BillingNumber  *string         `json:"service_provider_billing_number"`
		BillingPhone   *string         `json:"service_provider_billing_phone"`
		NPI            *json.Number    `json:"service_provider_npi_number"`
		Number         *string         `json:"service_provider_number"`
		Status         *string         `json:"status"`
		Files          []plainFile     `json:"tpafiles"`
		Type           *struct {
			Name *string `json:"name"`
			ID   *int64  `json:"type_id"`
		} `json:"type"`
	}
)

// plainColumns is where the values of the structs go: exact units, days, microseconds, texts.
type plainColumns struct {
	words []int64
	texts []string
}

func (c *plainColumns) money(amounts ...*json.Number) {
	for _, n := range amounts {
		if n != nil {
			whole, fraction, _ := strings.Cut(n.String(), ".")
			units, _ := strconv.ParseInt(whole+(fraction + "0000")[:4], 10, 64)
			c.words = append(c.words, units)
		}
	}
}

func (c *plainColumns) ids(ids ...*int64) {
	for _, n := range ids {
		if n != nil {
			c.words = append(c.words, *n)
		}
	}
}

func (c *plainColumns) text(texts ...*string) {
	for _, s := range texts {
		if s != nil {
			c.texts = append(c.texts, *s)
		}
	}
}

func (c *plainColumns) times(times ...*time.Time) {
	for _, at := range times {
		if at != nil {
			c.words = append(c.words, at.UnixMicro())
		}
	}
}

func (c *plainColumns) days(days ...*string) {
	for _, s := range days {
		if s != nil {
			day, _ := time.Parse(time.DateOnly, *s)
			c.words = append(c.words, day.Unix()/86400)
		}
	}
}

func (c *plainColumns) line(l *plainLine) {
	c.money(l.AmountAllowed, l.AmountBilled, l.AmountNot, l.AmountPaid, l.AmountPaidOther, l.Coinsurance, l.Copayment,
		l.Discount, l.Responsibility, l.Reduction, l.Total)
	c.ids(l.ID)
	c.text(l.Diagnosis, l.Procedure, l.ProcedureName, l.Vendor)
	if l.DateOfService != nil {
		c.days(l.DateOfService.Start, l.DateOfService.End)
	}
}

func (c *plainColumns) claim(p *plainClaim) {
	c.line(&p.plainLine)
	c.ids(p.ID, p.Dataobject, p.OtherID, p.HolderID)
	c.text(p.CheckNumber, p.GroupName, p.GroupNumber, p.Network, p.Account, p.Patient, p.HolderFullname, p.Remarks,
		p.Provider, p.Address, p.BillingAddress, p.BillingName, p.BillingNumber, p.BillingPhone, p.Number, p.Status)
	c.times(p.Created, p.Updated, p.Modified)
	c.days(p.CheckDate, p.EOB, p.Processed)
	for i := range p.Lines {
		c.line(&p.Lines[i])
	}
	for _, d := range p.Dependents {
		c.ids(d.ID)
		c.text(d.Alegeus, d.Datapath, d.Email, d.First, d.Generic, d.Last, d.SSN, d.Wex)
		c.times(d.Created, d.Modified)
	}
	for _, m := range p.Members {
		c.ids(m.ID, m.EmployerID)
		c.text(m.Email, m.FullName)
	}
	for _, f := range p.Files {
		c.ids(f.ID)
		c.text(f.Extension, f.URL)
	}
}

// BenchmarkEncodingJSON is what one would write without this package: structs, exact money, slices of columns; no
// hashes, no rejects, no drift.
func BenchmarkEncodingJSON(b *testing.B) {
	body := claimsPage(2000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var page struct{ Data []plainClaim }
		if err := json.Unmarshal(body, &page); err != nil {
			b.Fatal(err)
		}
		var c plainColumns
		for i := range page.Data {
			c.claim(&page.Data[i])
		}
		if len(c.words) == 0 {
			b.Fatal("nothing was read")
		}
	}
}
