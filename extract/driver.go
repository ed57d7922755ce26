package extract

import (
	"net/http"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// A Driver is a source before it is opened: how it is configured, what it delivers, and how it is simulated. It is all
// that the rest of the program knows of a source.
type Driver struct {
	Name     string   // "tpastream"
	Aliases  []string // other names that a configuration may use
	Doc      string   // what the source is, in a sentence
	Sample   string   // a tenant's lines as init writes them: a YAML mapping with comments
	Profile  string   // the text of the profile that is built in, to be copied, where tenants have profiles; see kind:"yaml"
	Datasets []string // in the order in which they are fetched
	Tables   func() []*models.Table

	// Config returns a pointer to a fresh configuration of a tenant, to be filled by its yaml tags. Called is the name by
	// which the configuration calls the source: Name or one of Aliases.
	Config func(called string) any
	// Open returns the source of a tenant. The settings are what Config returned, filled. It sends nothing.
	Open func(tenant string, settings any, env transport.Env) (Source, error)
	// Simulate returns the API itself, for loopback; nil is a source that cannot be simulated.
	Simulate func(SimulateOptions) (Simulated, error)
}

// SimulateOptions say what a simulator holds.
type SimulateOptions struct {
	Seed   uint64
	Size   int              // records of the largest dataset
	Clock  func() time.Time // what it takes for the time, until it is moved on
	Faults []string         // switched on from the start, in the simulator's own words
}

// A Simulated is an API that can be asked, and changed behind its callers' backs.
type Simulated interface {
	http.Handler
	// Tenant returns the tenant's entry of a carehouse.yaml that reaches the API at an address, and the environment
	// variables that it refers to.
	Tenant(name, address string) (entry string, env map[string]string)
	// Change inserts, updates and deletes so many records of the largest dataset, and moves the clock on until a sync can
	// see it.
	Change(inserts, updates, deletes int)
	// Faults lists the names of what can be switched on.
	Faults() []string
}

// Files is a [Simulated] whose tenant's entry refers to files.
type Files interface {
	// Files returns the files that the entry of a tenant of that name refers to, by their paths beside the carehouse.yaml.
	// They are for their owner's eyes only.
	Files(name string) map[string][]byte
}
