package simulator

// meddle changes the world before a page is read, as somebody at the portal might meanwhile.
func (s *Simulator) meddle(q question, struck string) {
	switch struck {
	case "cursor":
		s.mu.Lock()
		q.tenant.epoch++
		s.mu.Unlock()
	case "moved":
		s.mu.Lock()
		defer s.mu.Unlock()
		list := q.tenant.lists[appointments]
		for i := len(list) - 1; i >= 0; i-- {
			if q.dataset == appointments && q.wants(list[i]) {
				list[i].putOff(500*day, s.now())
				return
			}
		}
	case "change-between":
		s.mu.Lock()
		if list := q.tenant.lists[q.dataset]; len(list) > 0 {
			q.tenant.drop(q.dataset, list[0])
		}
		s.mu.Unlock()
		s.Insert(q.tenant.number, q.dataset, 1)
	}
}
