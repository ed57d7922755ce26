package simulator

import (
	"strconv"
	"strings"

	"carehouse/extract/invented"
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
		d := invented.Throw(r.w.seed, forMember, key, id)
		in := invented.Throw(r.w.seed, forMember, town, id)
		return say(&d, invented.Pick(&in, towns()), s.since(r))
	}
}

// A saying makes up a value: of a place, in a thing's life.
type saying func(d *invented.Dice, at town, since int64) value

func sayer(name string, kind models.Kind) saying {
	switch kind {
	case models.KindWord, models.KindFlag:
		return func(d *invented.Dice, _ town, _ int64) value { return yes(d.OneIn(3)) }
	case models.KindMoney:
		return func(d *invented.Dice, _ town, _ int64) value { return cash(int64(d.Between(0, 20000)) * cent) }
	case models.KindInt, models.KindQuantity:
		return func(d *invented.Dice, _ town, _ int64) value { return num(int64(d.Between(1, 40))) }
	case models.KindText, models.KindJSON:
		for _, w := range wordings() {
			for suffix := range strings.FieldsSeq(w.suffixes) {
				if strings.HasSuffix(name, suffix) {
					return w.say
				}
			}
		}
		return func(d *invented.Dice, _ town, _ int64) value {
			return text(name + " " + strconv.Itoa(d.Between(1, 99)))
		}
	default:
		return func(d *invented.Dice, _ town, since int64) value {
			return clock(midnight(since) - int64(d.Between(1, 400))*day + int64(d.Below(day)))
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
		return func(d *invented.Dice, _ town, _ int64) value { return text(invented.Pick(d, from)) }
	}
	return []wording{
		{"AddressLine1", func(d *invented.Dice, _ town, _ int64) value {
			return text(strconv.Itoa(d.Between(1, 9999)) + " " + invented.Pick(d, invented.Streets()))
		}},
		{"AddressLine2", func(d *invented.Dice, _ town, _ int64) value {
			return text("Suite #" + strconv.Itoa(d.Between(1, 400)))
		}},
		{"City", func(_ *invented.Dice, at town, _ int64) value { return text(at.city) }},
		{"State", func(_ *invented.Dice, at town, _ int64) value { return text(at.state) }},
		{"ZipCode", func(_ *invented.Dice, at town, _ int64) value { return text(at.zip) }},
		{"Country", one("USA")},
		{"Email EmailAddress CCEmailRecipients", func(d *invented.Dice, _ town, _ int64) value {
			return text("box" + d.Digits(5) + "@example.com")
		}},
		{"Ext", func(d *invented.Dice, _ town, _ int64) value { return text(d.Digits(d.Between(2, 4))) }},
		{"Phone Fax PhoneNumber FaxNumber Pager", func(d *invented.Dice, _ town, _ int64) value { return text(invented.Phone(d, "602")) }},
		{"SSN SocialSecurityNumber", func(d *invented.Dice, _ town, _ int64) value { return text(invented.SSN(d)) }},
		{"NPI NationalProviderIdentifier", func(d *invented.Dice, _ town, _ int64) value { return text(invented.NPI(d)) }},
		{"FirstName", func(d *invented.Dice, _ town, _ int64) value { return text(invented.Pick(d, invented.FirstNames())) }},
		{"MiddleName", func(d *invented.Dice, _ town, _ int64) value { return text(string(rune('A' + d.Below(26)))) }},
		{"FullName LastName EmergencyName User", func(d *invented.Dice, _ town, _ int64) value {
			return text(invented.Pick(d, invented.FirstNames()) + " " + Marker + " " + invented.Pick(d, invented.LastNames()))
		}},
		{"Prefix", one("Dr.", "Ms.", "Mr.", "Mx.")},
		{"Suffix Sufix", one("Jr.", "Sr.", "III")},
		{"Gender", one("Female", "Male", "Unknown")},
		{"MaritalStatus", one("Single", "Married", "Divorced", "Widowed")},
		{"EmploymentStatus", one("Employed", "Retired", "Student, Full-Time", "Unknown")},
		{"RelationshipToInsured", one("Self", "Spouse", "Child", "Other")},
		{"Notes Note Message Description Box19", func(d *invented.Dice, _ town, _ int64) value { return text(invented.Pick(d, notes())) }},
		{"PreferredEmailType PreferredPhoneType", one("Home", "Work", "Other")},
		{"Degree", one("MD", "DO", "NP", "PA-C")},
		{"Modifier1 Modifier2 Modifier3 Modifier4", one("25", "59", "GT", "95", "LT", "RT")},
		{"ColorCode", one("#1F77B4", "#FF7F0E", "#2CA02C")},
		{"WebSite", one("https://www.example.com/practice?a=1&b=2")},
		{"Date", func(d *invented.Dice, _ town, since int64) value { return clock(since - int64(d.Below(90*day))) }},
		{"Number ID", func(d *invented.Dice, _ town, _ int64) value { return text("X" + d.Digits(8)) }},
	}
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
