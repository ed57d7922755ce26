package simulator

import "slices"

// meddle changes the world before a page is read, as somebody at the portal might meanwhile.
func (s *Simulator) meddle(q question, struck string) {
	switch struck {
	case "cursor":
		s.mu.Lock()
		q.tenant.epochs[q.dataset]++
		s.mu.Unlock()
	case "moved":
		s.mu.Lock()
		defer s.mu.Unlock()
		list := q.tenant.lists[appointments]
		for _, r := range slices.Backward(list) {
			if q.wants(r) {
				r.putOff(500*day, s.now())
				return
			}
		}
	case "change-between":
		s.mu.Lock()
		if list := q.tenant.lists[q.dataset]; len(list) > 0 {
			q.tenant.lists[q.dataset] = list[1:]
		}
		s.mu.Unlock()
		s.Insert(q.tenant.number, q.dataset, 1)
	}
}
