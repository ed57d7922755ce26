package tebra

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
)

// A key names a record: equal ids in two practices are two records.
type key struct{ practice, id int64 }

// A tally is what a walk has counted.
type tally struct {
	keys    map[key]struct{}
	keyless int
	swept   []int64 // practices, in their order
	remarks []string

	outside int // rows that are not in the span that was asked for
	foreign int // rows of another practice than the one that was asked for
	shared  int // records that were asked for by an id that another practice has too, and whose record came
	gone    int // records that were asked for by their ids and are not there
	unread  int // records that the service could not tell

	hollow bool // a practice shows none of many records

	later []record // that the service could not tell when they were asked for first
}

func newTally() tally { return tally{keys: map[key]struct{}{}} }

// remark notes a sentence, once.
func (t *tally) remark(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(t.remarks, text) {
		t.remarks = append(t.remarks, text)
	}
}

// add counts the rows of an answer. Practice is what was asked for, 0 is everything. An operation that is asked by an id
// alone answers for one practice, also when another has the id too.
func (t *tally) add(op *operation, rows []row, practice int64) {
	one := op.list == ""
	for i, r := range rows {
		own := practiceOf(op, r)
		if practice != 0 && own != 0 && own != practice {
			if one {
				t.shared++
			} else {
				t.foreign++
			}
		}
		id := op.key(r)
		if op.name == getThrottles && op.text(r, "Endpoint") != "" {
			id = int64(i) + 1 // the one operation whose keys are words; each comes once
		}
		if id == 0 || (own == 0 && op.tells()) {
			t.keyless++
			continue
		}
		if own == 0 {
			own = practice
		}
		t.keys[key{own, id}] = struct{}{}
	}
}

// tells reports whether the records of an operation name their practice, which is part of their key then: one that does
// not is set aside, and seems absent.
func (op *operation) tells() bool {
	return slices.Contains(op.reads, "PracticeID") || slices.Contains(op.reads, "PracticeId")
}

// practiceOf returns the practice that a row names by its id, and 0 where it does not.
func practiceOf(op *operation, r row) int64 {
	for _, name := range []string{"PracticeID", "PracticeId"} {
		if n := op.number(r, name); n != 0 {
			return n
		}
	}
	return 0
}

// verdict says what a walk through everything is worth. Records without a key are there and seem absent; then nothing is.
func (t *tally) verdict() models.Verdict {
	v := models.Verdict{
		Outcome: models.Complete, Claimed: -1, Distinct: int64(len(t.keys) + t.keyless),
		Absence: t.keyless == 0 && t.foreign == 0 && t.unread == 0, Within: t.within(),
	}
	if v.Distinct == 0 {
		v.Outcome = models.Empty
	}
	for _, c := range []struct {
		n          int
		one, other string
	}{
		{t.outside, "1 record outside of its span", "%d records outside of their spans"},
		{t.foreign, "1 record of another practice than the one that was asked for", "%d records of another practice than the one that was asked for"},
		{t.shared, "1 record missed, because the service shows another practice's of the same id", "%d records missed, because the service shows another practice's of the same id"},
		{t.gone, "1 record that was asked for is not there", "%d records that were asked for are not there"},
		{t.unread, "1 record that the service could not tell", "%d records that the service could not tell"},
		{t.keyless, "1 record without an id, or without that of its practice", "%d records without an id, or without that of their practice"},
	} {
		switch {
		case c.n == 1:
			t.remark("%s", c.one)
		case c.n > 1:
			t.remark(c.other, c.n)
		}
	}
	v.Remark = strings.Join(t.remarks, "; ")
	return v
}

// within lists the practices that were swept.
func (t *tally) within() string {
	ids := make([]string, len(t.swept))
	for i, id := range t.swept {
		ids[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(ids, " ")
}
