package transform

import (
	"math/big"
	"math/bits"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
)

// A Batch is what one page became. It must be released.
type Batch struct {
	// Records holds one record a table, in the order of [models.Table.All] of the root; never nil, perhaps without rows.
	Records []arrow.Record
	// Totals holds what the receipts need, one a table, in the same order.
	Totals []Totals
	// Found is how many records the page held, those that were rejected included.
	Found   int
	Rejects []models.Reject
	Notes   map[models.Note]int64
}

// Release gives the records' memory back.
func (b Batch) Release() {
	for _, rec := range b.Records {
		rec.Release()
	}
}

// Totals is what the rows of one table add up to.
type Totals struct {
	Table string
	Rows  int64
	Money map[string]Sum // by column, every column of the kind Money
}

// A Sum is what a column of money adds up to, exactly: 128 bits of ten-thousandths, so that no page can overflow it.
type Sum struct {
	Count int64 // values that are not null
	High  int64
	Low   uint64
}

// Add returns the sum with another one added.
func (s Sum) Add(o Sum) Sum {
	low, carry := bits.Add64(s.Low, o.Low, 0)
	return Sum{Count: s.Count + o.Count, High: s.High + o.High + int64(carry), Low: low}
}

// plus returns the sum with one value added.
func (s Sum) plus(units int64) Sum {
	return s.Add(Sum{Count: 1, High: units >> 63, Low: uint64(units)})
}

// Big returns the sum in ten-thousandths.
func (s Sum) Big() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(s.High), 64)
	return n.Add(n, new(big.Int).SetUint64(s.Low))
}

// String writes the sum as a decimal number with four decimals.
func (s Sum) String() string {
	return new(big.Rat).SetFrac(s.Big(), big.NewInt(models.MoneyOne)).FloatString(models.MoneyScale)
}
