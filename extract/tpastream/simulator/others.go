package simulator

import (
	"strconv"
	"time"

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
	d := throw(s.options.Seed, forEmployer, uint64(i), 0)
	v := throw(s.options.Seed, forEmployer, uint64(i), uint64(st.version))
	id := models.NewInt(firstEmployer + int64(i))
	e := &tpastream.Employer{
		EmployerID: id, ID: id, Name: models.NewText(s.employerName(i)), Slug: models.NewText(hex(d.next())[:6]),
		EffectiveDate: models.DateFromDays(s.effectiveDay(i)),
		CreatedDate:   models.NewInstant(time.UnixMicro(st.created)), ModifiedDate: models.NewInstant(time.UnixMicro(st.modified)),
		IsDemo: models.NewFlag(i == 0), Archived: models.NewFlag(i == 1), Tenant: s.tenant(),
		CanRequestReimbursements: models.NewFlag(v.oneIn(2)), CanUsePortal: models.NewFlag(v.oneIn(2)),
		EasyEnrollSSNRequired: models.NewFlag(v.oneIn(2)), EmailAutomation: models.NewFlag(v.oneIn(2)),
		SendNewClaimEmails:        models.NewFlag(v.oneIn(2)),
		OnboardFieldSendReimburse: models.NewText(pick(&v, []string{"all", "none", "some"})),
		OnboardURL:                models.NewText("https://enroll.example.com/" + strconv.Itoa(int(i))),
		SupportEmailDerived:       models.NewText("support@tpa.example.com"),
		SupportPhoneDerived:       models.NewText("(555) 555-0100"), SupportNameDerived: models.NewText("Simulated Benefits"),
		SupportLogoDerived: models.NewText("https://logos.example.com/support-" + strconv.Itoa(v.below(9)) + ".png"),
		UnreadCount:        models.NewInt(int64(v.below(400))), EligiblePayers: s.eligible(i),
		Payers: []tpastream.EmployerPayer{}, Accounts: []tpastream.Account{}, Teams: []tpastream.Team{},
	}
	if d.oneIn(2) {
		e.SupportEmail, e.SupportPhone = models.NewText("help@employer.example.com"), models.NewText(phone(&d))
		e.AlegeusKey, e.DatapathKey = models.NewText("E"+d.digits(5)), models.NewText(d.digits(5))
		e.GenericKey, e.WexKey = models.NewText(d.digits(4)), models.NewText("W"+d.digits(5))
	}
	if !d.oneIn(3) {
		e.TeamPrimary, e.TeamPrimaryID = s.json.team, models.NewInt(9)
		e.Teams = append(e.Teams, tpastream.Team{ID: models.NewInt(9), Name: models.NewText("North desk")})
	}
	for k := range d.below(4) {
		p := s.words.payers[(int(i)+k)%len(s.words.payers)]
		e.Payers = append(e.Payers, tpastream.EmployerPayer{
			PayerID: models.NewInt(p.id), ID: models.NewInt(p.id), Name: models.NewText(p.name), ShortName: models.NewText(p.short),
			Retriever: models.NewText(p.retriever), LogoURL: models.NewText("https://logos.example.com/" + p.retriever + ".png"),
		})
		e.Accounts = append(e.Accounts, s.account(int(i)+k))
	}
	return e
}

func (s *Simulator) eligible(i int32) models.JSON {
	p := s.words.payers[int(i)%len(s.words.payers)]
	return models.NewJSON(`[{"id":` + strconv.FormatInt(p.id, 10) + `,"name":"` + p.name + `","short_name":"` + p.short + `"}]`)
}

func (s *Simulator) account(n int) tpastream.Account {
	n %= len(s.words.accounts)
	return tpastream.Account{ID: models.NewInt(int64(700 + n)), Name: models.NewText(s.words.accounts[n])}
}

// effectiveDay is when an employer was taken on: claims from before it are what hide_before_effective_date hides.
func (s *Simulator) effectiveDay(i int32) int64 {
	return s.world.employers[i].created/int64(day/1000) + 200
}

