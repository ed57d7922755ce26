package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

// A claimMaker makes one claim after another, and uses the memory of the last for the next.
type claimMaker struct {
	*Simulator
	shape Shape
	out   tpastream.Claim
}

// Everything about a claim but its version comes from one stream, in a fixed order; what a version changes comes
// from another. So an update changes what it should and nothing else.
func (m *claimMaker) make(i int32) *tpastream.Claim {
	st := m.world.claims[i]
	holder := m.world.holders[st.holder]
	d := invented.Throw(m.options.Seed, forClaim, uint64(i), 0)
	v := invented.Throw(m.options.Seed, forVersion, uint64(i), uint64(st.version))
	old := m.out
	m.out = tpastream.Claim{
		Lines: old.Lines[:0], Members: old.Members[:0], Dependents: old.Dependents[:0], Files: old.Files[:0],
	}
	c := &m.out
	kind := claimKind(&d)
	m.identify(c, i, &d)
	m.people(c, i, st, holder, &d)
	c.Status = models.NewText(status(&v, st.version))
	if !d.OneIn(25) {
		c.Type = tpastream.ClaimType{TypeID: models.NewInt(int64(kind)), Name: models.NewText(kindName(kind))}
	}
	if !d.OneIn(6) {
		c.Network = models.NewText(invented.Pick(&d, []string{"IN", "IN", "IN", "OUT", "TIER1", "TIER2"}))
	}
	total := m.lines(c, i, st, kind, &d, &v)
	m.money(c, total, &v)
	m.dates(c, i, st, &d)
	m.provider(c, &d)
	m.rest(c, i, st, &d, &v)
	m.poison(c, i)
	return c
}

func claimKind(d *invented.Dice) int {
	switch n := d.Below(100); {
	case n < 52:
		return medical
	case n < 68:
		return dental
	case n < 84:
		return rx
	case n < 90:
		return vision
	default:
		return facility
	}
}

func (m *claimMaker) identify(c *tpastream.Claim, i int32, d *invented.Dice) {
	id := m.claimID(i)
	c.ClaimMedicalID, c.ID = models.NewInt(id), models.NewInt(id)
	if other := d.OneIn(3); other && m.shape == V1 { // the sample of 2022 has two different ids
		c.ID = models.NewInt(id - 423_000)
	}
	c.UUID = models.NewText(invented.UUID(d))
	c.VendorSystemID = models.NewText(invented.Hex(d.Next()))
	if d.OneIn(12) { // made unique with the day of service
		text, _ := c.VendorSystemID.Get()
		c.VendorSystemID = models.NewText(text + "-" + models.DateFromDays(m.serviceDay(i)).Time().Format(time.DateOnly))
	}
}

// people says whose claim it is. One claim in three hundred belongs to nobody any more: its members were removed.
func (m *claimMaker) people(c *tpastream.Claim, i int32, st claimState, holder holderState, d *invented.Dice) {
	p := m.memberPerson(holder.member)
	id := models.NewInt(firstHolder + int64(st.holder))
	c.PolicyHolderID, c.DataobjectID = id, id
	c.PolicyHolderFullname = models.NewText(p.full())
	second := d.OneIn(2)
	switch {
	case m.shape != V1:
		c.PolicyHolder = tpastream.Holder{ID: id, FirstName: models.NewText(p.first), LastName: models.NewText(p.last)}
	case m.options.Style == Style2026 && second:
		c.PolicyHolder = tpastream.Holder{
			PolicyHolderID: id, Fullname: c.PolicyHolderFullname, LastName: models.NewText(p.last),
		}
	default:
		c.PolicyHolder = tpastream.Holder{PolicyHolderID: id, Fullname: c.PolicyHolderFullname}
	}
	for _, member := range [...]int32{holder.member, holder.second} {
		if member >= 0 && !m.world.members[member].gone && !m.orphan(i) {
			c.Members = append(c.Members, m.claimMember(member))
		}
	}
	patient := p
	if n := m.dependents(holder.member); n > 0 && d.OneIn(2) {
		dep := m.dependent(holder.member, d.Below(n))
		c.Dependents = append(c.Dependents, dep)
		first, _ := dep.FirstName.Get()
		last, _ := dep.LastName.Get()
		patient = person{first, last}
	}
	c.PatientName = models.NewText(patient.full())
	if d.OneIn(9) {
		c.PatientName = models.NewText(patient.short())
	}
}

