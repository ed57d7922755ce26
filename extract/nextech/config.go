package nextech

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// DefaultBaseURL is the vendor's own address.
const DefaultBaseURL = "https://saas.nextech-api.com/ehr/api"

// DefaultRedirectURI is where the browser brings the code of a login, as the vendor's example has it.
const DefaultRedirectURI = "http://localhost:8000/callback/"

// Config is a tenant's part of the configuration. Zero means the default, which each sentence says.
type Config struct {
	PracticeID string `yaml:"practice_id,required" doc:"The practice's id at Nextech, in quotes; it goes with every call."`
	BaseURL    string `yaml:"base_url" doc:"The address of the API; https://saas.nextech-api.com/ehr/api when left out."`
	Auth       Auth   `yaml:"auth,required" doc:"How a person lets us in, with carehouse login, and where that is kept."`

	Roster string `yaml:"roster" kind:"path" doc:"Who there is: a CSV file with a column chart_number, patient_id or both, or a .sql file with a query that has them."`
	Terms  *Terms `yaml:"terms" doc:"Instead of a roster: look for patients by search terms. Nobody can prove that those are all."`

	Section    string        `yaml:"section" doc:"The section that clinical documents are limited to, one of nextech.section_names; the whole document when left out."`
	DateFormat string        `yaml:"date_format" doc:"How the API takes dates: iso_datetime, iso_date or us_mdy; iso_datetime."`
	PathStyle  string        `yaml:"path_style" doc:"Where encounters are: search (/{id}/encounters/search), plain (/{id}/encounters) or singular (/{id}/encounter); search."`
	From       time.Time     `yaml:"from" doc:"The first day of encounters; 1900-01-01."`
	Overlap    time.Duration `yaml:"overlap" doc:"How much earlier than the last sync encounters are asked for each time; 90d."`
	FullEvery  time.Duration `yaml:"full_every" doc:"In which time everything of every patient is read again, a thirtieth of the patients in a thirtieth of it; 30d."`

	RequestsPerSecond float64 `yaml:"requests_per_second" doc:"The pace of all requests together; 2. The vendor publishes no limit."`
	DailyBudget       int     `yaml:"daily_budget" doc:"How many calls a day (UTC) may be made for this tenant; what is left over goes on the next day. No limit when left out. Everything is read again in turn then, as fast as that allows; a sync --full that needs more calls begins anew each time."`
}

// Auth is how the tenant is known to the API.
type Auth struct {
	ClientID     string        `yaml:"client_id,required" doc:"The id of the application that Nextech has registered."`
	ClientSecret models.Secret `yaml:"client_secret" doc:"Its secret, if it has one."`
	AuthorizeURL string        `yaml:"authorize_url,required" doc:"The address at which a person logs in; it ends in /oauth2/authorize."`
	TokenURL     string        `yaml:"token_url,required" doc:"The address that gives tokens; it ends in /oauth2/token."`
	Resource     string        `yaml:"resource,required" doc:"What the tokens are for, as Nextech has told it."`
	RedirectURI  string        `yaml:"redirect_uri" doc:"Where the browser brings the answer, as it is registered; http://localhost:8000/callback/ when left out."`
	RefreshToken string        `yaml:"refresh_token,required" kind:"token" doc:"The file that holds the refresh token; carehouse login writes it, and so does each use."`
	PKCE         *bool         `yaml:"pkce" doc:"Whether a login proves that it is the one that was begun (PKCE, S256); true."`
}

// Terms says how patients are looked for without a roster.
type Terms struct {
	Sweep     bool   `yaml:"sweep,required" doc:"true, to show that coverage=unknown is understood."`
	Alphabet  string `yaml:"alphabet" doc:"What terms are made of; the letters a to z and the digits."`
	MaxLength int    `yaml:"max_length" doc:"How long a term may become; 6."`
	MaxTerms  int    `yaml:"max_terms" doc:"How many terms are tried at most; 10000."`
}

// The spellings of dates.
const (
	isoDateTime = "iso_datetime"
	isoDate     = "iso_date"
	usMDY       = "us_mdy"
)

// encountersPath returns where encounters are in a style of paths, or "".
func encountersPath(style string) string {
	return map[string]string{
		"search": "/{id}/encounters/search", "plain": "/{id}/encounters", "singular": "/{id}/encounter",
	}[style]
}

// day is as long as one is in UTC.
const day = 24 * time.Hour