func (s *Simulator) member(i int32) *tpastream.Member {
	st := s.world.members[i]
	d := throw(s.options.Seed, forMember, uint64(i), 0)
	p := s.person(&d)
	v := throw(s.options.Seed, forMember, uint64(i), uint64(st.version))
	id := firstMember + int64(i)
	employer := models.NewInt(firstEmployer + int64(st.employer))
	m := &tpastream.Member{
		ID: models.NewInt(id), Email: p.email(id), FirstName: models.NewText(p.first), LastName: models.NewText(p.last),
		FullName: models.NewText(p.full()), FullNameDerived: models.NewText(p.full()),
		FirstNameDerived: models.NewText(p.first), LastNameDerived: models.NewText(p.last),
		Gender: models.NewText(pick(&d, []string{"F", "M", "X"})), SSN: models.NewText(ssn(&d)),
		DateOfBirth: models.StampDay(born(&d, s.options.Now, 19, 78)), Address: models.NewText(s.address(&v)),
		PhoneMobile: models.NewText(phone(&v)), CreatedDate: s.stamp(&d, st.created), ModifiedDate: s.stamp(&v, st.modified),
		Archived: models.NewFlag(st.archived != 0), CanMakeClaimRequests: models.NewFlag(v.oneIn(2)),
		CanUsePortal: models.NewFlag(!v.oneIn(4)), UnreadCount: models.NewInt(int64(v.below(30))),
		EmployerID: employer, Tenant: s.tenant(),
		Employer: tpastream.EmployerBrief{
			ID: employer, Name: models.NewText(s.employerName(st.employer)), ReimbursementPolicy: s.json.off,
		},
		Dependents: []tpastream.Dependent{}, Accounts: []tpastream.Account{}, VendorMembers: []tpastream.VendorMember{},
	}
	hired := st.created/int64(day/1000) - int64(d.between(10, 4000))
	m.HireTerm = models.NewDateRange(models.DateFromDays(hired), models.Date{})
	if st.archived != 0 {
		at := time.UnixMicro(st.archived)
		m.ArchivedDate = models.StampAt(at.In(eastern(at)))
		m.ArchivedBy = tpastream.Archiver{ID: models.NewInt(3), Email: models.NewText("admin@tpa.example.com")}
		m.HireTerm = days(hired, st.archived/int64(day/1000))
	}
	if d.oneIn(3) {
		m.PhoneHome = models.NewText(phone(&d))
	}
	for k := range s.dependents(i) {
		m.Dependents = append(m.Dependents, s.dependent(i, k))
	}
	for k := range d.below(3) {
		m.Accounts = append(m.Accounts, s.account(int(i)+k))
		m.VendorMembers = append(m.VendorMembers, tpastream.VendorMember{
			Key: models.NewText("K" + d.digits(7)), VendorTenant: tpastream.VendorTenant{
				ID: models.NewInt(int64(4 + k)), Label: models.NewText("main"), KeyEnabled: models.NewFlag(k == 0),
				Vendor: tpastream.Vendor{ID: models.NewInt(int64(k)), Code: models.NewText("alegeus"), Name: models.NewText("Alegeus")},
			},
		})
	}
	if d.oneIn(4) {
		m.AlegeusKey = models.NewText("A" + d.digits(6))
	}
	m.SystemKey = models.NewJSON(`{"alegeus":"A` + strconv.FormatInt(id, 10) + `"}`)
	return m
}

func (s *Simulator) holder(i int32) *tpastream.PolicyHolder {
	st := s.world.holders[i]
	p := s.memberPerson(st.member)
	d := throw(s.options.Seed, forHolder, uint64(i), 0)
	id := models.NewInt(firstHolder + int64(i))
	carrier := s.words.payers[int(i)%len(s.words.payers)]
	login := ascii(p.first) + strconv.Itoa(int(i))
	if s.options.Canaries {
		login = canaryLogin + strconv.Itoa(int(i))
	}
	claims := s.world.byHolder[i]
	h := &tpastream.PolicyHolder{
		PolicyHolderID: id, ID: id, Fullname: models.NewText(p.full()), FirstName: models.NewText(p.first),
		LastName: models.NewText(p.last), Username: models.NewText(login), PayerID: models.NewInt(carrier.id),
		LoginNeedsCorrection: models.NewFlag(st.problem >= 0), ClaimsSyncedCount: models.NewInt(int64(len(claims))),
		CreatedDate: s.stamp(&d, st.created), ModifiedDate: s.stamp(&d, st.modified),
		Payer: tpastream.HolderPayer{
			ID: models.NewInt(carrier.id), Name: models.NewText(carrier.name), PayerGroupID: models.NewInt(carrier.id / 10),
			LogoURL: models.NewText("https://logos.example.com/" + carrier.retriever + ".png"),
		},
	}
	switch {
	case st.problem == loginValid:
		h.LoginProblem = models.NewText("valid")
	case st.problem >= 0:
		h.LoginProblem = models.NewText(s.words.problems[st.problem])
		h.LoginCorrectionMessage = models.NewText("Please enter the login for " + carrier.short + " again.")
	}
	if len(claims) > 0 {
		last := s.world.claims[claims[len(claims)-1]].created
		h.LastSuccessfulCrawlEnd = models.StampAt(time.UnixMicro(last).UTC())
		h.MostRecentClaimDate = models.StampDay(models.DateFromDays(s.serviceDay(claims[len(claims)-1])))
	}
	return h
}

// uuid is a random one (version 4).
func uuid(d *dice) string {
	h := []byte(hex(d.next()) + hex(d.next()))
	h[12], h[16] = '4', "89ab"[d.below(4)]
	return string(h[:8]) + "-" + string(h[8:12]) + "-" + string(h[12:16]) + "-" + string(h[16:20]) + "-" + string(h[20:])
}

// hex writes sixteen digits.
func hex(n uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := range b {
		b[i] = digits[n>>(60-4*i)&15]
	}
	return string(b[:])
}