// orphan reports whether the members of a claim were removed from it.
func (s *Simulator) orphan(i int32) bool {
	d := invented.Throw(s.options.Seed, forClaim, uint64(i), 2)
	return d.OneIn(300)
}

func (m *claimMaker) claimMember(i int32) tpastream.ClaimMember {
	p := m.memberPerson(i)
	id := firstMember + int64(i)
	employer := models.NewInt(firstEmployer + int64(m.world.members[i].employer))
	out := tpastream.ClaimMember{
		ID: models.NewInt(id), Email: p.email(id), FullName: models.NewText(p.full()),
		FirstName: models.NewText(p.first), LastName: models.NewText(p.last), EmployerID: employer,
		Employer: tpastream.EmployerBrief{
			ID: employer, Name: models.NewText(m.employerName(m.world.members[i].employer)), ReimbursementPolicy: m.json.off,
		},
	}
	if i%9 == 4 {
		out.Employer.ReimbursementPolicy = m.json.limited
	}
	if m.shape == V2 {
		out.SystemKey = models.NewJSON(`{"alegeus":"A` + strconv.FormatInt(id, 10) + `"}`)
	}
	return out
}

// money is what the lines add up to. Some payers leave the claim's own amounts out; computed ones stand in.
func (m *claimMaker) money(c *tpastream.Claim, b bill, v *invented.Dice) {
	c.AmountBilled = models.Cents(b.billed)
	c.TotalAmountBilled, c.ComputedAmountBilled = c.AmountBilled, c.AmountBilled
	if s, _ := c.Status.Get(); s == inProcess {
		return
	}
	c.AmountAllowed, c.AmountPaid = models.Cents(b.allowed), models.Cents(b.paid)
	c.AmountNotCovered, c.AmountPaidOther = orNull(v, b.notCovered), orNull(v, b.other)
	c.CoinsurancePatient, c.Copayment = orNull(v, b.coinsurance), orNull(v, b.copay)
	c.Discount, c.Reduction = orNull(v, b.discount), orNull(v, b.reduction)
	c.PatientResponsibility = models.Cents(b.patient)
	c.TotalPatientResponsibility = c.PatientResponsibility
	c.TotalAmountAllowed, c.TotalAmountPaid = c.AmountAllowed, c.AmountPaid
	c.TotalCoinsurancePatient, c.TotalCopayment, c.TotalReduction = c.CoinsurancePatient, c.Copayment, c.Reduction
	if v.OneIn(20) {
		c.IncurredValue = c.AmountAllowed
	}
	c.ComputedAmountBilled = models.Money{}
	if v.OneIn(10) {
		c.ComputedAmountAllowed, c.AmountAllowed = c.AmountAllowed, models.Money{}
		c.ComputedAmountPaid, c.ComputedAmountBilled = c.AmountPaid, c.AmountBilled
		c.ComputedCoinsurancePatient, c.ComputedCopayment = c.CoinsurancePatient, c.Copayment
		c.ComputedPatientResponsibility, c.ComputedReduction = c.PatientResponsibility, c.Reduction
	}
}

// provider is one of a few hundred, each with one tax id and one NPI.
func (m *claimMaker) provider(c *tpastream.Claim, d *invented.Dice) {
	n := d.Below(300)
	p := invented.Throw(m.options.Seed, forProvider, uint64(n), 0)
	c.ServiceProvider = models.NewText(invented.Pick(&p, m.words.providers))
	c.ServiceProviderNPINumber = models.NewText(invented.NPI(&p))
	tax := "00-" + p.Digits(7)
	if p.OneIn(20) { // a sole practitioner
		tax = invented.SSN(&p)
	}
	c.ServiceProviderNumber = models.NewText(tax)
	c.ServiceProviderAddress = models.NewText(m.address(&p))
	if d.OneIn(3) {
		c.ServiceProviderBillingName = models.NewText(invented.Pick(&p, m.words.providers) + " Billing")
		c.ServiceProviderBillingAddr = models.NewText(m.address(&p))
		c.ServiceProviderBillingNPI = models.NewText(invented.NPI(&p))
		c.ServiceProviderBillingNumber = models.NewText(tax)
		c.ServiceProviderBillingPhone = models.NewText(invented.Phone(&p, "555"))
	}
}
