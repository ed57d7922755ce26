package simulator

import (
	"strconv"
	"strings"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

type person struct{ first, last string }

func (p person) full() string { return p.first + " " + p.last }

// short is how some payers name a patient: without the family name, but never without the marker.
func (p person) short() string { return p.first + " " + Marker }

func (s *Simulator) person(d *invented.Dice) person {
	p := person{invented.Pick(d, s.words.firsts), invented.Pick(d, s.words.lasts)}
	if s.options.Canaries {
		p.last = canaryName + "-" + p.last
	}
	p.last = Marker + "-" + p.last
	return p
}

// family is a person with the family name of another.
func (s *Simulator) family(d *invented.Dice, of person) person {
	return person{invented.Pick(d, s.words.firsts), of.last}
}

func (p person) email(id int64) models.Text {
	return models.NewText(ascii(p.first) + "." + strconv.FormatInt(id, 10) + "@example.com")
}

// ascii keeps the letters of a name that an address may have.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

func (s *Simulator) address(d *invented.Dice) string {
	return strconv.Itoa(d.Between(1, 9999)) + " " + invented.Pick(d, s.words.streets) + ", " + invented.Pick(d, s.words.cities)
}

func born(d *invented.Dice, now time.Time, youngest, oldest int) models.Date {
	return models.DateOf(now.AddDate(-d.Between(youngest, oldest), 0, -d.Below(365)))
}

// memberPerson is the name of a member, and of the policy holder who logs in for it.
func (s *Simulator) memberPerson(i int32) person {
	d := invented.Throw(s.options.Seed, forMember, uint64(i), 0)
	return s.person(&d)
}

func (s *Simulator) dependents(member int32) int {
	d := invented.Throw(s.options.Seed, forDependent, uint64(member), 0)
	return max(0, d.Below(6)-2)
}

// dependent makes the n-th dependent of a member, from 0.
func (s *Simulator) dependent(member int32, n int) tpastream.Dependent {
	d := invented.Throw(s.options.Seed, forDependent, uint64(member), uint64(n)+1)
	p := s.family(&d, s.memberPerson(member))
	id := firstMember + int64(member)*5 + int64(n)
	out := tpastream.Dependent{
		ID: models.NewInt(id), MemberID: models.NewInt(firstMember + int64(member)),
		FirstName: models.NewText(p.first), LastName: models.NewText(p.last),
		Gender: models.NewText(invented.Pick(&d, []string{"F", "M", "U"})), SSN: models.NewText(invented.SSN(&d)),
		Relationship: models.NewText("child"), DateOfBirth: models.StampDay(born(&d, s.options.Now, 0, 20)),
		Address: models.NewText(s.address(&d)),
	}
	if n == 0 {
		out.Relationship = models.NewText("spouse")
		out.DateOfBirth = models.StampLocal(born(&d, s.options.Now, 24, 65).Time())
	}
	if d.OneIn(3) {
		out.Email = p.email(id)
		out.MiddleName = models.NewText(invented.Pick(&d, s.words.firsts))
	}
	if d.OneIn(6) {
		out.SSN = models.Text{}
	}
	if d.OneIn(4) {
		out.AlegeusKey, out.DatapathKey = models.NewText("A"+d.Digits(6)), models.NewText(d.Digits(5))
		out.GenericKey, out.WexKey = models.NewText("G"+d.Digits(4)), models.NewText("W"+d.Digits(7))
	}
	created := s.world.members[member].created + 60e6
	out.CreatedDate = s.stamp(&d, created)
	out.ModifiedDate = out.CreatedDate
	return out
}

// stamp is a time as dependents have it: naive in webhooks, now and then elsewhere.
func (s *Simulator) stamp(d *invented.Dice, micros int64) models.Stamp {
	t := time.UnixMicro(micros)
	if d.OneIn(4) || s.options.Shape == Webhook {
		return models.StampLocal(t.UTC())
	}
	return models.StampAt(t.In(eastern(t)))
}

// eastern is the zone in which the API of 2022 wrote its times.
func eastern(t time.Time) *time.Location {
	utc := t.UTC()
	if at := int(utc.Month())*100 + utc.Day(); at >= 310 && at < 1104 {
		return summer
	}
	return winter
}

// The two offsets of the east coast.
var (
	summer = time.FixedZone("", -4*60*60)
	winter = time.FixedZone("", -5*60*60)
)
