package simulator

import (
	"strconv"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

// lines makes the lines and returns what they add up to.
func (m *claimMaker) lines(c *tpastream.Claim, i int32, st claimState, kind int, d, v *invented.Dice) bill {
	n := 1 + d.Below(4)
	if d.OneIn(50) {
		n += d.Below(20) // a stay in a hospital
	}
	if d.OneIn(200) {
		n = 0
	}
	if st.version > 1 && v.OneIn(6) {
		n++ // a version may bring a line
	}
	var total bill
	s, _ := c.Status.Get()
	for k := range n {
		l := invented.Throw(m.options.Seed, forLine, uint64(i), uint64(k))
		line := m.line(i, k, kind, &l)
		b := adjudicate(v, charge(&l, kind), s)
		total.add(b)
		pay(&line, b, s, v)
		if kind == medical && m.options.Shape == Webhook && m.options.Style == Style2022 {
			polymorphic(&line)
		}
		c.Lines = append(c.Lines, line)
	}
	for e := range st.edits {
		if n > 0 {
			m.edit(&c.Lines[int(e)%n], i, int(e)+1)
		}
	}
	return total
}

func (m *claimMaker) line(i int32, k, kind int, l *invented.Dice) tpastream.Line {
	id := models.NewInt(m.claimID(i)*40 + int64(k))
	if m.options.BigIDs {
		id = models.NewInt(m.claimID(i) + int64(k)<<54)
	}
	p := invented.Pick(l, m.words.procedures[kind])
	line := tpastream.Line{
		ClaimMedicalLineID: id, ID: id, VendorSystemID: models.NewText(strconv.Itoa(k)),
		ProcedureName: models.NewText(p.name), DiagnosisCode: models.NewText(invented.Pick(l, m.words.diagnoses)),
		Quantity: models.NewQuantity(models.MoneyOne),
	}
	if m.shape == V2 {
		d := invented.Throw(m.options.Seed, forID, uint64(i), uint64(k)+1)
		line.UUID = models.NewText(invented.UUID(&d))
	}
	if p.code != "" {
		line.ProcedureCode = models.NewText(p.code)
		if l.OneIn(7) {
			line.ProcedureCode = models.NewText(p.code + " - " + p.name)
		}
	}
	if kind == rx {
		line.NationalDrugCode = models.NewText("00000-" + l.Digits(4) + "-" + l.Digits(2))
		line.PrescriptionTypeID = models.NewInt(int64(l.Between(1, 3)))
		line.PrescriptionTypeStr = models.NewText(invented.Pick(l, []string{"retail", "mail order", "specialty"}))
		line.DaysSupply = models.NewQuantity(int64(l.Between(1, 3)) * 30 * models.MoneyOne)
		line.Quantity = models.NewQuantity(int64(l.Between(2, 180)) * models.MoneyOne / 2)
		line.DiagnosisCode = models.Text{}
	}
	start := m.serviceDay(i) + int64(l.Below(2))
	line.DateOfService = days(start, start)
	switch l.Below(40) {
	case 0:
		line.DateOfService = models.DateRange{}
	case 1:
		line.DateOfService = days(start, start+int64(l.Between(1, 9)))
	}
	return line
}

// pay writes a bill into a line. A claim in process has not been paid: those amounts are null, not zero.
func pay(line *tpastream.Line, b bill, status string, v *invented.Dice) {
	line.AmountBilled = models.Cents(b.billed)
	if status == inProcess {
		return
	}
	line.AmountAllowed, line.AmountPaid = models.Cents(b.allowed), models.Cents(b.paid)
	line.AmountNotCovered, line.AmountPaidOther = orNull(v, b.notCovered), orNull(v, b.other)
	line.CoinsurancePatient, line.Copayment = orNull(v, b.coinsurance), orNull(v, b.copay)
	line.Discount, line.Reduction = orNull(v, b.discount), orNull(v, b.reduction)
	line.PatientResponsibility = models.Cents(b.patient)
	line.TotalPatientResponsibility = line.PatientResponsibility
}

func polymorphic(line *tpastream.Line) {
	line.PolymorphicAmountAllowed, line.PolymorphicAmountBilled = line.AmountAllowed, line.AmountBilled
	line.PolymorphicAmountPaid, line.PolymorphicCoinsurancePatient = line.AmountPaid, line.CoinsurancePatient
	line.PolymorphicCopayment, line.PolymorphicReduction = line.Copayment, line.Reduction
	line.PolymorphicPatientResponsibility = line.PatientResponsibility
}

// edit changes a line as the vendor does without telling: no date of the claim moves and no event is made.
func (m *claimMaker) edit(line *tpastream.Line, i int32, edit int) {
	d := invented.Throw(m.options.Seed, forEdit, uint64(i), uint64(edit))
	name, _ := line.ProcedureName.Get()
	line.ProcedureName = models.NewText(name + ", corrected " + strconv.Itoa(edit))
	line.DiagnosisCode = models.NewText(invented.Pick(&d, m.words.diagnoses))
}

// days is the range of whole days, both included.
func days(start, end int64) models.DateRange {
	return models.NewDateRange(models.DateFromDays(start), models.DateFromDays(end))
}

// serviceDay is the first day of service of a claim. Most are stored weeks after it; the first reading of a new
// member's account brings years.
func (s *Simulator) serviceDay(i int32) int64 {
	d := invented.Throw(s.options.Seed, forClaim, uint64(i), 1)
	ago := d.Between(3, 60)
	if d.OneIn(50) {
		ago = d.Between(60, 1200)
	}
	return s.world.claims[i].created/int64(day/1000) - int64(ago)
}
