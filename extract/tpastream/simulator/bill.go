package simulator

import (
	"carehouse/extract/invented"
	"carehouse/models"
)

// A bill is the money of a line, in cents. What was billed is what was allowed, discounted or not covered; what was
// allowed is what the payer, another payer and the patient pay.
type bill struct {
	billed, allowed, notCovered, paid, other, coinsurance, copay, discount, patient, reduction int64
}

func (b *bill) add(o bill) {
	b.billed += o.billed
	b.allowed += o.allowed
	b.notCovered += o.notCovered
	b.paid += o.paid
	b.other += o.other
	b.coinsurance += o.coinsurance
	b.copay += o.copay
	b.discount += o.discount
	b.patient += o.patient
	b.reduction += o.reduction
}

// charge is what a provider asks for one line.
func charge(d *invented.Dice, kind int) int64 {
	low, high := 60, 600
	switch kind {
	case dental:
		low, high = 45, 1400
	case rx:
		low, high = 4, 900
	case vision:
		low, high = 40, 350
	case facility:
		low, high = 300, 22_000
	}
	cents := int64(d.Between(low, high)) * 100
	if !d.OneIn(5) {
		cents += int64(d.Below(100))
	}
	return cents
}

// adjudicate decides who pays a charge.
func adjudicate(d *invented.Dice, billed int64, status string) bill {
	b := bill{billed: billed}
	switch status {
	case rejected:
		b.notCovered, b.patient = billed, billed
		return b
	case partly:
		if d.OneIn(3) {
			b.notCovered, b.patient = billed, billed
			return b
		}
	}
	b.allowed = billed * int64(d.Between(45, 95)) / 100
	b.discount = billed - b.allowed
	rest := b.allowed
	take := func(cents int64) int64 {
		cents = min(cents, rest)
		rest -= cents
		return cents
	}
	if d.OneIn(4) {
		b.reduction = take(int64(d.Between(500, 40_000)))
	}
	if d.OneIn(3) {
		b.copay = take(int64(d.Between(2, 12)) * 500)
	}
	if d.OneIn(2) {
		b.coinsurance = take(rest * int64(d.Between(1, 4)) / 10)
	}
	b.patient = b.reduction + b.copay + b.coinsurance
	if d.OneIn(30) {
		b.other = take(rest / 2)
	}
	b.paid = rest
	return b
}

// The statuses of a claim.
const (
	inProcess = "In Process"
	processed = "Processed"
	rejected  = "Rejected"
	adjusted  = "Adjusted"
	partly    = "Partially Approved"
	unheard   = "Pended for Review" // the set may grow
)

func status(d *invented.Dice, version uint16) string {
	n := d.Below(1000)
	switch {
	case n == 0:
		return unheard
	case version == 1 && n < 280:
		return inProcess
	case n < 380:
		return rejected
	case n < 470:
		return partly
	case version > 1 && n < 650:
		return adjusted
	default:
		return processed
	}
}

// orNull is the amount, or null now and then when it is zero: some payers say nothing where others say 0.
func orNull(d *invented.Dice, cents int64) models.Money {
	if cents == 0 && d.Below(3) > 0 {
		return models.Money{}
	}
	return models.Cents(cents)
}
