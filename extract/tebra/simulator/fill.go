package simulator

// rowsOf are all rows of a root table that the user can get. Of patients with equal ids GetPatient shows the first.
func (s *Simulator) rowsOf(table string) func(yield func(*row) bool) {
	for _, o := range s.operations {
		switch {
		case o.table != table:
		case table == "throttles":
			return s.throttles
		case table == "customers":
			return func(yield func(*row) bool) { yield(&row{w: s.world, customer: s.world.account}) }
		default:
			c := &call{s: s, o: o, allowed: s.seen()}
			told := map[int64]bool{}
			return c.found(func(r *row) bool {
				if table != "patient_details" {
					return true
				}
				again := told[r.patient.id]
				told[r.patient.id] = true
				return !again
			})
		}
	}
	return func(func(*row) bool) {}
}

// Fill counts, over the whole account, how many rows of a root table have a value in each member, by the member's
// path on the wire: "FirstName", "Cases/PatientCaseData/Name". A member that is nil everywhere counts 0.
func (s *Simulator) Fill(table string) map[string]int { return s.tally(table).filled }

// Children counts, over the whole account, the rows of a root table's child tables, by their names.
func (s *Simulator) Children(table string) map[string]int { return s.tally(table).children }

// A tally counts what rows hold. It asks the makers and not the writer.
type tally struct {
	filled, children map[string]int
}

func (s *Simulator) tally(table string) tally {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := tally{map[string]int{}, map[string]int{}}
	p := s.plans[table]
	if p == nil {
		return t
	}
	t.declare(p, "")
	for r := range s.rowsOf(table) {
		t.count(p, r, "")
	}
	return t
}

func (t tally) declare(p *plan, path string) {
	if p.item != nil {
		t.filled[path] = 0
	}
	for i := range p.members {
		m := &p.members[i]
		if m.child != "" {
			t.children[m.child] = 0
		}
		switch {
		case m.list != nil:
			t.declare(m.list, path+m.name+"/"+m.item+"/")
		case m.object != nil:
			t.declare(m.object, path+m.name+"/")
		default:
			t.filled[path+m.name] = 0
		}
	}
}

func (t tally) count(p *plan, r *row, path string) {
	if p.item != nil && p.item.make(r).kind != none {
		t.filled[path]++
	}
	slots := map[string]bool{}
	for i := range p.members {
		m := &p.members[i]
		switch {
		case m.list != nil:
			saved := r.part
			m.each(r, func(r *row) {
				t.children[m.child]++
				t.count(m.list, r, path+m.name+"/"+m.item+"/")
			})
			r.part = saved
		case m.object != nil:
			if m.exists(r) {
				t.count(m.object, r, path+m.name+"/")
			}
		case m.make(r).kind != none:
			t.filled[path+m.name]++
			if m.slot != "" && !slots[m.slot] {
				slots[m.slot] = true
				t.children[m.child]++
			}
		}
	}
}
