package transform

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"
)

func TestPlainStopsAtTheFirstOddByte(t *testing.T) {
	t.Parallel()

	for at := range 20 {
		for c := range 256 {
			text := bytes.Repeat([]byte("x"), 20)
			text[at] = byte(c)
			text[19] = '"'
			want := 19
			if c < ' ' || c >= 0x80 || c == '"' || c == '\\' {
				want = at
			}
			if got := plain(text, 0); got != min(want, 19) {
				t.Fatalf("byte %#x at %d: got %d, want %d", c, at, got, want)
			}
		}
	}
}

// TestSkipAgreesWithEncodingJSON breaks values at random places; both must say the same about what is left.
func TestSkipAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()

	r := rand.New(rand.NewPCG(3, 4))
	parts := append(values(), claimPage, `{"a":[{"b":"\u00e9"},1.5e-3,true,false,null]}`)
	for range 50_000 {
		b := []byte(parts[r.IntN(len(parts))])
		for n := r.IntN(3); n > 0 && len(b) > 0; n-- {
			switch at := r.IntN(len(b)); r.IntN(3) {
			case 0:
				const bytes = `{}[]",:\u0eE+-. tfn1`
				b[at] = bytes[r.IntN(len(bytes))]
			case 1:
				b = append(b[:at], b[at+1:]...)
			default:
				b = b[:at]
			}
		}
		end := skip(b, space(b, 0), 0)
		got := end >= 0 && space(b, end) == len(b)
		if want := json.Valid(b); got != want && bytes.Count(b, []byte("["))+bytes.Count(b, []byte("{")) < maxDepth {
			t.Fatalf("%q: got %v, want %v", b, got, want)
		}
	}
}

func TestCivilCountsLikeTheCalendar(t *testing.T) {
	t.Parallel()

	want := int64(-719_162)
	for year := int64(1); year <= 9999; year++ {
		for month := int64(1); month <= 12; month++ {
			for day := int64(1); day <= monthDays(year, month); day++ {
				if got := civil(year, month, day); got != want {
					t.Fatalf("%d-%d-%d: got %d, want %d", year, month, day, got, want)
				}
				want++
			}
		}
	}
	if want != 2_932_897 {
		t.Fatalf("the day after the last is %d, want 2932897", want)
	}
}
