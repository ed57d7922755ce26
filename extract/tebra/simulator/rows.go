package simulator

// The rows of each kind of thing, oldest first. A row is used again for the next one.

func (w *world) practiceRows(yield func(*row) bool) {
	r := &row{w: w}
	for _, p := range w.practices {
		r.practice = p
		if !yield(r) {
			return
		}
	}
}

func (w *world) each(visit func(r *row, p *practice) bool) {
	r := &row{w: w}
	for _, p := range w.practices {
		r.practice = p
		if !visit(r, p) {
			return
		}
	}
}

// visiting goes through what a practice has many of.
func visiting[T any](of func(p *practice) []T, set func(r *row, x T), yield func(*row) bool) func(*row, *practice) bool {
	return func(r *row, p *practice) bool {
		for _, x := range of(p) {
			set(r, x)
			if !yield(r) {
				return false
			}
		}
		return true
	}
}

func (w *world) providerRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*provider { return p.providers }, func(r *row, x *provider) { r.provider = x }, yield))
}

func (w *world) locationRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*location { return p.locations }, func(r *row, x *location) { r.location = x }, yield))
}

func (w *world) reasonRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*reason { return p.reasons }, func(r *row, x *reason) { r.reason = x }, yield))
}

func (w *world) patientRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*patient { return p.patients }, func(r *row, x *patient) { r.patient = x }, yield))
}

func (w *world) appointmentRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*appointment { return p.appointments }, func(r *row, x *appointment) {
		r.appointment, r.patient, r.kase = x, x.patient, x.kase
	}, yield))
}

func (w *world) encounterRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*encounter { return p.encounters }, (*row).visit, yield))
}

func (r *row) visit(x *encounter) { r.encounter, r.patient = x, x.patient }

func (r *row) line(x *charge) {
	r.charge = x
	r.visit(x.encounter)
}

func (w *world) chargeRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*charge { return p.charges }, (*row).line, yield))
}

func (w *world) paymentRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*payment { return p.payments }, func(r *row, x *payment) { r.payment = x }, yield))
}

func (w *world) transactionRows(yield func(*row) bool) {
	w.each(visiting(func(p *practice) []*transaction { return p.transactions }, func(r *row, x *transaction) {
		r.transaction = x
		r.line(x.charge)
	}, yield))
}

func (w *world) codeRows(yield func(*row) bool) {
	r := &row{w: w}
	for i := range w.codes {
		r.code = &w.codes[i]
		if !yield(r) {
			return
		}
	}
}

func (w *world) vendorRows(yield func(*row) bool) {
	r := &row{w: w}
	for i := range w.vendors {
		r.vendor = &w.vendors[i]
		if !yield(r) {
			return
		}
	}
}
