package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

// dates gives a claim its days and times: ranges of every kind, days, wall clocks and instants.
func (m *claimMaker) dates(c *tpastream.Claim, i int32, st claimState, d *invented.Dice) {
	at := time.UnixMicro(st.created).UTC()
	c.CreatedDate = models.NewInstant(at)
	c.ModifiedDate = models.NewInstant(time.UnixMicro(st.modified))
	c.LastUpdatedStatus = models.NewInstant(time.UnixMicro(st.substantial))
	c.DateColumn = models.StampAt(at)
	c.DateOfService = m.service(i, d)
	processed := at.Add(-time.Duration(d.Between(1, 90)) * time.Hour)
	c.ProcessedOn = models.StampDay(models.DateOf(processed))
	naive := 12
	if m.shape == Webhook {
		naive = 1
	}
	if d.OneIn(naive) {
		c.ProcessedOn = models.StampLocal(processed)
	}
	switch d.Below(6) {
	case 0:
		c.EOBDate = models.StampLocal(processed.Add(time.Hour))
	case 1, 2:
		c.EOBDate = models.StampDay(models.DateOf(processed))
	}
	if s, _ := c.Status.Get(); s == inProcess || s == rejected {
		return
	}
	c.CheckNumber = models.NewText(d.Digits(7))
	switch d.Below(4) {
	case 0:
		c.CheckDate = models.StampAt(processed.Truncate(time.Second))
	case 1, 2:
		c.CheckDate = models.StampDay(models.DateOf(processed))
	}
}

// service is the claim's own range; its lines may have days where it has none.
func (m *claimMaker) service(i int32, d *invented.Dice) models.DateRange {
	start := m.serviceDay(i)
	switch n := d.Below(400); {
	case n < 24:
		return models.DateRange{}
	case n < 64:
		return days(start, start+int64(d.Between(1, 12)))
	case n < 66:
		return models.DateRange{Kind: models.RangeEmpty}
	case n < 68:
		return models.NewDateRange(models.DateFromDays(start), models.Date{})
	case n < 70:
		return models.NewDateRange(models.Date{}, models.DateFromDays(start))
	case n < 72:
		return models.NewDateRange(models.Date{}, models.Date{})
	default:
		return days(start, start)
	}
}

// rest is what is left: numbers, remarks, marks and files.
func (m *claimMaker) rest(c *tpastream.Claim, i int32, st claimState, d, v *invented.Dice) {
	if d.OneIn(3) {
		c.GroupName = models.NewText(invented.Pick(d, m.words.companies) + " Group")
		c.GroupNumber = models.NewText("G" + d.Digits(5))
	}
	if d.OneIn(2) {
		c.PatientAccountNumber = models.NewText("PA" + d.Digits(8))
		c.PatientPayerNumber = models.NewText("M" + d.Digits(9))
	}
	c.IsIncomplete = models.NewFlag(st.version == 1 && v.OneIn(18))
	if d.OneIn(12) {
		c.IsIncomplete = models.Flag{}
	}
	c.RecrawlRequested = models.NewFlag(v.OneIn(80))
	c.Remarks = m.remarks(d)
	c.Read, c.ReadAll, c.ClaimRequests, c.Exports = m.json.none, m.json.none, m.json.none, m.json.none
	if m.read(i) {
		c.Read = m.json.read
	}
	if d.OneIn(30) {
		c.ClaimRequests, c.Exports = m.json.requests, m.json.exports
	}
	for k := range max(0, d.Below(5)-2) {
		id := m.claimID(i)
		file := id*2 + int64(k)
		c.Files = append(c.Files, tpastream.File{
			TPAFileID: models.NewInt(file), Extension: models.NewText([]string{".png", ".pdf"}[k]),
			URL: models.NewText("/claim_medical/" + strconv.FormatInt(id, 10) + "/tpafile/" + strconv.FormatInt(file, 10)),
		})
	}
}

func (m *claimMaker) remarks(d *invented.Dice) models.Text {
	canary := ""
	if m.options.Canaries {
		canary = " " + canaryRemark
	}
	switch d.Below(12) {
	case 0:
		return models.NewText("Paid at the network rate." + canary)
	case 1:
		return models.NewText("See note \"E23\"\nsecond line; tab\t and slash \\ </script>" + canary)
	case 2:
		return models.NewText("Coordination of benefits — naïve £ 漢 🙂" + canary)
	case 3:
		return models.NewText("") // empty is a value
	default:
		return models.Text{}
	}
}

// read reports whether somebody has marked the claim as read by now; hide_read hides it then. It happens without any
// date moving.
func (s *Simulator) read(i int32) bool {
	d := invented.Throw(s.options.Seed, forClaim, uint64(i), 3)
	after := time.Duration(d.Between(1, 200)) * day
	return d.OneIn(4) && s.world.now().UnixMicro() > s.world.claims[i].created+after.Microseconds()
}

// Money that no column keeps, and what stands in for a missing key.
const (
	tooPreciseMoney = "12.34567"
	tooLargeMoney   = "123456789012345678.90"
)

// poisoned says what is wrong with a claim of a poisoned tenant.
func (s *Simulator) poisoned(i int32) FaultKind {
	if !s.options.Poison || i%97 != 13 {
		return ""
	}
	return [...]FaultKind{MoneyTooPrecise, MoneyTooLarge, NoKey}[i/97%3]
}

func (m *claimMaker) poison(c *tpastream.Claim, i int32) {
	switch m.poisoned(i) {
	case MoneyTooPrecise:
		_ = c.AmountBilled.UnmarshalJSON([]byte(tooPreciseMoney))
	case MoneyTooLarge:
		_ = c.AmountBilled.UnmarshalJSON([]byte(tooLargeMoney))
	case NoKey:
		c.ClaimMedicalID, c.ID = models.Int{}, models.Int{}
	default:
	}
}
