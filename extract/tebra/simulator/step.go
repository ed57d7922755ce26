package simulator

import "carehouse/extract/invented"

// step does what comes next in a charge's life: each insurance is billed and answers, somebody else helps out now and
// then, the patient is billed and pays. It is false when nothing is left to do.
func (w *world) step(d *invented.Dice, c *charge, at int64) bool {
	insurances := len(c.policies)
	switch {
	case c.voided:
		return false
	case c.stage < 2*insurances && c.stage%2 == 0:
		b := &c.blocks[c.stage/2]
		b.firstBill, b.lastBill = midnight(at), midnight(at)
		c.practice.tell(c, "Billed", "Billed to insurance", 0, c.stage/2, at)
	case c.stage < 2*insurances:
		w.adjudicate(d, c, c.stage/2, at)
	case c.stage == 2*insurances:
		w.help(d, c, at)
	case c.stage == 2*insurances+1 && c.balance() > 0:
		b := &c.blocks[byPatient]
		b.firstBill, b.lastBill = midnight(at), midnight(at)
		c.practice.tell(c, "Billed", "Statement sent", 0, byPatient, at)
	case c.stage == 2*insurances+2 && c.balance() > 0:
		b := &c.blocks[byPatient]
		b.lastBill = midnight(at)
		x := w.newPayment(d, c.practice, "Patient", c.encounter.patient.full(), at)
		x.appointment = c.encounter.appointment
		amount := c.balance()
		if d.OneIn(3) {
			amount = amount * int64(d.Between(20, 80)) / 100 / cent * cent
		}
		w.pay(c, byPatient, x, amount, at)
	default:
		return false
	}
	c.stage++
	c.version++
	c.modified = max(c.modified, at)
	return true
}

// adjudicate is an insurance's answer.
func (w *world) adjudicate(d *invented.Dice, c *charge, who int, at int64) {
	b := &c.blocks[who]
	b.insurer, b.adjudicated, b.lastBill = c.policies[who].insurer, midnight(at), midnight(at)
	x := w.remittance(d, c, who, at)
	left := c.balance()
	if who == primary {
		b.allowed = c.total() * int64(d.Between(55, 90)) / 100 / cent * cent
		w.reduce(c, who, &b.contract, x, min(left, c.total()-b.allowed), at)
	} else {
		b.allowed = left
		w.reduce(c, who, &b.contract, x, left*int64(d.Between(1, 5))/100/cent*cent, at)
	}
	b.contractReason = invented.Pick(d, contractReasons())
	if d.OneIn(4) || who == tertiary {
		w.reduce(c, who, &b.second, x, min(c.balance()/4/cent*cent, int64(d.Between(50, 900))*cent), at)
		b.secondReason = invented.Pick(d, secondReasons())
	}
	left = c.balance()
	if c.line == 0 {
		b.copay = min(left, c.policies[who].copay)
	}
	if d.OneIn(3) {
		b.deductible = (left - b.copay) * int64(d.Between(10, 60)) / 100 / cent * cent
	}
	b.coinsurance = (left - b.copay - b.deductible) * int64(d.Between(0, 25)) / 100 / cent * cent
	w.pay(c, who, x, left-b.copay-b.deductible-b.coinsurance, at)
	if b.payment == nil {
		b.payment, b.postedDate = x, midnight(at)
	}
}

// remittance is the insurer's check of the week; a new one begins after seven days or twelve lines.
func (w *world) remittance(d *invented.Dice, c *charge, who int, at int64) *payment {
	p, from := c.practice, c.policies[who].insurer
	x := p.open[from.id]
	if x == nil || x.lines >= 12 || at-x.created > 7*day {
		x = w.newPayment(d, p, "Insurance", from.company, at)
		p.open[from.id] = x
	}
	return x
}

// help is what neither insurance nor patient pays: a fund, an employer. One charge in five has it.
func (w *world) help(d *invented.Dice, c *charge, at int64) {
	if !d.OneIn(5) || c.balance() < 4*cent {
		return
	}
	x := w.newPayment(d, c.practice, "Other", "Example Relief Fund", at)
	x.appointment = c.encounter.appointment
	w.pay(c, byOther, x, c.balance()/3/cent*cent, at)
	b := &c.blocks[byOther]
	w.reduce(c, byOther, &b.second, x, min(c.balance(), int64(d.Between(1, 300))*cent), at)
}

// void takes a charge back. One that was paid for cannot be.
func (w *world) void(c *charge, at int64) bool {
	if c.voided || c.receipts() > 0 {
		return false
	}
	amount := c.balance()
	c.blocks[byOther].second += amount
	c.voided = true
	c.version++
	c.modified = max(c.modified, at)
	c.practice.tell(c, "Void", "Charge voided", -amount, -1, at)
	return true
}
