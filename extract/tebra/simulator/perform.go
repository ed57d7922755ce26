package simulator

import "slices"

// A call is a request that is being answered.
type call struct {
	s        *Simulator
	o        *operation
	p        *plan
	b        *bound
	struck   string
	security security
	allowed  []*practice // whose rows may be seen
}

// perform answers a request that could be read: credentials, then the throttle, then the right to the operation, then
// what was asked.
func (s *Simulator) perform(o *operation, b *bound, struck string) answer {
	if o.name == "GetCustomerIdFromKey" {
		return s.identify(o, b)
	}
	header := b.object("RequestHeader")
	if header == nil { // the server reaches into it before it looks
		return nullReference(o)
	}
	if struck == "change-between" {
		s.mu.Lock()
		s.remove(1)
		s.insert(1)
		s.mu.Unlock()
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := &call{s: s, o: o, p: s.plans[o.table], b: b, struck: struck, security: s.admit(o, header)}
	e := newEnvelope(o)
	if !c.security.key || !c.security.authenticated {
		e.fine()
		e.security(c.security)
		return e.none()
	}
	if !s.admitted(o, struck == "throttled") {
		return s.tooFast(o)
	}
	if struck == "error" {
		return wrong(o, "The given key was not present in the dictionary.",
			"   at System.Collections.Generic.Dictionary`2.get_Item(TKey key)")
	}
	if !c.security.authorized {
		e.fine()
		e.security(c.security)
		return e.none()
	}
	c.allowed = s.seen()
	return c.answer(e)
}

// admit looks the credentials up. The flags are as clients have seen them: a wrong password leaves the key valid.
func (s *Simulator) admit(o *operation, given *bound) security {
	c := security{key: given.value("CustomerKey") == customerKey && !s.script.On("bad-key")}
	if !c.key {
		c.said = "Invalid customer key"
		return c
	}
	c.authenticated = given.value("User") == user && given.value("Password") == password && !s.script.On("bad-password")
	if !c.authenticated {
		c.said = "Invalid user name and/or password"
		if given.value("User") != user {
			c.said = "Unable to find user."
		}
		return c
	}
	c.account, c.authorized = s.world.account, true
	c.practices = []int64{}
	for _, p := range s.seen() {
		c.practices = append(c.practices, p.id)
	}
	if s.script.On("no-permission", o.name) {
		c.authorized, c.missing, c.said = false, o.permission, "User is not authorized."
	}
	return c
}

// seen are the practices that the user may see.
func (s *Simulator) seen() []*practice {
	return slices.DeleteFunc(slices.Clone(s.world.practices), func(p *practice) bool {
		return s.script.On("no-practice", decimal(p.id))
	})
}

// identify is the operation without a header and without the members that all other answers have.
func (s *Simulator) identify(o *operation, b *bound) answer {
	c := s.admit(o, b)
	r := &row{customer: -1}
	if c.authorized {
		r.customer = c.account
	}
	e := newEnvelope(o)
	e.object(s.plans[o.table], r)
	return e.answer()
}
