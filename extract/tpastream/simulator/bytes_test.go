package simulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/extract/tpastream/simulator"
	"carehouse/models/tpastream"
)

// decoded is what encoding/json and the reference decoders of models read from all pages of a list.
func decoded[T any](t *testing.T, s *simulator.Simulator, path string) []T {
	t.Helper()
	var out []T
	for body := range s.Pages(path, 37) {
		var page struct {
			Data []T `json:"data"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, page.Data...)
	}
	return out
}

// same compares by what is marshalled: a range without bounds is marked, but means the same.
func same[T any](t *testing.T, what string, got, want []T) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d records, want %d", what, len(got), len(want))
	}
	for i := range want {
		g, _ := json.Marshal(got[i])
		w, _ := json.Marshal(want[i])
		if !bytes.Equal(g, w) {
			t.Fatalf("%s, record %d:\n got %s\nwant %s", what, i, g, w)
		}
	}
}

func TestWhatIsServedIsTheTruth(t *testing.T) {
	t.Parallel()
	for _, shape := range []simulator.Shape{simulator.V1, simulator.Webhook, simulator.V2} {
		for _, style := range []simulator.Style{simulator.Style2022, simulator.Style2026} {
			s := simulator.New(simulator.Options{
				Seed: 7, Claims: 320, Shape: shape, Style: style, Order: simulator.ByID, Poison: true, Canaries: true,
			})
			truth := s.Truth()
			claims := decoded[tpastream.Claim](t, s, "/api/claims")
			whole := slices.DeleteFunc(slices.Clone(claims), func(c tpastream.Claim) bool {
				_, medical := c.ClaimMedicalID.Get()
				_, id := c.ID.Get()
				return !medical && !id
			})
			if got := len(claims) - len(whole); got != truth.NoKey || got == 0 {
				t.Fatalf("got %d claims without a key, want %d and some", got, truth.NoKey)
			}
			name := string(shape)
			same(t, name+" claims", whole, truth.Claims)
			same(t, name+" employers", decoded[tpastream.Employer](t, s, "/api/employer"), truth.Employers)
			same(t, name+" members", decoded[tpastream.Member](t, s, "/api/member"), truth.Members)
			same(t, name+" policy holders", decoded[tpastream.PolicyHolder](t, s, "/api/policy_holder"), truth.PolicyHolders)
			same(t, name+" events", events(t, s), truth.Events)
		}
	}
}

func events(t *testing.T, s *simulator.Simulator) []tpastream.Event {
	t.Helper()
	var page struct {
		Data []tpastream.Event `json:"data"`
	}
	if err := json.Unmarshal(s.Page("/api/v2/events", 1, 1000), &page); err != nil {
		t.Fatal(err)
	}
	return page.Data
}

func lists() []string {
	return []string{
		"/api/claims", "/api/member", "/api/policy_holder", "/api/employer", "/api/v2/claims/", "/api/v2/member/",
	}
}

func TestTheSeedDecidesEveryByte(t *testing.T) {
	t.Parallel()
	bodies := func(seed uint64, o simulator.Order) (out []byte) {
		s := simulator.New(simulator.Options{Seed: seed, Claims: 300, Order: o})
		s.Day()
		for _, path := range lists() {
			for body := range s.Pages(path, 50) {
				out = append(out, body...)
			}
		}
		return append(out, s.Page("/api/v2/events", 1, 1000)...)
	}
	one := bodies(1, simulator.NewestFirst)
	if !bytes.Equal(one, bodies(1, simulator.NewestFirst)) {
		t.Fatal("the same seed gave other bytes")
	}
	if bytes.Equal(one, bodies(2, simulator.NewestFirst)) {
		t.Fatal("another seed gave the same bytes")
	}
}

func TestAShapeChangesTheFieldsAndNotTheClaim(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 200})
	for _, id := range s.ClaimIDs() {
		one, _ := s.Claim(id, simulator.V1)
		for _, shape := range []simulator.Shape{simulator.Webhook, simulator.V2} {
			two, ok := s.Claim(id, shape)
			if !ok || one.AmountBilled != two.AmountBilled || one.PatientName != two.PatientName ||
				one.DateOfService != two.DateOfService || len(one.Lines) != len(two.Lines) || one.Remarks != two.Remarks {
				t.Fatalf("claim %d is another one in shape %s", id, shape)
			}
		}
	}
	v2, _ := s.Claim(s.ClaimIDs()[0], simulator.V2)
	if _, ok := v2.ClaimMedicalID.Get(); ok {
		t.Fatal("the v2 shape has claim_medical_id")
	}
}

func TestOneFetchMaySpellARangeOtherwiseThanTheNext(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 500})
	first := ask(s, "/api/claims?per_page=500", basic()).Body.String()
	second := ask(s, "/api/claims?per_page=500", basic()).Body.String()
	if first == second {
		t.Fatal("two fetches gave the same bytes, want a range spelled in two ways")
	}
	plain := simulator.New(simulator.Options{Claims: 500, Plain: true})
	first = ask(plain, "/api/claims?per_page=500", basic()).Body.String()
	second = ask(plain, "/api/claims?per_page=500", basic()).Body.String()
	if first != second {
		t.Fatal("two fetches of a plain tenant gave other bytes")
	}
}

func TestEveryOddityOfTheAPIOccurs(t *testing.T) {
	t.Parallel()
	body := func(o simulator.Options) string {
		var out []byte
		s := simulator.New(o)
		for b := range s.Pages("/api/claims", 1000) {
			out = append(out, b...)
		}
		return string(out)
	}
	all := body(simulator.Options{Claims: 8000, Seed: 3})
	for what, pattern := range map[string]string{
		"a half-open range":               `\{"bounds":"\[\)","end":"`,
		"a closed range":                  `"bounds":"\[\]"`,
		"a range open at its start":       `"bounds":"\(\]","end":"[^"]*","start":"`,
		"an open range":                   `"bounds":"\(\)","end":"[^"]*","start":"`,
		"a range without end":             `"end":null,"start":"`,
		"a range without start":           `"end":"[^"]*","start":null`,
		"a range without ends":            `"bounds":"\(\)","end":null,"start":null`,
		"an empty range":                  `"bounds":"empty"`,
		"a range with null bounds":        `"bounds":null`,
		"a range without bounds":          `"date_of_service":\{"end"`,
		"whole money":                     `"amount_billed":[0-9]+,`,
		"money with decimals":             `"amount_billed":[0-9]+\.[0-9][0-9],`,
		"money as text":                   `"amount_billed":"`,
		"a claim without days of service": `"date_of_service":null,"processed_on"`,
		"an NPI as a number":              `npi_number":[0-9]{10}[,}]`,
		"an NPI as text":                  `npi_number":"[0-9]{10}"`,
		"a naive time":                    `"eob_date":"[-0-9]+T[0-9:.]+"`,
		"a day":                           `"eob_date":"[-0-9]{10}"`,
		"an instant":                      `"check_date":"[^"]+00:00"`,
		"summer":                          `-04:00"`,
		"winter":                          `-05:00"`,
		"an incomplete claim":             `"is_incomplete":true`,
		"a claim of nobody":               `"members":\[\]`,
		"a claim without lines":           `"claim_medical_lines":\[\]`,
		"two members":                     `reimbursement_policy":[^]]*"full_name"`,
		"an unknown field":                `"plan_tier"`,
		"two policy holder shapes":        `"policy_holder":\{[^}]*"last_name"`,
		"code and text":                   `"procedure_code":"[0-9]+ - `,
		"escaped text":                    `\\u`,
		"no type":                         `"type":null`,
		"a status that came twice":        `"status":"([^"]*)","type".*?"tpafiles":\[[^]]*\],"status":"`,
		"computed money":                  `"amount_allowed":null.*?"computed_amount_allowed":[0-9]`,
		"a vendor id with a day":          `"vendor_system_id":"[0-9a-f]+-20`,
	} {
		if !regexp.MustCompile(pattern).MatchString(all) {
			t.Errorf("%s: none among 8,000 claims", what)
		}
	}
	if again := body(simulator.Options{Claims: 3000, NoDuplicates: true}); strings.Contains(again, `],"status"`) {
		t.Error("a status came twice although it was switched off")
	}
}

func TestTheStatusThatCountsIsTheLast(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 3000})
	twice, differ := 0, 0
	for body := range s.Pages("/api/claims", 1000) {
		var page struct {
			Data []json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			t.Fatal(err)
		}
		for _, raw := range page.Data {
			found := regexp.MustCompile(`"status":"([^"]*)"`).FindAllSubmatch(raw, -1)
			if len(found) != 2 {
				continue
			}
			twice++
			if string(found[0][1]) != string(found[1][1]) {
				differ++
			}
		}
	}
	if twice < 30 || twice > 130 || differ < 1 || differ > 20 {
		t.Fatalf("got %d claims with two, %d with different ones; want about 66 and 6", twice, differ)
	}
}

