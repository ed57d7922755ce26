package supergood

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"carehouse/extract/transport"
	"carehouse/models"
)

// Config is a tenant's part of the configuration. Zero means the default, which each sentence says.
type Config struct {
	BaseURL string `yaml:"base_url,required" doc:"The address of the deployment; the vendor publishes none."`
	Auth    Auth   `yaml:"auth,required" doc:"The user of the portal."`

	Profile *Profile `yaml:"profile" kind:"yaml" doc:"A file that says how this deployment spells its paths, parameters and fields; our own guess when left out, which is good for the simulator only."`
	Notes   bool     `yaml:"notes" doc:"Whether the texts of notes are fetched; false."`

	From              time.Time     `yaml:"from" doc:"The first day of what is asked for by days; 1900-01-01."`
	Overlap           time.Duration `yaml:"overlap" doc:"How much earlier than the newest change that was seen changes are asked for; 1h."`
	FullEvery         time.Duration `yaml:"full_every" doc:"When everything is read again, to see what was deleted and what the filters miss; 7d."`
	Back              time.Duration `yaml:"back" doc:"How far into the past days are read again each time; 30d."`
	Ahead             time.Duration `yaml:"ahead" doc:"How far into the future days are read; 365d."`
	RequestsPerSecond float64       `yaml:"requests_per_second" doc:"The pace of a login, one request after another; 2."`
}

// Auth is how the portal knows the user.
type Auth struct {
	Username   string        `yaml:"username,required" doc:"The user's name."`
	Password   models.Secret `yaml:"password,required" doc:"The user's password."`
	TenantID   string        `yaml:"tenant_id" doc:"The tenant, where the user has several."`
	MFA        string        `yaml:"mfa" doc:"The second factor: totp, sms or email; totp when there is a totp_secret, else none."`
	TOTPSecret models.Secret `yaml:"totp_secret" doc:"The secret of an authenticator app, in base32 as the portal shows it."`
	MFACommand []string      `yaml:"mfa_command" doc:"A program and its arguments that prints the code; it is given the kind of code (totp, sms, email) as its last argument. No shell."`
}

// The kinds of second factors.
const (
	byTOTP  = "totp"
	bySMS   = "sms"
	byEmail = "email"
)

// The bounds of what a configuration may ask for.
const (
	day       = 24 * time.Hour
	maxSpan   = 10 * 365 * day
	maxPace   = 1000
	firstYear = 1900
)

// Validate says which key is wrong, as a path into the tenant's part of the configuration.
func (c Config) Validate() error {
	if _, err := transport.ParseBase(c.BaseURL); err != nil {
		return fmt.Errorf("base_url: %w", err)
	}
	if err := c.Auth.validate(); err != nil {
		return fmt.Errorf("auth.%w", err)
	}
	switch {
	case c.Overlap < 0:
		return errors.New("overlap: must not be negative")
	case c.FullEvery < 0:
		return errors.New("full_every: must not be negative")
	case c.Back < 0 || c.Back > maxSpan:
		return errors.New("back: must be between 0 and 3650d")
	case c.Ahead < 0 || c.Ahead > maxSpan:
		return errors.New("ahead: must be between 0 and 3650d")
	case !c.From.IsZero() && c.From.Year() < firstYear:
		return errors.New("from: nobody has such old records; give a later day")
	case c.RequestsPerSecond < 0 || c.RequestsPerSecond > maxPace:
		return fmt.Errorf("requests_per_second: must be between 0 and %d", maxPace)
	}
	if c.Profile == nil {
		return nil
	}
	if err := c.Profile.Validate(); err != nil {
		return fmt.Errorf("profile.%w", err)
	}
	return nil
}

func (a Auth) validate() error {
	switch {
	case a.Username == "":
		return errors.New("username: missing")
	case a.Password.Empty():
		return errors.New("password: missing")
	case !utf8.ValidString(a.Password.Reveal()): // JSON would write other signs in their place: a wrong password
		return errors.New("password: not UTF-8, so it cannot be sent")
	case a.MFA != "" && a.MFA != byTOTP && a.MFA != bySMS && a.MFA != byEmail:
		return errors.New("mfa: must be totp, sms or email")
	case a.MFA == byTOTP && a.TOTPSecret.Empty() && len(a.MFACommand) == 0:
		return errors.New("totp_secret: missing; mfa is totp")
	case (a.MFA == bySMS || a.MFA == byEmail) && !a.TOTPSecret.Empty():
		return fmt.Errorf("totp_secret: not for mfa %s", a.MFA)
	case len(a.MFACommand) > 0 && a.MFACommand[0] == "":
		return errors.New("mfa_command: the first element is the program")
	}
	if a.TOTPSecret.Empty() {
		return nil
	}
	if _, err := codeOf(a.TOTPSecret, 0); err != nil {
		return fmt.Errorf("totp_secret: %w", err)
	}
	return nil
}

// mfa is the second factor that the configuration can give by itself, or "".
func (a Auth) mfa() string {
	if a.MFA == "" && !a.TOTPSecret.Empty() {
		return byTOTP
	}
	return a.MFA
}

// withDefaults fills in what the sentences above say. The configuration is valid by then.
func (c Config) withDefaults() (Config, error) {
	if c.Profile == nil {
		p, err := defaultProfile()
		if err != nil {
			return Config{}, err
		}
		c.Profile = &p
	}
	profile := c.Profile.withDefaults()
	c.Profile = &profile
	if c.From.IsZero() {
		c.From = time.Date(firstYear, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	c.Overlap = cmp.Or(c.Overlap, time.Hour)
	c.FullEvery = cmp.Or(c.FullEvery, 7*day)
	c.Back = cmp.Or(c.Back, 30*day)
	c.Ahead = cmp.Or(c.Ahead, 365*day)
	c.RequestsPerSecond = cmp.Or(c.RequestsPerSecond, 2)
	return c, nil
}

// here reports whether an address is on this machine, where nothing has to be confirmed.
func here(base *url.URL) bool {
	host := base.Hostname()
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
