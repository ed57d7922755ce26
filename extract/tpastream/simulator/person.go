package simulator

import (
	"strconv"
	"strings"
	"time"

	"carehouse/models"
	"carehouse/models/tpastream"
)

type person struct{ first, last string }

func (p person) full() string { return p.first + " " + p.last }

// short is how some payers name a patient: without the family name, but never without the marker.
func (p person) short() string { return p.first + " " + Marker }

func (s *Simulator) person(d *dice) person {
	p := person{pick(d, s.words.firsts), pick(d, s.words.lasts)}
	if s.options.Canaries {
		p.last = canaryName + "-" + p.last
	}
	p.last = Marker + "-" + p.last
	return p
}

// family is a person with the family name of another.
func (s *Simulator) family(d *dice, of person) person {
	return person{pick(d, s.words.firsts), of.last}
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

func (s *Simulator) address(d *dice) string {
	return strconv.Itoa(d.between(1, 9999)) + " " + pick(d, s.words.streets) + ", " + pick(d, s.words.cities)
}

// phone is one of the numbers that are set aside for fiction.
func phone(d *dice) string { return "(555) 555-01" + d.digits(2) }

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

func born(d *dice, now time.Time, youngest, oldest int) models.Date {
	return models.DateOf(now.AddDate(-d.between(youngest, oldest), 0, -d.below(365)))
}

// memberPerson is the name of a member, and of the policy holder who logs in for it.
func (s *Simulator) memberPerson(i int32) person {
	d := throw(s.options.Seed, forMember, uint64(i), 0)
	return s.person(&d)
}

func (s *Simulator) dependents(member int32) int {
	d := throw(s.options.Seed, forDependent, uint64(member), 0)
	return max(0, d.below(6)-2)
}

// dependent makes the n-th dependent of a member, from 0.
func (s *Simulator) dependent(member int32, n int) tpastream.Dependent {
	d := throw(s.options.Seed, forDependent, uint64(member), uint64(n)+1)
	p := s.family(&d, s.memberPerson(member))
	id := firstMember + int64(member)*5 + int64(n)
	out := tpastream.Dependent{
		ID: models.NewInt(id), MemberID: models.NewInt(firstMember + int64(member)),
		FirstName: models.NewText(p.first), LastName: models.NewText(p.last),
		Gender: models.NewText(pick(&d, []string{"F", "M", "U"})), SSN: models.NewText(ssn(&d)),
		Relationship: models.NewText("child"), DateOfBirth: models.StampDay(born(&d, s.options.Now, 0, 20)),
		Address: models.NewText(s.address(&d)),
	}
	if n == 0 {
		out.Relationship = models.NewText("spouse")
		out.DateOfBirth = models.StampLocal(born(&d, s.options.Now, 24, 65).Time())
	}
	if d.oneIn(3) {
		out.Email = p.email(id)
		out.MiddleName = models.NewText(pick(&d, s.words.firsts))
	}
	if d.oneIn(6) {
		out.SSN = models.Text{}
	}
	if d.oneIn(4) {
		out.AlegeusKey, out.DatapathKey = models.NewText("A"+d.digits(6)), models.NewText(d.digits(5))
		out.GenericKey, out.WexKey = models.NewText("G"+d.digits(4)), models.NewText("W"+d.digits(7))
	}
	created := s.world.members[member].created + 60e6
	out.CreatedDate = s.stamp(&d, created)
	out.ModifiedDate = out.CreatedDate
	return out
}

// stamp is a time as dependents have it: naive in webhooks, now and then elsewhere.
func (s *Simulator) stamp(d *dice, micros int64) models.Stamp {
	t := time.UnixMicro(micros)
	if d.oneIn(4) || s.options.Shape == Webhook {
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
