package nextech

import (
	"iter"

	"carehouse/models"
)

// A landing hands landed pages on and knows whether there is another one. The pages themselves say whom they are about, so
// that the walk has to know where they end, and not whether they are those that the roster of today would ask for.
type landing struct {
	next func() (models.Page, error, bool)
	page models.Page
	err  error
	ok   bool // page and err are the next ones
	done bool
}

// more reports whether there is another landed page.
func (l *landing) more() bool {
	if !l.ok && !l.done {
		l.page, l.err, l.ok = l.next()
		l.done = !l.ok
	}
	return l.ok
}

// pages hands them on.
func (l *landing) pages() iter.Seq2[models.Page, error] {
	return func(yield func(models.Page, error) bool) {
		for l.more() {
			page, err := l.page, l.err
			l.page, l.err, l.ok = models.Page{}, nil, false
			if !yield(page, err) {
				return
			}
		}
	}
}
