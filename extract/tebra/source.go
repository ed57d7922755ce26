package tebra

import (
	"fmt"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"

	records "carehouse/models/tebra"
)

var (
	_ extract.Source  = (*Source)(nil)
	_ extract.Checker = (*Source)(nil)
)

// A Source is one tenant's access to an account of Tebra.
type Source struct {
	tenant   string
	brand    brand
	config   Config
	client   *transport.Client
	account  *account
	door     *transport.Door
	clock    func() time.Time
	tables   map[string]*models.Table
	ops      map[string]*operation
	external external
}

// New returns the source of a tenant. It sends nothing. Tenants that may be of one account share accounts.
func New(tenant string, config Config, env transport.Env, accounts *Accounts) (*Source, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	config = config.withDefaults()
	s := &Source{
		tenant: tenant, brand: brandOf(config.called), config: config, clock: env.Clock,
		tables: map[string]*models.Table{}, ops: map[string]*operation{},
	}
	if config.ExternalIDs != nil {
		x, err := readExternal(config.ExternalIDs.File)
		if err != nil {
			return nil, fmt.Errorf("external_ids.file: %w", err)
		}
		s.external = x
	}
	s.account, s.door = accounts.open(config.BaseURL, config.Auth, config.Margin, env)
	client, err := transport.New(transport.Config{
		Source: s.brand.source, Tenant: tenant, BaseURL: config.BaseURL, Pace: s.account.pace, Door: s.door,
		Posts: []transport.Post{{Path: "", Read: true}}, Explain: s.explain, Env: env,
	})
	if err != nil {
		return nil, err
	}
	s.client = client
	for _, t := range records.Tables() {
		s.tables[t.Name] = t
	}
	for _, op := range operations() {
		s.ops[op.name] = op
	}
	return s, nil
}

// The datasets. Each is also the name of its table.
const (
	throttles          = "throttles"
	practices          = "practices"
	customers          = "customers"
	externalVendors    = "external_vendors"
	providers          = "providers"
	serviceLocations   = "service_locations"
	procedureCodes     = "procedure_codes"
	appointmentReasons = "practice_appointment_reasons"
	patientRoster      = "patient_roster"
	patients           = "patients"
	patientDetails     = "patient_details"
	appointments       = "appointments"
	appointmentDetails = "appointment_details"
	charges            = "charges"
	encounters         = "encounters"
	payments           = "payments"
	transactions       = "transactions"
	patientExternalIDs = "patient_external_ids"
)

// datasetNames lists the datasets in the order in which they are fetched. Throttles come first, because the lanes go by
// what they say as soon as it is known, and the small lists before what is long.
func datasetNames() []string {
	return []string{
		throttles, practices, customers, externalVendors, providers, serviceLocations, procedureCodes, appointmentReasons,
		patientRoster, patients, charges, encounters, appointments, payments, transactions, patientDetails,
		appointmentDetails, patientExternalIDs,
	}
}

// operationOf returns the operation that a dataset's own records come with.
func operationOf(dataset string) string {
	return map[string]string{
		throttles: getThrottles, practices: getPractices, customers: getCustomer, externalVendors: getVendors,
		providers: getProviders, serviceLocations: getLocations, procedureCodes: getCodes, appointmentReasons: getReasons,
		patientRoster: getAllPatients, patients: getPatients, patientDetails: getPatient, appointments: getAppointments,
		appointmentDetails: getAppointment, charges: getCharges, encounters: getEncounter, payments: getPayments,
		transactions: getTransactions, patientExternalIDs: getPatient,
	}[dataset]
}

// Datasets implements [extract.Source].
func (s *Source) Datasets() []extract.Dataset {
	var all []extract.Dataset
	for _, name := range datasetNames() {
		if d := s.dataset(name); d.Pages != nil {
			all = append(all, d)
		}
	}
	return all
}

// dataset returns a dataset; it has no pages when the configuration does not ask for it.
func (s *Source) dataset(name string) extract.Dataset {
	op := operationOf(name)
	d := extract.Dataset{
		Name: name, Tables: []*models.Table{s.tables[name]}, Lane: op, Interval: s.account.apart(op),
		Plan: s.planSnapshot(name), Estimate: s.estimate(name),
	}
	switch name {
	case practices:
		d.Plan, d.Pages = s.planPractices, s.walking(name, (*walk).whole)
	case throttles, customers, externalVendors:
		d.Pages = s.walking(name, (*walk).whole)
	case procedureCodes:
		d.Pages = s.walking(name, (*walk).codes)
	case providers, serviceLocations, appointmentReasons:
		d.Pages = s.walking(name, (*walk).lists)
	case patientRoster:
		d.Plan, d.Pages = s.planRoster, s.walking(name, (*walk).roster)
	case patients:
		d.Leader, d.Plan, d.Pages = patientRoster, s.planPatients, s.walking(name, (*walk).patients)
	case charges, appointments, payments, transactions:
		d.Plan, d.Pages = s.planDated(dateds()[name]), s.walking(name, (*walk).dated)
	case patientDetails, appointmentDetails, encounters:
		f := follows()[name]
		d.Leader, d.Plan, d.Pages = f.leader, s.planFollow(f), s.walking(name, (*walk).follow)
	case patientExternalIDs:
		if s.config.ExternalIDs != nil {
			d.Plan, d.Pages = s.planExternal, s.walking(name, (*walk).externalIDs)
		}
	}
	if s.asksForPractices(name) {
		d.Tables = append(d.Tables, s.tables[practices])
	}
	return d
}

// asksForPractices reports whether windows of a dataset may begin with a page of practices.
func (s *Source) asksForPractices(dataset string) bool {
	switch dataset {
	case customers, providers, serviceLocations, appointmentReasons, patientRoster, patients, charges, appointments, payments, transactions:
		return true
	}
	return false
}

// Pace is how far apart requests are at the most frequent, for who does not look at the lanes.
func (s *Source) Pace() time.Duration { return s.account.apart(getPatients) }
