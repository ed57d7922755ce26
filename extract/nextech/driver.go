package nextech

import (
	"errors"

	"carehouse/extract"
	"carehouse/extract/transport"
	records "carehouse/models/nextech"
)

// errSettings means that a driver was given another driver's settings.
var errSettings = errors.New("not the settings of this source")

// Driver says how Nextech is configured, opened and simulated.
func Driver() extract.Driver {
	var kept keeper
	return extract.Driver{
		Name:   records.Source,
		Doc:    "Nextech EHR: encounters of a practice's patients with their clinical documents (REST, OAuth 2.0).",
		Sample: sample, Datasets: datasetNames(), Tables: records.Tables,
		Config: func(string) any { return &Config{} },
		Open: func(tenant string, settings any, env transport.Env) (extract.Source, error) {
			config, ok := settings.(*Config)
			if !ok {
				return nil, errSettings
			}
			source, err := New(tenant, *config, env)
			if err != nil {
				return nil, err
			}
			source.session.kept = &kept
			return source, nil
		},
		Simulate: simulate,
	}
}

const sample = `
name: my-practice                 # _tenant on every row; letters, digits, - and _
source: nextech
practice_id: "1234"
auth:                             # as Nextech has registered you; then, once: carehouse login my-practice
  client_id: 00000000-0000-0000-0000-000000000000
  authorize_url: https://login.microsoftonline.com/nextechapibeta.onmicrosoft.com/oauth2/authorize
  token_url: https://login.microsoftonline.com/nextechapibeta.onmicrosoft.com/oauth2/token
  resource: https://nextechapibeta.onmicrosoft.com/00000000-0000-0000-0000-000000000000
  refresh_token: file:./my-practice.token        # is written by the login and after each use
roster: roster.csv                # a column chart_number, patient_id, or both; or a .sql file with a query that has them
# daily_budget: 1000              # calls a day at most; what is left over goes on the next day
`

// The datasets. Each is also the name of its table.
const (
	patients     = "patients"
	encounters   = "encounters"
	sectionNames = "section_names"
)

// datasetNames lists the datasets in the order in which they are fetched.
func datasetNames() []string { return []string{patients, encounters, sectionNames} }
