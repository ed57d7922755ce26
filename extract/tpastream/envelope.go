package tpastream

import (
	"crypto/sha256"
	"encoding/json"
	"errors"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Why a body cannot be the answer.
var (
	errNoData    = errors.New("the answer has no data")
	errNoHasNext = errors.New("the answer does not say whether more follows")
)

// An envelope is what stands around a list, and the keys of what is in it.
type envelope struct {
	list    []entry // nothing when data is null
	page    models.Int
	perPage models.Int
	count   models.Int
	hasNext models.Flag
	nextNum models.Int
}

// An entry is the ids of a record, in the names of all lists. What is not an object has none.
type entry struct {
	id, claim, employer, holder models.Int

	hash [sha256.Size]byte // stands in for the key of a record that has none
}

func newEntry(raw []byte) entry {
	var e entry
	for name, value := range fields(raw) {
		switch name {
		case "id":
			read(value, &e.id)
		case "claim_medical_id":
			read(value, &e.claim)
		case "employer_id":
			read(value, &e.employer)
		case "policy_holder_id":
			read(value, &e.holder)
		}
	}
	if _, ok := e.id.Get(); !ok { // it may have no key at all, which depends on the table
		e.hash = sha256.Sum256(raw)
	}
	return e
}

// read reads a value. A value of an unexpected type is as good as none: what models reads never fails.
func read(raw []byte, into json.Unmarshaler) { _ = into.UnmarshalJSON(raw) }

// key returns the record's key, as the table of that name has it, and whether it has one.
func (e entry) key(table string) (int64, bool) {
	own := e.id
	switch table {
	case claims:
		own = e.claim
	case employers:
		own = e.employer
	case policyHolders:
		own = e.holder
	}
	if n, ok := own.Get(); ok {
		return n, true
	}
	return e.id.Get()
}

// read parses a body.
func (e *envelope) read(body []byte) error {
	*e = envelope{}
	if err := transport.Sound(body); err != nil {
		return err
	}
	given := false
	for name, value := range fields(body) {
		switch name {
		case "data":
			given = e.readData(value)
		case "page":
			read(value, &e.page)
		case "per_page":
			read(value, &e.perPage)
		case "total":
			read(value, &e.count)
		case "has_next":
			read(value, &e.hasNext)
		case "next_num":
			read(value, &e.nextNum)
		}
	}
	if !given {
		return errNoData
	}
	return nil
}

// readData reads a list, one record, or null, which is nothing. Anything else is no data.
func (e *envelope) readData(raw []byte) bool {
	e.list = nil
	switch raw[0] {
	case '[':
		for element := range elements(raw) {
			e.list = append(e.list, newEntry(element))
		}
	case '{':
		e.list = []entry{newEntry(raw)}
	case 'n':
	default:
		return false
	}
	return true
}

// readPage parses a page of a list and makes sure that it is the one that was asked for.
func (e *envelope) readPage(body []byte, number int) error {
	if err := e.read(body); err != nil {
		return err
	}
	more, said := e.hasNext.Get()
	if !said {
		return errNoHasNext
	}
	if page, ok := e.page.Get(); ok && page != int64(number) {
		return extract.ErrLooped
	}
	if next, ok := e.nextNum.Get(); ok && more && next != int64(number)+1 {
		return extract.ErrLooped
	}
	return nil
}

// more reports whether another page follows.
func (e *envelope) more() bool {
	more, _ := e.hasNext.Get()
	return more
}

// size returns the size that the server works with, or the one that was asked for when it does not say.
func (e *envelope) size(asked int) int {
	if n, ok := e.perPage.Get(); ok && 0 < n && n <= 1<<20 {
		return int(n)
	}
	return asked
}

// total returns how many records the server says there are, or -1.
func (e *envelope) total() int64 {
	if n, ok := e.count.Get(); ok {
		return n
	}
	return -1
}
