package tebra

import (
	"context"
	"slices"
	"strconv"
	"time"

	"carehouse/models"
)

// A dated is an operation that is asked by days: of the records themselves, or of their last change.
type dated struct {
	dataset  string
	op       string
	from, to string        // the criteria of the records' own days
	day      string        // the member of a record that they are about
	ahead    time.Duration // how far into the future records are dated
	extra    []member      // criteria that every question has
}

// modified is how every such operation is asked for changes.
const (
	fromModified = "FromLastModifiedDate"
	toModified   = "ToLastModifiedDate"
	modifiedDay  = "LastModifiedDate"
)

// spanDays is how wide a question may be. The service takes sixty days of charges at most, and is known to give nothing at
// all for less than that.
const spanDays = 30

func dateds() map[string]dated {
	return map[string]dated{
		charges: {
			dataset: charges, op: getCharges, from: "FromServiceDate", to: "ToServiceDate", day: "ServiceStartDate",
			ahead: 31 * day, extra: []member{{name: "IncludeUnapprovedCharges", value: "T"}},
		},
		appointments: {dataset: appointments, op: getAppointments, from: "StartDate", to: "EndDate", day: "StartDate"},
		payments:     {dataset: payments, op: getPayments, from: "FromPostDate", to: "ToPostDate", day: "PostDate"},
		transactions: {
			dataset: transactions, op: getTransactions, from: "FromTransactionDate", to: "ToTransactionDate", day: "TransactionDate",
		},
		patients: {dataset: patients, op: getPatients, from: "FromCreatedDate", to: "ToCreatedDate", day: "CreatedDate"},
	}
}

// in returns the dated as a window asks it.
func (d dated) in(mode models.Mode) dated {
	if mode == models.Modified {
		d.from, d.to, d.day = fromModified, toModified, modifiedDay
	}
	return d
}

// dated walks through a window of records by their days or by the days of their changes.
func (w *walk) dated(ctx context.Context) bool {
	all, ok := w.practices(ctx)
	if !ok {
		return false
	}
	d := dateds()[w.dataset].in(w.window.Mode)
	if d.op == getAppointments && w.source.config.TimeZoneOffset != nil {
		d.extra = append(d.extra, member{name: "TimeZoneOffsetFromGMT", value: strconv.Itoa(*w.source.config.TimeZoneOffset)})
	}
	ok = w.each(all, w.source.ops[d.op], func(p practice) (swept, ok bool) {
		return w.days(ctx, d, p, spanOf(w.window.From, w.window.To))
	})
	return ok && w.finish(all, w.window.Mode == models.Windows && w.dataset != patients)
}

// got is what a question about days brought.
type got struct {
	rows  int
	split bool // nothing: it was too much for the service
	shut  bool // nothing: the practice is closed to the user
}

// probeDays is how wide a question is that should bring something where wider ones did not.
const (
	probeDays = 7
	probes    = 8 // how many weeks are asked for
)

// days walks through the days of a practice. Where a reading of everything has brought nothing in any span of the full
// width, none has made another one doubtful; so the last weeks are asked for, and if one brings something, or a narrower
// span has, every week is.
func (w *walk) days(ctx context.Context, d dated, p practice, all span) (swept, ok bool) {
	wide, narrow, swept, ok := w.cut(ctx, d, p, all, spanDays)
	if !swept || wide > 0 || w.window.Mode != models.Windows || all.days() <= spanDays {
		return swept, ok
	}
	week := spanOf(w.window.Planned.Add(-(probeDays-1)*day), w.window.Planned.Add(time.Nanosecond))
	for n := 0; n < probes && narrow == 0 && !week.from.Before(all.from) && !week.to.After(all.to); n++ {
		g, ok := w.once(ctx, d, p, week)
		if !ok || g.shut {
			return false, ok
		}
		narrow = g.rows
		week = span{week.from.Add(-probeDays * day), week.from}
	}
	if narrow > 0 {
		_, _, swept, ok = w.cut(ctx, d, p, all, probeDays)
	}
	return swept, ok
}

// cut walks through the days of a practice, span after span, and counts what came in spans of that width and in the
// narrower one at the end.
func (w *walk) cut(ctx context.Context, d dated, p practice, all span, width int) (wide, narrow int, swept, ok bool) {
	before := 0
	for s := range all.cut(width) {
		g, ok := w.span(ctx, d, p, s, before)
		if !ok || g.shut {
			return wide, narrow, false, ok
		}
		if before = g.rows; s.days() == width {
			wide += g.rows
		} else {
			narrow += g.rows
		}
	}
	return wide, narrow, true, true
}

// span asks for the records of a span. What is too much for the service is halved, down to a day. What is empty behind a
// span that was not is halved once and asked again, because the service says nothing of a span that it gave up on.
func (w *walk) span(ctx context.Context, d dated, p practice, s span, before int) (got, bool) {
	g, ok := w.once(ctx, d, p, s)
	doubtful := g.rows == 0 && before > 0 && s.days() > 1
	if !ok || g.shut || (!g.split && !doubtful) {
		return g, ok
	}
	if !g.split {
		before = 0 // so that the halves are not doubted too
	}
	sum := got{}
	for _, half := range s.halves() {
		h, ok := w.span(ctx, d, p, half, before)
		if !ok || h.shut {
			return h, ok
		}
		sum.rows += h.rows
		if g.split {
			before = h.rows
		}
	}
	return sum, true
}

// once asks for the records of a span.
func (w *walk) once(ctx context.Context, d dated, p practice, s span) (got, bool) {
	op := w.source.ops[d.op]
	a := w.ask(ctx, question{
		op: op, table: d.dataset, splits: s.days() > 1,
		criteria: slices.Concat(p.named(d.op), d.extra, between(d.from, d.to, s)),
		place:    []string{"by", d.from, "from", date(s.from), "to", date(s.to)},
	}.about(p.id))
	if a == nil || a.note != "" {
		return got{split: a != nil && a.note == noteSplit, shut: a != nil && a.note == noteClosed}, a != nil
	}
	for _, r := range a.rows {
		if at, known := dayOf(op.text(r, d.day)); known && !s.has(at) {
			w.outside++
		}
	}
	w.add(op, a.rows, p.id)
	return got{rows: len(a.rows)}, true
}
