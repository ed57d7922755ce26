package simulator

import "carehouse/extract/invented"

// A Login is what a tenant's session is opened with.
type Login struct {
	Username, Password string
	TenantID           string
	TOTPSecret         string // in base32; the account has it even where [Options.MFA] asks for something else
}

// Login returns what opens a session of a tenant, from 0. With [Options.SharedLogin] all but TenantID are the same.
func (s *Simulator) Login(tenant int) Login {
	who := tenant
	if s.options.SharedLogin {
		who = 0
	}
	d := invented.Throw(s.options.Seed, forLogin, uint64(who), 0)
	const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	secret := []byte(canarySecret)
	for len(secret) < 32 { // 160 bits
		secret = append(secret, base32[d.Below(32)])
	}
	return Login{
		Username: canaryUser + string(rune('0'+who)) + "@example.com", Password: canaryPassword + `<&>"1" ` + d.Digits(6),
		TenantID: tenantID(tenant), TOTPSecret: string(secret),
	}
}

// Credentials returns what the first tenant is reached with.
func (s *Simulator) Credentials() (username, password, totpSecret string) {
	l := s.Login(0)
	return l.Username, l.Password, l.TOTPSecret
}

// tenantID is what a tenant is called.
func tenantID(tenant int) string { return "tnt_" + string(rune('a'+tenant)) }
