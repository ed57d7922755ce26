package supergood

import (
	"errors"

	"carehouse/extract"
	"carehouse/extract/transport"
	records "carehouse/models/supergood"
)

// errSettings means that a driver was given another driver's settings.
var errSettings = errors.New("not the settings of this source")

// Driver says how Supergood is configured, opened and simulated. Tenants that it opens share the sessions of their logins.
func Driver() extract.Driver {
	logins := NewLogins()
	return extract.Driver{
		Name:   records.Source,
		Doc:    "Supergood: patients, appointments and encounters of a practice in Tebra, read from its portal (REST, declared by a profile).",
		Sample: sample, Profile: DefaultProfile(), Datasets: datasetNames(), Tables: records.Tables,
		Config: func(string) any { return &Config{} },
		Open: func(tenant string, settings any, env transport.Env) (extract.Source, error) {
			config, ok := settings.(*Config)
			if !ok {
				return nil, errSettings
			}
			return New(tenant, *config, env, logins)
		},
		Simulate: simulate,
	}
}

const sample = `
name: my-portal                   # _tenant on every row; letters, digits, - and _
source: supergood
base_url: https://tebra.example.com/v1           # of your deployment; the vendor publishes none
auth: {username: me@example.com, password: env:SUPERGOOD_PASSWORD, totp_secret: env:SUPERGOOD_TOTP}
# auth: {…, mfa: sms, mfa_command: [/usr/local/bin/read-code]}      # a program that prints the code; without it a person is needed
# profile: supergood.yaml         # how your deployment spells things: carehouse init --profile supergood > supergood.yaml
#                                 # carehouse probe my-portal shows what it answers
# notes: true                     # fetch the texts of notes too
`

// The datasets. Each is also the name of its table.
const (
	patients     = "patients"
	appointments = "appointments"
	encounters   = "encounters"
	eligibility  = "eligibility_checks"
)

// datasetNames lists the datasets in the order in which they are fetched.
func datasetNames() []string { return []string{patients, appointments, encounters, eligibility} }
