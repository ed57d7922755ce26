package simulator

// Fill counts, over the whole account, how many rows of a root table have a value in each member, by the member's path on
// the wire: "FirstName", "Cases/PatientCaseData/Name". A member that is nil everywhere counts 0.
func (s *Simulator) Fill(table string) map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	counts := map[string]int{}
	for _, o := range s.operations {
		if o.table != table {
			continue
		}
		p := s.plans[table]
		p.declare("", counts)
		c := &call{s: s, o: o, allowed: s.world.practices}
		rows := s.throttles
		switch {
		case o.rows != nil:
			rows = c.found(nil)
		case table == "customers":
			rows = func(yield func(*row) bool) { yield(&row{w: s.world, customer: s.world.account}) }
		}
		for r := range rows {
			p.count(r, "", counts)
		}
	}
	return counts
}

func (p *plan) declare(path string, counts map[string]int) {
	if p.item != nil {
		counts[path] += 0
	}
	for i := range p.members {
		m := &p.members[i]
		switch {
		case m.list != nil:
			m.list.declare(path+m.name+"/", counts)
		case m.object != nil:
			m.object.declare(path+m.name+"/", counts)
		default:
			counts[path+m.name] += 0
		}
	}
}

func (p *plan) count(r *row, path string, counts map[string]int) {
	if p.item != nil && p.item.make(r).kind != none {
		counts[path]++
	}
	for i := range p.members {
		m := &p.members[i]
		switch {
		case m.list != nil:
			saved := r.part
			m.each(r, func(r *row) { m.list.count(r, path+m.name+"/", counts) })
			r.part = saved
		case m.object != nil:
			if m.exists(r) {
				m.object.count(r, path+m.name+"/", counts)
			}
		case m.make(r).kind != none:
			counts[path+m.name]++
		}
	}
}
