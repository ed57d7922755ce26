package tebra

import (
	"errors"

	"carehouse/extract"
	"carehouse/extract/transport"
	records "carehouse/models/tebra"
)

// errSettings means that a driver was given another driver's settings.
var errSettings = errors.New("not the settings of this source")

// Driver says how Tebra is configured, opened and simulated. Tenants that it opens share what belongs to their account.
func Driver() extract.Driver {
	accounts := NewAccounts()
	return extract.Driver{
		Name: tebraName, Aliases: []string{kareoName},
		Doc:    "Tebra, formerly Kareo: patients, appointments, charges and payments of a billing company's practices (SOAP).",
		Sample: sample, Datasets: datasetNames(), Tables: records.Tables,
		Config: func(called string) any { return &Config{called: called} },
		Open: func(tenant string, settings any, env transport.Env) (extract.Source, error) {
			config, ok := settings.(*Config)
			if !ok {
				return nil, errSettings
			}
			return New(tenant, *config, env, accounts)
		},
		Simulate: simulate,
	}
}

const sample = `
name: billing-co                  # _tenant on every row; letters, digits, - and _
source: tebra                     # or kareo, its old name: the same service
# base_url: https://webservice.kareo.com/services/soap/2.1/KareoServices.svc     # the vendor's own when left out
auth: {customer_key: env:TEBRA_CUSTOMER_KEY, user: env:TEBRA_USER, password: env:TEBRA_PASSWORD}
# practices: ["12", "Demo Family Practice"]      # ids in quotes, or exact names; all that the user may see when left out
# from: 2024-01-01                # the first day of charges and the like; a year before the first sync when left out
# external_ids: {vendor_id: 7, file: ids.csv}    # your own ids of patients, in a column external_id
# for carehouse watch: what is asked for one by one less often than the rest, because each record costs a call
# every: {patient_details: 6h, appointment_details: 6h, encounters: 6h}
`
