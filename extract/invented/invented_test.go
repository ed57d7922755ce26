package invented

import (
	"regexp"
	"strings"
	"testing"
)

func TestAThingIsTheSameWhenItIsThrownAgain(t *testing.T) {
	t.Parallel()

	seen := map[uint64][4]uint64{}
	for _, thing := range [][4]uint64{
		{1, 1, 0, 0}, {2, 1, 0, 0}, {1, 2, 0, 0}, {1, 1, 1, 0}, {1, 1, 0, 1}, {1, 1, 1, 1}, {0, 0, 0, 0},
	} {
		one, two := Throw(thing[0], thing[1], thing[2], thing[3]), Throw(thing[0], thing[1], thing[2], thing[3])
		n := one.Next()
		if again := two.Next(); n != again {
			t.Errorf("%v: got %d and %d", thing, n, again)
		}
		if other, twice := seen[n]; twice {
			t.Errorf("%v and %v are thrown alike", thing, other)
		}
		seen[n] = thing
	}
}

func TestNobodyHasTheNumbersOfInventedPeople(t *testing.T) {
	t.Parallel()

	d := Throw(1, 1, 1, 1)
	ssn, phone := regexp.MustCompile(`^900(-\d\d-\d{4}|\d{6})$`), regexp.MustCompile(`^\(602\) 555-01\d\d$`)
	for range 1000 {
		if s := SSN(&d); !ssn.MatchString(s) {
			t.Errorf("got social security number %q", s)
		}
		if s := Phone(&d, "602"); !phone.MatchString(s) {
			t.Errorf("got phone %q", s)
		}
		if s := NPI(&d); luhn("80840" + s) {
			t.Errorf("NPI %s may be somebody's", s)
		}
	}
}

// luhn reports whether the last digit of a number is right.
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		n := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

func TestNeighboursAreKnownToEverybodyAlike(t *testing.T) {
	t.Parallel()

	seen := map[Neighbour]bool{}
	for i := range Neighbours {
		who := NextDoor(7, i)
		if who != NextDoor(7, i) || who == NextDoor(8, i) || seen[who] {
			t.Errorf("neighbour %d is not one person", i)
		}
		if !strings.Contains(who.Last, Marker) {
			t.Errorf("neighbour %d could be somebody", i)
		}
		seen[who] = true
	}
}
