package simulator

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A route is what a path means.
type route struct {
	list   bool
	single bool
	feed   bool
	entity entity
	shape  Shape
	scope  entity // with scoped
	scoped bool
	id     int64  // of the scope, or of the single record
	moved  string // where the path is, when it was asked for with the wrong slash
}

// entityOf reads the word that stands for an entity in paths.
func entityOf(word string) (entity, bool) {
	switch word {
	case "claims":
		return claims, true
	case "employer":
		return employers, true
	case "member":
		return members, true
	case "policy_holder":
		return holders, true
	default:
		return 0, false
	}
}

// routeOf reads a path. Below /api/v2 lists end in a slash, elsewhere nothing does, and the other spelling is moved.
func (s *Simulator) routeOf(path string) (route, bool) {
	inner, ok := strings.CutPrefix(path, "/api/")
	if !ok {
		return route{}, false
	}
	inner, slash := strings.CutSuffix(inner, "/")
	parts := strings.Split(inner, "/")
	r := route{shape: s.options.Shape}
	wantSlash := false
	if parts[0] == "v2" {
		parts = parts[1:]
		r.shape = V2
		ok, wantSlash = r.v2(parts)
	} else {
		ok = r.v1(parts)
	}
	if ok && slash != wantSlash {
		r.moved = strings.TrimSuffix(path, "/")
		if wantSlash {
			r.moved += "/"
		}
	}
	return r, ok
}

func (r *route) v1(parts []string) bool {
	e, ok := entityOf(parts[0])
	r.list, r.entity = true, e
	if len(parts) == 1 {
		return ok
	}
	if len(parts) != 3 || parts[2] != "claims" || e == claims {
		return false
	}
	r.scoped, r.scope, r.entity = true, e, claims
	return ok && r.number(parts[1])
}

func (r *route) v2(parts []string) (ok, slash bool) {
	if len(parts) == 0 {
		return false, false
	}
	e, known := entityOf(parts[0])
	switch {
	case len(parts) == 1 && parts[0] == "events":
		r.feed, r.entity = true, events
		return true, false
	case len(parts) == 1:
		r.list, r.entity = true, e
		return known && (e == claims || e == members), true
	case len(parts) == 2:
		r.single, r.entity = true, e
		return known && (e == claims || e == members) && r.number(parts[1]), false
	case len(parts) == 3 && e == employers && parts[2] == "member":
		r.list, r.entity, r.scoped, r.scope = true, members, true, employers
		return known && r.number(parts[1]), false
	default:
		return false, false
	}
}

// number reads an id; a path whose id is no number is no path.
func (r *route) number(text string) bool {
	id, err := strconv.ParseInt(text, 10, 64)
	r.id = id
	return err == nil && id >= 0
}

// unknown returns the query parameters that a route does not know. The real API documents no filter and no order.
func (r *route) unknown(q url.Values) []string {
	known := []string{"page", "per_page"}
	switch {
	case r.feed:
		known = []string{"after", "types", "limit"}
	case r.single:
		known = nil
	case r.scoped && r.scope == employers && r.entity == claims:
		known = append(known, "hide_read", "hide_before_effective_date")
	}
	var out []string
	for name := range q {
		if !slices.Contains(known, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
