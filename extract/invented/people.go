package invented

import "strconv"

// Marker is in some name of every invented person.
const Marker = "Testperson"

// Phone is one of the numbers of an area that are set aside for fiction.
func Phone(d *Dice, area string) string { return "(" + area + ") 555-01" + d.Digits(2) }

// SSN begins with 900, which is never issued.
func SSN(d *Dice) string {
	if d.OneIn(5) {
		return "900-" + d.Digits(2) + "-" + d.Digits(4)
	}
	return "900" + d.Digits(6)
}

// NPI has ten digits, the last of which is wrong, so that nobody has it.
func NPI(d *Dice) string {
	b := []byte(strconv.Itoa(d.Between(1, 2)) + d.Digits(8))
	sum := 24 // of the prefix 80840
	for i, c := range b {
		n := int(c - '0')
		if i%2 == 0 { // counted from the right, without the check digit
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(append(b, byte('0'+(10-sum%10+1)%10)))
}

// FirstNames are of many spellings, with an accent, an apostrophe, a space.
func FirstNames() []string {
	return []string{
		"Ava", "Ben", "Chloé", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jamal", "Keiko", "Liam", "Maria",
		"Noah", "Olga", "Priya", "Quinn", "Rosa", "Samuel", "Tara", "Uma", "Victor", "Wendy", "Xavier", "Yara", "Zoë",
		"Mary Ann", "José", "D'Andre", "Siobhán", "Björn", "Nguyệt",
	}
}

// LastNames are of many spellings too.
func LastNames() []string {
	return []string{
		"Abbott", "Baker", "Castillo", "Diaz", "Eriksen", "Foster", "García", "Huang", "Ivanov", "Jones", "Kim", "Lopez",
		"Miller", "Nakamura", "O'Neil", "Patel", "Quist", "Rivera", "Smith", "Tanaka", "Underhill", "Vega", "Walker",
		"Xu", "Young", "Zimmermann", "de la Cruz", "St. Clair",
	}
}

// Streets are nowhere.
func Streets() []string {
	return []string{"Larch Row", "Mill Lane", "Harbor St", "Orchard Ave", "Quarry Rd", "Sunset Blvd", "Third St", "Elm Ct"}
}
