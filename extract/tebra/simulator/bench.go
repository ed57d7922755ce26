package simulator

// ChargesPage writes an answer of GetCharges with so many rows, for benchmarks: the charges of a practice, from the
// page of that number, from 1. When they have run out it goes round again with other ids, so a small world fills any
// number of pages. A practice without charges, or an unknown one, has no pages.
func (s *Simulator) ChargesPage(practice int64, page, perPage int) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.world.practices {
		if p.id == practice && len(p.charges) > 0 {
			return s.chargesPage(p, (page-1)*perPage, perPage)
		}
	}
	return nil
}

func (s *Simulator) chargesPage(p *practice, from, n int) []byte {
	o := s.operations["GetCharges"]
	e := newEnvelope(o)
	e.dst = append(make([]byte, 0, 9000*n+2000), e.dst...)
	e.fine()
	e.security(security{
		key: true, authenticated: true, authorized: true, account: s.world.account, practices: []int64{p.id},
	})
	e.raw("<Charges>")
	now := p.local(s.now())
	for i := from; i < from+n; i++ {
		r := row{w: s.world, practice: p, now: now, zone: p.offset, shift: int64(i/len(p.charges)) * 10_000_000}
		r.line(p.charges[i%len(p.charges)])
		e.raw("<ChargeData>")
		e.object(s.plans["charges"], &r)
		e.raw("</ChargeData>")
	}
	e.raw("</Charges>")
	return e.answer().body
}
