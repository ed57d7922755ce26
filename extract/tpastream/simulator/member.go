package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

// unread moves every day, and no date moves with it.
func (s *Simulator) unread(d *invented.Dice, most int) models.Int {
	today := s.world.now().Unix() / int64(day/time.Second)
	return models.NewInt(int64(d.Below(most)) + today%7)
}

func (s *Simulator) member(i int32) *tpastream.Member {
	st := s.world.members[i]
	d := invented.Throw(s.options.Seed, forMember, uint64(i), 0)
	p := s.person(&d)
	v := invented.Throw(s.options.Seed, forMember, uint64(i), uint64(st.version))
	id := firstMember + int64(i)
	employer := models.NewInt(firstEmployer + int64(st.employer))
	m := &tpastream.Member{
		ID: models.NewInt(id), Email: p.email(id), FirstName: models.NewText(p.first), LastName: models.NewText(p.last),
		FullName: models.NewText(p.full()), FullNameDerived: models.NewText(p.full()),
		FirstNameDerived: models.NewText(p.first), LastNameDerived: models.NewText(p.last),
		Gender: models.NewText(invented.Pick(&d, []string{"F", "M", "X"})), SSN: models.NewText(invented.SSN(&d)),
		DateOfBirth: models.StampDay(born(&d, s.options.Now, 19, 78)), Address: models.NewText(s.address(&v)),
		PhoneMobile: models.NewText(invented.Phone(&v, "555")), CreatedDate: s.stamp(&d, st.created), ModifiedDate: s.stamp(&v, st.modified),
		Archived: models.NewFlag(st.archived != 0), CanMakeClaimRequests: models.NewFlag(v.OneIn(2)),
		CanUsePortal: models.NewFlag(!v.OneIn(4)), UnreadCount: s.unread(&v, 30),
		EmployerID: employer, Tenant: s.tenant(),
		Employer: tpastream.EmployerBrief{
			ID: employer, Name: models.NewText(s.employerName(st.employer)), ReimbursementPolicy: s.json.off,
		},
		Dependents: []tpastream.Dependent{}, Accounts: []tpastream.Account{}, VendorMembers: []tpastream.VendorMember{},
	}
	hired := st.created/int64(day/1000) - int64(d.Between(10, 4000))
	m.HireTerm = models.NewDateRange(models.DateFromDays(hired), models.Date{})
	if st.archived != 0 {
		at := time.UnixMicro(st.archived)
		m.ArchivedDate = models.StampAt(at.In(eastern(at)))
		m.ArchivedBy = tpastream.Archiver{ID: models.NewInt(3), Email: models.NewText("admin@tpa.example.com")}
		m.HireTerm = days(hired, st.archived/int64(day/1000))
	}
	if d.OneIn(3) {
		m.PhoneHome = models.NewText(invented.Phone(&d, "555"))
	}
	for k := range s.dependents(i) {
		m.Dependents = append(m.Dependents, s.dependent(i, k))
	}
	for k := range d.Below(3) {
		m.Accounts = append(m.Accounts, s.account(int(i)+k))
		m.VendorMembers = append(m.VendorMembers, tpastream.VendorMember{
			Key: models.NewText("K" + d.Digits(7)), VendorTenant: tpastream.VendorTenant{
				ID: models.NewInt(int64(4 + k)), Label: models.NewText("main"), KeyEnabled: models.NewFlag(k == 0),
				Vendor: tpastream.Vendor{
					ID: models.NewInt(int64(k)), Code: models.NewText("alegeus"), Name: models.NewText("Alegeus"),
				},
			},
		})
	}
	if d.OneIn(4) {
		m.AlegeusKey = models.NewText("A" + d.Digits(6))
	}
	m.SystemKey = models.NewJSON(`{"alegeus":"A` + strconv.FormatInt(id, 10) + `"}`)
	return m
}