// Validate says which key is wrong, as a path into the tenant's part of the configuration.
func (c Config) Validate() error {
	c = c.withDefaults()
	if _, err := transport.ParseBase(c.BaseURL); err != nil {
		return fmt.Errorf("base_url: %w", err)
	}
	if c.PracticeID == "" || !printable(c.PracticeID) {
		return errors.New("practice_id: must be a word of visible characters")
	}
	if err := c.Auth.validate(); err != nil {
		return fmt.Errorf("auth.%w", err)
	}
	if err := c.validateWho(); err != nil {
		return err
	}
	switch {
	case c.DateFormat != isoDateTime && c.DateFormat != isoDate && c.DateFormat != usMDY:
		return fmt.Errorf("date_format: must be %s, %s or %s", isoDateTime, isoDate, usMDY)
	case encountersPath(c.PathStyle) == "":
		return errors.New("path_style: must be search, plain or singular")
	case c.From.Year() < 1900:
		return errors.New("from: must not be before 1900")
	case c.Overlap < 0:
		return errors.New("overlap: must not be negative")
	case c.FullEvery < time.Hour:
		return errors.New("full_every: must be at least 1h")
	case c.RequestsPerSecond < 0 || c.RequestsPerSecond > 1000:
		return errors.New("requests_per_second: must be between 0 and 1000")
	case c.DailyBudget < 0:
		return errors.New("daily_budget: must not be negative")
	}
	return nil
}

// validateWho looks at what says who there is.
func (c Config) validateWho() error {
	switch ext := strings.ToLower(filepath.Ext(c.Roster)); {
	case c.Roster == "" && c.Terms == nil:
		return errors.New("roster: missing; the API lists nobody, so give a file of chart numbers or ids")
	case c.Roster != "" && c.Terms != nil:
		return errors.New("terms: give roster or terms, not both")
	case c.Terms != nil:
		return c.Terms.validate()
	case ext != ".csv" && ext != ".sql":
		return errors.New("roster: must be a .csv file or a .sql file")
	}
	return nil
}

func (t Terms) validate() error {
	switch {
	case !t.Sweep:
		return errors.New("terms.sweep: must be true")
	case t.MaxLength < 1 || t.MaxLength > 40:
		return errors.New("terms.max_length: must be between 1 and 40")
	case t.MaxTerms < 1:
		return errors.New("terms.max_terms: must be above 0")
	case len(t.letters()) == 0:
		return errors.New("terms.alphabet: must not be blank")
	}
	return nil
}

func (a Auth) validate() error {
	for _, given := range []struct{ key, value string }{
		{"client_id", a.ClientID}, {"resource", a.Resource}, {"refresh_token", a.RefreshToken},
	} {
		if given.value == "" {
			return fmt.Errorf("%s: missing", given.key)
		}
	}
	for _, address := range []struct{ key, value string }{{"authorize_url", a.AuthorizeURL}, {"token_url", a.TokenURL}} {
		if address.value == "" {
			return fmt.Errorf("%s: missing", address.key)
		}
		if _, err := transport.ParseBase(address.value); err != nil {
			return fmt.Errorf("%s: %w", address.key, err)
		}
	}
	if _, err := transport.ParseBase(a.RedirectURI); err != nil {
		return fmt.Errorf("redirect_uri: %w", err)
	}
	return nil
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7F })
}

func (c Config) withDefaults() Config {
	c.BaseURL = cmp.Or(c.BaseURL, DefaultBaseURL)
	c.Auth.RedirectURI = cmp.Or(c.Auth.RedirectURI, DefaultRedirectURI)
	c.DateFormat = cmp.Or(c.DateFormat, isoDateTime)
	c.PathStyle = cmp.Or(c.PathStyle, "search")
	if c.From.IsZero() {
		c.From = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	c.Overlap = cmp.Or(c.Overlap, 90*day)
	c.FullEvery = cmp.Or(c.FullEvery, 30*day)
	c.RequestsPerSecond = cmp.Or(c.RequestsPerSecond, 2)
	if c.Terms != nil {
		t := *c.Terms
		t.Alphabet = cmp.Or(t.Alphabet, "abcdefghijklmnopqrstuvwxyz0123456789")
		t.MaxLength = cmp.Or(t.MaxLength, 6)
		t.MaxTerms = cmp.Or(t.MaxTerms, 10_000)
		c.Terms = &t
	}
	return c
}

// letters are the characters that terms are made of, each once. A blank finds nobody.
func (t Terms) letters() []string {
	var all []string
	seen := map[rune]bool{' ': true, '\t': true, '\n': true}
	for _, r := range strings.ToLower(t.Alphabet) {
		if !seen[r] {
			seen[r] = true
			all = append(all, string(r))
		}
	}
	return all
}

// pkce reports whether a login proves that it is the one that was begun.
func (a Auth) pkce() bool { return a.PKCE == nil || *a.PKCE }

// callback returns the address of this machine that a browser brings the answer to, and reports whether there is one.
func (a Auth) callback() (*url.URL, bool) {
	u, err := url.Parse(a.RedirectURI)
	if err != nil || u.Scheme != "http" {
		return nil, false
	}
	ip := net.ParseIP(u.Hostname())
	return u, u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
}
