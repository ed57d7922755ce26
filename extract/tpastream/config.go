package tpastream

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// DefaultBaseURL is the vendor's own address.
const DefaultBaseURL = "https://app.tpastream.com/api"

// Config is a tenant's part of the configuration. Zero means the default, which each sentence says.
type Config struct {
	BaseURL string `yaml:"base_url" doc:"The address of the API; https://app.tpastream.com/api when left out."`
	Auth    Auth   `yaml:"auth,required" doc:"How the API knows us: basic or ssh_jwt."`

	PerPage           int               `yaml:"per_page" doc:"Records a page; 1000, as the vendor advises. The server may answer with fewer."`
	Sweeps            int               `yaml:"sweeps" doc:"How often a list is read again that changed while it was read; 3, and -1 is never."`
	FullEvery         time.Duration     `yaml:"full_every" doc:"When all claims are read again although the feed is open; 7d."`
	Settle            time.Duration     `yaml:"settle" doc:"How old an event must be for the cursor to pass it, because events become visible late; 5m."`
	RequestsPerSecond float64           `yaml:"requests_per_second" doc:"The pace of all requests together; 5. The vendor publishes no limit."`
	RefetchBy         string            `yaml:"refetch_by" doc:"How claims that the feed names are fetched: policy_holder, in the shape of the list, or claim, in the v2 shape; policy_holder."`
	Refetch           int               `yaml:"refetch" doc:"When the feed names more claims than this, all claims are read instead; 5000."`
	Datasets          map[string]Tuning `yaml:"datasets" doc:"What differs for claims, employers, members or policy_holders."`
}

// Auth is how the tenant is known to the API. Exactly one is given.
type Auth struct {
	Basic  *Basic  `yaml:"basic" doc:"A user and an API key; the vendor calls it deprecated since November 2025."`
	SSHJWT *SSHJWT `yaml:"ssh_jwt" doc:"A user and an SSH key whose public half the user has uploaded; preferred."`
}

// Basic is a user and an API key.
type Basic struct {
	Email  string        `yaml:"email,required" doc:"The user's email."`
	APIKey models.Secret `yaml:"api_key,required" doc:"The user's secret API key."`
}

// SSHJWT is a user and an SSH key.
type SSHJWT struct {
	Email      string        `yaml:"email,required" doc:"The user's email."`
	PrivateKey models.Secret `yaml:"private_key,required" doc:"The private key without a passphrase, as ssh-keygen writes it: RSA, Ed25519 or ECDSA."`
}

// Tuning is what may differ for one dataset.
type Tuning struct {
	PerPage int `yaml:"per_page" doc:"Records a page."`
	Sweeps  int `yaml:"sweeps" doc:"How often the list is read again that changed while it was read; -1 is never."`
}

// The bounds of what a configuration may ask for.
const (
	maxPerPage = 10_000
	maxSweeps  = 20
	minSettle  = 2 * time.Minute // the feed's own delay
)

// Validate says which key is wrong, as a path into the tenant's part of the configuration.
func (c Config) Validate() error {
	if _, err := transport.ParseBase(c.withDefaults().BaseURL); err != nil {
		return fmt.Errorf("base_url: %w", err)
	}
	if err := c.Auth.validate(); err != nil {
		return fmt.Errorf("auth.%w", err)
	}
	if err := (Tuning{c.PerPage, c.Sweeps}).validate(); err != nil {
		return err
	}
	switch {
	case c.FullEvery < 0:
		return errors.New("full_every: must not be negative")
	case c.Settle != 0 && c.Settle < minSettle:
		return fmt.Errorf("settle: events become visible up to %s late; give at least that", minSettle)
	case c.RequestsPerSecond < 0 || c.RequestsPerSecond > 1000:
		return errors.New("requests_per_second: must be between 0 and 1000")
	case c.Refetch < 0:
		return errors.New("refetch: must not be negative")
	case c.RefetchBy != "" && c.RefetchBy != ByHolder && c.RefetchBy != ByClaim:
		return fmt.Errorf("refetch_by: must be %s or %s", ByHolder, ByClaim)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Datasets)) {
		if !slices.Contains(datasetNames(), name) {
			return fmt.Errorf("datasets.%s: no such dataset; there are %s", name, strings.Join(datasetNames(), ", "))
		}
		if err := c.Datasets[name].validate(); err != nil {
			return fmt.Errorf("datasets.%s.%w", name, err)
		}
	}
	return nil
}

func (t Tuning) validate() error {
	switch {
	case t.PerPage < 0 || t.PerPage > maxPerPage:
		return fmt.Errorf("per_page: must be between 1 and %d", maxPerPage)
	case t.Sweeps < -1 || t.Sweeps > maxSweeps:
		return fmt.Errorf("sweeps: must be between -1 and %d", maxSweeps)
	}
	return nil
}

func (a Auth) validate() error {
	switch {
	case a.Basic == nil && a.SSHJWT == nil:
		return errors.New("basic: missing; give basic or ssh_jwt")
	case a.Basic != nil && a.SSHJWT != nil:
		return errors.New("basic: give basic or ssh_jwt, not both")
	case a.Basic != nil:
		return a.Basic.validate()
	default:
		return a.SSHJWT.validate()
	}
}

func (b Basic) validate() error {
	switch {
	case b.Email == "":
		return errors.New("basic.email: missing")
	case strings.Contains(b.Email, ":"):
		return errors.New("basic.email: must not hold a colon")
	case b.APIKey.Empty():
		return errors.New("basic.api_key: missing")
	case strings.ContainsFunc(b.APIKey.Reveal(), func(r rune) bool { return r <= ' ' || r == 0x7F }):
		return errors.New("basic.api_key: holds white space; a key has none")
	}
	return nil
}

func (s SSHJWT) validate() error {
	if s.Email == "" {
		return errors.New("ssh_jwt.email: missing")
	}
	if _, err := parseKey(s.PrivateKey); err != nil {
		return fmt.Errorf("ssh_jwt.private_key: %w", err)
	}
	return nil
}

func (c Config) withDefaults() Config {
	c.BaseURL = cmp.Or(c.BaseURL, DefaultBaseURL)
	c.PerPage = cmp.Or(c.PerPage, 1000)
	c.Sweeps = cmp.Or(c.Sweeps, 3)
	c.FullEvery = cmp.Or(c.FullEvery, 7*24*time.Hour)
	c.Settle = cmp.Or(c.Settle, 5*time.Minute)
	c.RequestsPerSecond = cmp.Or(c.RequestsPerSecond, 5)
	c.Refetch = cmp.Or(c.Refetch, 5000)
	return c
}

// tuning returns what holds for a dataset. The configuration has its defaults by then.
func (c Config) tuning(dataset string) Tuning {
	own := c.Datasets[dataset]
	return Tuning{PerPage: cmp.Or(own.PerPage, c.PerPage), Sweeps: cmp.Or(own.Sweeps, c.Sweeps)}
}