func BenchmarkClaims(b *testing.B) {
	s := simulator.New(simulator.Options{Seed: 1, Claims: 20_000})
	claims := 0
	for b.Loop() {
		n := 0
		for body := range s.Pages("/api/claims", 1000) {
			n += len(body)
			claims += 1000
		}
		b.SetBytes(int64(n))
	}
	b.ReportMetric(float64(claims)/b.Elapsed().Seconds(), "claims/s")
}

// BenchmarkHTTP reads a tenant over a real connection.
func BenchmarkHTTP(b *testing.B) {
	for _, packed := range []bool{false, true} {
		b.Run(map[bool]string{false: "plain", true: "gzip"}[packed], func(b *testing.B) {
			s := simulator.New(simulator.Options{Seed: 1, Claims: 10_000})
			server := httptest.NewServer(s)
			defer server.Close()
			client := server.Client()
			client.Transport.(*http.Transport).DisableCompression = !packed
			for b.Loop() {
				var n int64
				for page := 1; page <= 10; page++ {
					r, _ := http.NewRequest(http.MethodGet, server.URL+"/api/claims?per_page=1000&page="+strconv.Itoa(page), nil)
					r.Header.Set("Authorization", basic())
					answer, err := client.Do(r)
					if err != nil {
						b.Fatal(err)
					}
					read, _ := io.Copy(io.Discard, answer.Body)
					_ = answer.Body.Close()
					n += read
				}
				b.SetBytes(n)
			}
		})
	}
}

// BenchmarkNew makes a large tenant: what it allocates is about what it keeps.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		simulator.New(simulator.Options{Seed: 1, Claims: 1_000_000})
	}
}
