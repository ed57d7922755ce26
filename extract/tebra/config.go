package tebra

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// DefaultBaseURL is the vendor's own address, the same for both of its names.
const DefaultBaseURL = "https://webservice.kareo.com/services/soap/2.1/KareoServices.svc"

// Config is a tenant's part of the configuration. Zero means the default, which each sentence says.
type Config struct {
	BaseURL string      `yaml:"base_url" doc:"The whole address of the service, which ends in .svc; the vendor's own when left out."`
	Auth    Credentials `yaml:"auth,required" doc:"The customer key of the account, and a user with the permissions of the API."`

	Practices      []string      `yaml:"practices" doc:"Ids (in quotes) or exact names of the practices to fetch; every practice that the user may see when left out."`
	From           time.Time     `yaml:"from" doc:"The first day of appointments, charges, payments and transactions; a year before the first sync when left out."`
	FullEvery      time.Duration `yaml:"full_every" doc:"When everything is read again, to see what was deleted and what the date of change misses; 7d."`
	Overlap        time.Duration `yaml:"overlap" doc:"How much earlier than the last sync changes are asked for, because their clocks have no zone; 36h."`
	Ahead          time.Duration `yaml:"ahead" doc:"How far into the future appointments are read; 365d."`
	Margin         time.Duration `yaml:"margin" doc:"What is added to the least time between two calls of an operation; 250ms."`
	BatchSize      int           `yaml:"batch_size" doc:"How many patients GetAllPatients is asked for at once, at most 1000; 500."`
	TimeZoneOffset *int          `yaml:"time_zone_offset" doc:"The zone that GetAppointments tells clocks in, in whole hours from GMT; the service's own when left out."`
	ExternalIDs    *ExternalIDs  `yaml:"external_ids" doc:"Your own ids of patients, to be resolved to the vendor's."`

	called string // the name that the configuration uses
}

// ExternalIDs is a list of ids that an integrator has given to patients.
type ExternalIDs struct {
	VendorID int    `yaml:"vendor_id,required" doc:"The integrator's number, as GetExternalVendors has it."`
	File     string `yaml:"file,required" kind:"path" doc:"A CSV file with a header; the column external_id holds the ids."`
}

// The bounds of what a configuration may ask for.
const (
	minOverlap = 24 * time.Hour // dates of change are days in an unknown zone
	maxMargin  = time.Minute
	maxBatch   = 1000
)

// Validate says which key is wrong, as a path into the tenant's part of the configuration.
func (c Config) Validate() error {
	if _, err := transport.ParseBase(c.withDefaults().BaseURL); err != nil {
		return fmt.Errorf("base_url: %w", err)
	}
	if err := c.Auth.validate(brandOf(c.called)); err != nil {
		return fmt.Errorf("auth.%w", err)
	}
	for i, name := range c.Practices {
		if strings.TrimSpace(name) == "" {
			return fmt.Errorf("practices[%d]: empty", i)
		}
	}
	switch {
	case c.FullEvery < 0:
		return errors.New("full_every: must not be negative")
	case c.Overlap != 0 && c.Overlap < minOverlap:
		return errors.New("overlap: dates of change have no zone; give at least 24h")
	case c.Ahead < 0 || c.Ahead > 10*365*day:
		return errors.New("ahead: must be between 0 and 3650d")
	case c.Margin < 0 || c.Margin > maxMargin:
		return fmt.Errorf("margin: must be between 0 and %s", maxMargin)
	case c.BatchSize < 0 || c.BatchSize > maxBatch:
		return fmt.Errorf("batch_size: must be between 1 and %d", maxBatch)
	case !c.From.IsZero() && c.From.Year() < 1990:
		return errors.New("from: there was no such service then")
	case c.TimeZoneOffset != nil && (*c.TimeZoneOffset < -12 || *c.TimeZoneOffset > 14):
		return errors.New("time_zone_offset: must be between -12 and 14")
	case c.ExternalIDs != nil && c.ExternalIDs.VendorID <= 0:
		return errors.New("external_ids.vendor_id: must be a number above 0")
	case c.ExternalIDs != nil && c.ExternalIDs.File == "":
		return errors.New("external_ids.file: missing")
	}
	return nil
}

func (c Credentials) validate(b brand) error {
	for _, secret := range []struct {
		key   string
		value models.Secret
		what  string
	}{{"customer_key", c.CustomerKey, b.key()}, {"user", c.User, "user"}, {"password", c.Password, "password"}} {
		switch value := secret.value.Reveal(); {
		case value == "":
			return fmt.Errorf("%s: missing; it is the %s", secret.key, secret.what)
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7F || r == 0xFFFD }):
			return fmt.Errorf("%s: holds a character that no message can carry", secret.key)
		}
	}
	return nil
}

func (c Config) withDefaults() Config {
	c.BaseURL = cmp.Or(c.BaseURL, DefaultBaseURL)
	c.FullEvery = cmp.Or(c.FullEvery, 7*day)
	c.Overlap = cmp.Or(c.Overlap, 36*time.Hour)
	c.Ahead = cmp.Or(c.Ahead, 365*day)
	c.Margin = cmp.Or(c.Margin, 250*time.Millisecond)
	c.BatchSize = cmp.Or(c.BatchSize, 500)
	return c
}
