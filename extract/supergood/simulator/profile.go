package simulator

// Profile is the profile, as YAML, with which a client reads this deployment's dialect.
func (s *Simulator) Profile() string { return "" }
