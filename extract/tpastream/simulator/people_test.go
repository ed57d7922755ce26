package simulator_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"carehouse/extract/tpastream/simulator"
)

// everything is every answer of a tenant, decoded without any struct.
func everything(t *testing.T, o simulator.Options) (records []map[string]any, text string) {
	t.Helper()
	var all strings.Builder
	s := simulator.New(o)
	for _, path := range lists() {
		for body := range s.Pages(path, 200) {
			var page struct {
				Data []map[string]any `json:"data"`
			}
			if err := json.Unmarshal(body, &page); err != nil {
				t.Fatal(err)
			}
			records = append(records, page.Data...)
			all.Write(body)
		}
	}
	return records, all.String()
}

// persons walks through all objects that have a name of a person, and all values called ssn.
func persons(v any, person func(map[string]any), ssn func(any)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			persons(e, person, ssn)
		}
	case map[string]any:
		for name, e := range v {
			if name == "ssn" {
				ssn(e)
			}
			persons(e, person, ssn)
		}
		for _, name := range []string{
			"first_name", "last_name", "full_name", "fullname", "patient_name", "policy_holder_fullname",
		} {
			if _, ok := v[name]; ok {
				person(v)
				return
			}
		}
	}
}

func TestNobodyIsReal(t *testing.T) {
	t.Parallel()
	records, text := everything(t, simulator.Options{Claims: 400, Seed: 11})
	people, numbers := 0, 0
	never := regexp.MustCompile(`^900-?[0-9]{2}-?[0-9]{4}$`)
	for _, r := range records {
		persons(r, func(p map[string]any) {
			people++
			marked := false
			for _, value := range p {
				if s, ok := value.(string); ok && strings.Contains(s, simulator.Marker) {
					marked = true
				}
			}
			if !marked {
				t.Fatalf("a person has no name with %s: %v", simulator.Marker, p)
			}
		}, func(v any) {
			if s, ok := v.(string); ok {
				numbers++
				if !never.MatchString(s) {
					t.Fatal("a social security number does not begin with 900")
				}
			}
		})
		if name, ok := r["patient_name"].(string); ok && !strings.Contains(name, simulator.Marker) {
			t.Fatalf("patient %q has no marker", name)
		}
	}
	if people < 1000 || numbers < 100 {
		t.Fatalf("got %d persons and %d numbers, want more", people, numbers)
	}
	for _, m := range regexp.MustCompile(`"([0-9]{3})-[0-9]{2}-[0-9]{4}"`).FindAllStringSubmatch(text, -1) {
		if m[1] != "900" {
			t.Fatal("something looks like a social security number and does not begin with 900")
		}
	}
	for _, m := range regexp.MustCompile(`[a-z0-9.]+@([a-z.]+)`).FindAllStringSubmatch(text, -1) {
		if !strings.HasSuffix(m[1], "example.com") {
			t.Fatalf("an address at %s", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`npi_number":"?([0-9]{10})`).FindAllStringSubmatch(text, -1) {
		if luhn("80840" + m[1]) {
			t.Fatal("an NPI has a valid check digit: somebody may have it")
		}
	}
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

func TestCanariesAreInTheAnswers(t *testing.T) {
	t.Parallel()
	o := simulator.Options{Claims: 400, Canaries: true}
	_, text := everything(t, o)
	for _, word := range simulator.New(o).Canaries() {
		if word != simulator.DefaultAPIKey && !strings.Contains(text, word) {
			t.Fatalf("%s is nowhere", word)
		}
	}
}

func TestMoneyAddsUp(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 2000, Seed: 5})
	for _, c := range s.Truth().Claims {
		units := func(m interface{ Units() (int64, bool) }) int64 {
			n, _ := m.Units()
			return n
		}
		var billed, paid int64
		for _, l := range c.Lines {
			billed += units(l.AmountBilled)
			paid += units(l.AmountPaid)
			if _, ok := l.AmountAllowed.Units(); !ok {
				continue
			}
			allowed := units(l.AmountAllowed)
			if units(l.AmountBilled) != allowed+units(l.Discount)+units(l.AmountNotCovered) && units(l.Discount) > 0 {
				t.Fatalf("a line's parts do not add up to what was billed")
			}
			if allowed < units(l.AmountPaid) || units(l.AmountBilled) < allowed {
				t.Fatal("more was paid than allowed, or more allowed than billed")
			}
		}
		if billed != units(c.AmountBilled) {
			t.Fatalf("lines: got %d billed, want the claim's %d", billed, units(c.AmountBilled))
		}
		if _, ok := c.AmountPaid.Units(); ok && paid != units(c.AmountPaid) {
			t.Fatalf("lines: got %d paid, want the claim's %d", paid, units(c.AmountPaid))
		}
	}
}
