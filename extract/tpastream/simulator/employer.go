package simulator

import (
	"fmt"
	"strconv"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

func (s *Simulator) employerName(i int32) string {
	name := s.words.companies[int(i)%len(s.words.companies)]
	if n := int(i) / len(s.words.companies); n > 0 {
		name += " " + strconv.Itoa(n+1)
	}
	return name
}

// tenant is the administrator, with the id under both names.
func (s *Simulator) tenant() tpastream.EmployerTenant {
	id := models.NewInt(71)
	return tpastream.EmployerTenant{
		TenantID: id, ID: id, Name: models.NewText("Simulated Benefits, Inc."), AlegeusKeyEnabled: models.NewFlag(true),
		LogoURL: models.NewText("https://logos.example.com/tenant.png"), VendorTenants: s.json.vendors,
	}
}

// employer makes an employer. The first is for demonstrations, the second is archived.
func (s *Simulator) employer(i int32) *tpastream.Employer {
	st := s.world.employers[i]
	d := invented.Throw(s.options.Seed, forEmployer, uint64(i), 0)
	v := invented.Throw(s.options.Seed, forEmployer, uint64(i), uint64(st.version))
	id := models.NewInt(firstEmployer + int64(i))
	e := &tpastream.Employer{
		EmployerID: id, ID: id, Name: models.NewText(s.employerName(i)), Slug: models.NewText(invented.Hex(d.Next())[:6]),
		EffectiveDate: models.DateFromDays(s.effectiveDay(i)),
		CreatedDate:   models.NewInstant(time.UnixMicro(st.created)),
		ModifiedDate:  models.NewInstant(time.UnixMicro(st.modified)),
		IsDemo:        models.NewFlag(i == 0), Archived: models.NewFlag(i == 1), Tenant: s.tenant(),
		CanRequestReimbursements: models.NewFlag(v.OneIn(2)), CanUsePortal: models.NewFlag(v.OneIn(2)),
		EasyEnrollSSNRequired: models.NewFlag(v.OneIn(2)), EmailAutomation: models.NewFlag(v.OneIn(2)),
		SendNewClaimEmails:        models.NewFlag(v.OneIn(2)),
		OnboardFieldSendReimburse: models.NewText(invented.Pick(&v, []string{"all", "none", "some"})),
		OnboardURL:                models.NewText("https://enroll.example.com/" + strconv.Itoa(int(i))),
		SupportEmailDerived:       models.NewText("support@tpa.example.com"),
		SupportPhoneDerived:       models.NewText("(555) 555-0100"), SupportNameDerived: models.NewText("Simulated Benefits"),
		SupportLogoDerived: models.NewText("https://logos.example.com/support-" + strconv.Itoa(v.Below(9)) + ".png"),
		UnreadCount:        s.unread(&v, 400), EligiblePayers: s.eligible(i),
		Payers: []tpastream.EmployerPayer{}, Accounts: []tpastream.Account{}, Teams: []tpastream.Team{},
	}
	if d.OneIn(2) {
		e.SupportEmail, e.SupportPhone = models.NewText("help@employer.example.com"), models.NewText(invented.Phone(&d, "555"))
		e.AlegeusKey, e.DatapathKey = models.NewText("E"+d.Digits(5)), models.NewText(d.Digits(5))
		e.GenericKey, e.WexKey = models.NewText(d.Digits(4)), models.NewText("W"+d.Digits(5))
	}
	if !d.OneIn(3) {
		e.TeamPrimary, e.TeamPrimaryID = s.json.team, models.NewInt(9)
		e.Teams = append(e.Teams, tpastream.Team{ID: models.NewInt(9), Name: models.NewText("North desk")})
	}
	for k := range d.Below(4) {
		p := s.words.payers[(int(i)+k)%len(s.words.payers)]
		e.Payers = append(e.Payers, tpastream.EmployerPayer{
			PayerID: models.NewInt(p.id), ID: models.NewInt(p.id), Name: models.NewText(p.name),
			ShortName: models.NewText(p.short), Retriever: models.NewText(p.retriever), LogoURL: p.logo(),
		})
		e.Accounts = append(e.Accounts, s.account(int(i)+k))
	}
	return e
}

func (s *Simulator) eligible(i int32) models.JSON {
	p := s.words.payers[int(i)%len(s.words.payers)]
	return models.NewJSON(fmt.Sprintf(`[{"id":%d,"name":%q,"short_name":%q}]`, p.id, p.name, p.short))
}

func (p payer) logo() models.Text {
	return models.NewText("https://logos.example.com/" + p.retriever + ".png")
}

func (s *Simulator) account(n int) tpastream.Account {
	n %= len(s.words.accounts)
	return tpastream.Account{ID: models.NewInt(int64(700 + n)), Name: models.NewText(s.words.accounts[n])}
}

// effectiveDay is when an employer was taken on: claims from before it are what hide_before_effective_date hides.
func (s *Simulator) effectiveDay(i int32) int64 {
	return s.world.employers[i].created/int64(day/1000) + 200
}
