package tpastream

import (
	"crypto/sha256"
	"encoding/json"
	"errors"

	"carehouse/extract"
	"carehouse/models"
)

// Why a body cannot be the answer. The decoder's own texts are not repeated: they quote what they read.
var (
	errNotJSON   = errors.New("the answer is not whole JSON")
	errNoData    = errors.New("the answer has no data")
	errNoHasNext = errors.New("the answer does not say whether more follows")
)

// An envelope is what stands around a list, and the keys of what is in it.
type envelope struct {
	Data    entries     `json:"data"`
	Page    models.Int  `json:"page"`
	PerPage models.Int  `json:"per_page"`
	Total   models.Int  `json:"total"`
	HasNext models.Flag `json:"has_next"`
	NextNum models.Int  `json:"next_num"`
}

// entries is what data holds: a list, one record, or null, which is nothing.
type entries struct {
	given bool
	list  []entry
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *entries) UnmarshalJSON(raw []byte) error {
	*e = entries{given: true}
	switch raw[0] {
	case '[':
		return json.Unmarshal(raw, &e.list)
	case '{':
		e.list = make([]entry, 1)
		return json.Unmarshal(raw, &e.list[0])
	case 'n':
		return nil
	default:
		return errNoData
	}
}

// An entry is the ids of a record, in the names of all lists. What is not an object has none.
type entry struct {
	ids  ids
	hash [sha256.Size]byte // stands in for the key of a record that has none
}

type ids struct {
	ID             models.Int `json:"id"`
	ClaimMedicalID models.Int `json:"claim_medical_id"`
	EmployerID     models.Int `json:"employer_id"`
	PolicyHolderID models.Int `json:"policy_holder_id"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *entry) UnmarshalJSON(raw []byte) error {
	*e = entry{}
	if raw[0] == '{' {
		if err := json.Unmarshal(raw, &e.ids); err != nil {
			return err
		}
	}
	if _, ok := e.ids.ID.Get(); !ok { // it may have no key at all, which depends on the table
		e.hash = sha256.Sum256(raw)
	}
	return nil
}

// key returns the record's key, as the table of that name has it, and whether it has one.
func (e entry) key(table string) (int64, bool) {
	own := e.ids.ID
	switch table {
	case claims:
		own = e.ids.ClaimMedicalID
	case employers:
		own = e.ids.EmployerID
	case policyHolders:
		own = e.ids.PolicyHolderID
	}
	if n, ok := own.Get(); ok {
		return n, true
	}
	return e.ids.ID.Get()
}

// read parses a body.
func (e *envelope) read(body []byte) error {
	*e = envelope{}
	switch err := json.Unmarshal(body, e); {
	case errors.Is(err, errNoData):
		return errNoData
	case err != nil:
		return errNotJSON
	case !e.Data.given:
		return errNoData
	}
	return nil
}

// readPage parses a page of a list and makes sure that it is the one that was asked for.
func (e *envelope) readPage(body []byte, number int) error {
	if err := e.read(body); err != nil {
		return err
	}
	more, said := e.HasNext.Get()
	if !said {
		return errNoHasNext
	}
	if page, ok := e.Page.Get(); ok && page != int64(number) {
		return extract.ErrLooped
	}
	if next, ok := e.NextNum.Get(); ok && more && next != int64(number)+1 {
		return extract.ErrLooped
	}
	return nil
}

// more reports whether another page follows.
func (e *envelope) more() bool {
	more, _ := e.HasNext.Get()
	return more
}

// size returns the size that the server works with, or the one that was asked for when it does not say.
func (e *envelope) size(asked int) int {
	if n, ok := e.PerPage.Get(); ok && 0 < n && n <= 1<<20 {
		return int(n)
	}
	return asked
}

// total returns how many records the server says there are, or -1.
func (e *envelope) total() int64 {
	if n, ok := e.Total.Get(); ok {
		return n
	}
	return -1
}
