package simulator

import (
	"strconv"

	"carehouse/extract/invented"
)

// The payers of a charge, in the order of their blocks.
const (
	primary = iota
	secondary
	tertiary
	byPatient
	byOther
	payers
)

// A block is what one payer did.
type block struct {
	insurer                                      insurer // of the three insurances
	allowed, coinsurance, copay, deductible      int64
	paid, contract, second                       int64 // second is the other adjustment
	contractReason, secondReason                 string
	payment                                      *payment
	adjudicated, firstBill, lastBill, postedDate int64
}

// A charge is a line of an encounter, which is a claim.
type charge struct {
	practice          *practice
	id                int64
	procedure         int64 // EncounterProcedureID
	encounter         *encounter
	line              int
	code              *code
	units, unit       int64
	created, modified int64
	version           uint64
	policies          []*policy
	blocks            [payers]block
	stage             int
	copayTaken        int64
	applied           []applied
	voided            bool
}

// An applied is a part of a payment that a charge has.
type applied struct {
	payment *payment
	amount  int64
}

func (c *charge) total() int64 { return c.unit * c.units }

func (c *charge) adjustments() (sum int64) {
	for i := range c.blocks {
		sum += c.blocks[i].contract + c.blocks[i].second
	}
	return sum
}

func (c *charge) receipts() (sum int64) {
	for i := range c.blocks {
		sum += c.blocks[i].paid
	}
	return sum
}

func (c *charge) adjusted() int64 { return c.total() - c.adjustments() }

func (c *charge) balance() int64 { return c.adjusted() - c.receipts() }

// insured reports whether an insurance has still to answer.
func (c *charge) insured() bool { return c.stage < 2*len(c.policies) && !c.voided }

// patientBalance is the copay while an insurance has still to answer, and then all.
func (c *charge) patientBalance() int64 {
	if !c.insured() {
		return c.balance()
	}
	due := int64(0)
	if c.line == 0 {
		due = max(0, c.policies[0].copay-c.copayTaken)
	}
	return min(due, c.balance())
}

func (c *charge) insuranceBalance() int64 { return c.balance() - c.patientBalance() }

// A payment is money that came in. Its amount is what was applied to charges, given back, and is left.
type payment struct {
	practice                   *practice
	id                         int64
	payerType, payer, method   string
	applied, refunds, left     int64
	adjustments                int64
	posted, adjudicated        int64
	created, modified          int64
	reference, batch, category string
	appointment                *appointment
	lines                      int
}

func (p *payment) amount() int64 { return p.applied + p.refunds + p.left }

// A transaction is one movement of a charge's balance; those of a charge add up to it.
type transaction struct {
	practice         *practice
	id               int64
	charge           *charge
	typ, description string
	amount           int64
	payer            int // -1 is nobody
	posted, entered  int64
	modified         int64
}

func (p *practice) tell(c *charge, typ, what string, amount int64, payer int, at int64) {
	p.transactions = append(p.transactions, &transaction{
		practice: p, id: p.nextTransaction, charge: c, typ: typ, description: what, amount: amount, payer: payer,
		posted: midnight(at), entered: at, modified: at,
	})
	p.nextTransaction++
}

func (w *world) newPayment(d *invented.Dice, p *practice, typ, payer string, at int64) *payment {
	x := &payment{
		practice: p, id: w.id("payment", 30001), payerType: typ, payer: payer, method: "Check",
		posted: midnight(at), created: at, modified: at,
	}
	x.reference, x.batch, x.category = "REF"+d.Digits(7), "B"+strconv.FormatInt(midnight(at)/day, 10), "Visit"
	switch typ {
	case "Insurance":
		x.method, x.category, x.adjudicated = invented.Pick(d, []string{"ElectronicFundsTransfer", "Check"}), "Remittance", midnight(at)
	case "Patient":
		x.method = invented.Pick(d, []string{"Cash", "CreditCard", "Check"})
	default:
		x.method = "Other"
	}
	if d.OneIn(6) {
		x.left = int64(d.Between(1, 4000)) * cent
	}
	if d.OneIn(9) {
		x.refunds = int64(d.Between(1, 2000)) * cent
	}
	p.payments = append(p.payments, x)
	return x
}

// pay applies money of a payer to a charge.
func (w *world) pay(c *charge, who int, x *payment, amount, at int64) {
	if amount <= 0 {
		return
	}
	b := &c.blocks[who]
	b.paid += amount
	b.payment, b.postedDate = x, midnight(at)
	c.applied = append(c.applied, applied{x, amount})
	x.applied += amount
	x.lines++
	x.modified = at
	c.practice.tell(c, "Payment", x.payerType+" payment", -amount, who, at)
}

// reduce writes a part of a charge off.
func (w *world) reduce(c *charge, who int, into *int64, x *payment, amount, at int64) {
	if amount <= 0 {
		return
	}
	*into += amount
	if x != nil {
		x.adjustments += amount
	}
	c.practice.tell(c, "Adjustment", "Adjustment", -amount, who, at)
}
