package simulator

import (
	"strconv"
	"strings"

	"carehouse/models"
)

// maker finds how a member is made: by its name, by the thing inside that its prefix names, or as anything of its kind.
func (s *scope) maker(name string, kind models.Kind) maker {
	if m, ok := s.members[name]; ok {
		return m
	}
	for _, in := range s.inside {
		if rest, ok := strings.CutPrefix(name, in.prefix); ok && rest != "" {
			return within(in.enter, in.scope().maker(rest, kind))
		}
	}
	return s.anything(name, kind)
}

// anything makes a value from the member's name and kind. Two things of three have it, and which ones differs from
// member to member, so that in a world of a few nothing is empty everywhere.
func (s *scope) anything(name string, kind models.Kind) maker {
	key := sign(name)
	town := sign(neighborhood(name))
	say := sayer(name, kind)
	return func(r *row) value {
		id := s.ident(r)
		if (key+id)%3 == 0 && !s.full {
			return value{}
		}
		d := throw(r.w.seed, forMember, key, id)
		in := throw(r.w.seed, forMember, town, id)
		return say(&d, pick(&in, towns()), s.since(r))
	}
}

// A saying makes up a value: of a place, in a thing's life.
type saying func(d *dice, at town, since int64) value

func sayer(name string, kind models.Kind) saying {
	switch kind {
	case models.KindWord, models.KindFlag:
		return func(d *dice, _ town, _ int64) value { return yes(d.oneIn(3)) }
	case models.KindMoney:
		return func(d *dice, _ town, _ int64) value { return cash(int64(d.between(0, 20000)) * cent) }
	case models.KindInt, models.KindQuantity:
		return func(d *dice, _ town, _ int64) value { return num(int64(d.between(1, 40))) }
	case models.KindText, models.KindJSON:
		for _, w := range wordings() {
			for suffix := range strings.FieldsSeq(w.suffixes) {
				if strings.HasSuffix(name, suffix) {
					return w.say
				}
			}
		}
		return func(d *dice, _ town, _ int64) value { return text(name + " " + strconv.Itoa(d.between(1, 99))) }
	default:
		return func(d *dice, _ town, since int64) value {
			return clock(midnight(since) - int64(d.between(1, 400))*day + int64(d.below(day)))
		}
	}
}

// A wording is what members whose names end alike hold.
type wording struct {
	suffixes string
	say      saying
}

func wordings() []wording {
	one := func(from ...string) saying {
		return func(d *dice, _ town, _ int64) value { return text(pick(d, from)) }
	}
	return []wording{
		{"AddressLine1", func(d *dice, _ town, _ int64) value {
			return text(strconv.Itoa(d.between(1, 9999)) + " " + pick(d, streets()))
		}},
		{"AddressLine2", func(d *dice, _ town, _ int64) value { return text("Suite #" + strconv.Itoa(d.between(1, 400))) }},
		{"City", func(_ *dice, at town, _ int64) value { return text(at.city) }},
		{"State", func(_ *dice, at town, _ int64) value { return text(at.state) }},
		{"ZipCode", func(_ *dice, at town, _ int64) value { return text(at.zip) }},
		{"Country", one("USA")},
		{"Email EmailAddress CCEmailRecipients", func(d *dice, _ town, _ int64) value {
			return text("box" + d.digits(5) + "@example.com")
		}},
		{"Ext", func(d *dice, _ town, _ int64) value { return text(d.digits(d.between(2, 4))) }},
		{"Phone Fax PhoneNumber FaxNumber Pager", func(d *dice, _ town, _ int64) value { return text(phone(d)) }},
		{"SSN SocialSecurityNumber", func(d *dice, _ town, _ int64) value { return text(ssn(d)) }},
		{"NPI NationalProviderIdentifier", func(d *dice, _ town, _ int64) value { return text(npi(d)) }},
		{"FirstName", func(d *dice, _ town, _ int64) value { return text(pick(d, firstNames())) }},
		{"MiddleName", func(d *dice, _ town, _ int64) value { return text(string(rune('A' + d.below(26)))) }},
		{"FullName LastName EmergencyName User", func(d *dice, _ town, _ int64) value {
			return text(pick(d, firstNames()) + " " + Marker + " " + pick(d, lastNames()))
		}},
		{"Prefix", one("Dr.", "Ms.", "Mr.", "Mx.")},
		{"Suffix Sufix", one("Jr.", "Sr.", "III")},
		{"Gender", one("Female", "Male", "Unknown")},
		{"MaritalStatus", one("Single", "Married", "Divorced", "Widowed")},
		{"EmploymentStatus", one("Employed", "Retired", "Student, Full-Time", "Unknown")},
		{"RelationshipToInsured", one("Self", "Spouse", "Child", "Other")},
		{"Notes Note Message Description Box19", func(d *dice, _ town, _ int64) value { return text(pick(d, notes())) }},
		{"PreferredEmailType PreferredPhoneType", one("Home", "Work", "Other")},
		{"Degree", one("MD", "DO", "NP", "PA-C")},
		{"Modifier1 Modifier2 Modifier3 Modifier4", one("25", "59", "GT", "95", "LT", "RT")},
		{"ColorCode", one("#1F77B4", "#FF7F0E", "#2CA02C")},
		{"WebSite", one("https://www.example.com/practice?a=1&b=2")},
		{"Date", func(d *dice, _ town, since int64) value { return clock(since - int64(d.below(90*day))) }},
		{"Number ID", func(d *dice, _ town, _ int64) value { return text("X" + d.digits(8)) }},
	}
}

// phone is one of the numbers that are set aside for fiction.
func phone(d *dice) string { return "(602) 555-01" + d.digits(2) }

// ssn begins with 900, which is never issued.
func ssn(d *dice) string {
	if d.oneIn(5) {
		return "900-" + d.digits(2) + "-" + d.digits(4)
	}
	return "900" + d.digits(6)
}

// npi has ten digits, the last of which is wrong, so that nobody has it.
func npi(d *dice) string {
	b := []byte(strconv.Itoa(d.between(1, 2)) + d.digits(8))
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

// neighborhood is a name without what city, state and ZIP code have of their own: the three are of one place.
func neighborhood(name string) string {
	for _, end := range []string{"City", "State", "ZipCode"} {
		if rest, ok := strings.CutSuffix(name, end); ok {
			return rest + "Town"
		}
	}
	return name
}
