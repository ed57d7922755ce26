package config

import (
	"os"
	"path/filepath"
	"time"

	"carehouse/models"
)

// DefaultPath is where the configuration is looked for when nobody says.
const DefaultPath = "./carehouse.yaml"

// A Config is what carehouse.yaml says, with every path made absolute or relative to the working folder.
type Config struct {
	Path    string   // the file itself, as it was named
	Home    string   // where everything is kept
	Tenants []Tenant // in the order of the file
	Keep    Keep
	Limits  Limits
	Secrets Count // where the secrets came from
}

// A Tenant is one account of one source.
type Tenant struct {
	Name     string // _tenant on every row
	Source   string // the driver's name, also where the file used an alias
	Settings any    // what the driver's Config returned, filled
	Line     int    // in the file

	// Every says how often watch asks for datasets that have a pace of their own.
	Every map[string]time.Duration
}

// A Keep says how much of the past stays.
type Keep struct {
	Generations int           `yaml:"generations" doc:"How many published generations stay, so that rollback has somewhere to go."`
	Landing     time.Duration `yaml:"landing" doc:"How long landed pages stay after they were published, as 30d or 12h."`
}

// Limits says how much of the machine a run may take.
type Limits struct {
	Memory  Size `yaml:"memory" doc:"How much memory a run may take, as 640MB or 2GiB."`
	Workers int  `yaml:"workers" doc:"How many pages are flattened at once."`
}

// A Count says how many secrets came from where.
type Count struct {
	Env  int `json:"env"`  // environment variables
	File int `json:"file"` // files
}

// A Driver is what the command line knows about a source: how it is configured and what it delivers.
type Driver struct {
	Name     string                  // "tpastream"
	Aliases  []string                // other names that a configuration may use
	Doc      string                  // what the source is, in a sentence
	Config   func(called string) any // called is Name or one of Aliases, as the file has it
	Sample   string                  // a tenant's lines as init writes them: a YAML mapping with comments, from `name:` on
	Profile  string                  // the text of its profile that is built in, "" is none
	Datasets []string
	Tables   func() []*models.Table // its root tables
}

// defaults returns the configuration of an empty file.
func defaults() file {
	return file{
		Keep:   Keep{Generations: 3, Landing: 30 * 24 * time.Hour},
		Limits: Limits{Memory: 640 * Megabyte, Workers: 2},
	}
}

// A file is carehouse.yaml as it is written. The tenants' other keys are those of their sources.
type file struct {
	Home    string   `yaml:"home,required" kind:"path" doc:"The folder in which everything is kept. It is made when missing, readable by its owner only."`
	Tenants []Tenant `yaml:"tenants,required" doc:"The accounts to fetch, one entry each."`
	Keep    Keep     `yaml:"keep" doc:"How much of the past stays."`
	Limits  Limits   `yaml:"limits" doc:"How much of the machine a run may take."`
}

// A Reader reads configurations. Its zero value knows no source and an empty environment.
type Reader struct {
	Drivers []Driver
	Env     func(name string) (string, bool) // os.LookupEnv in the program
	// Unresolved leaves secrets empty: references are checked for their form and not followed. Commands that ask no
	// API use it, so that whoever only reads the result needs no secret.
	Unresolved bool
}

// Load reads the file at path. The error is an [Error] with every mistake that was found.
func (r Reader) Load(path string) (*Config, error) {
	text, err := readLimited(path, maxFile)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return r.Parse(path, text)
}

// Parse reads the text of a configuration that is, or would be, at path.
func (r Reader) Parse(path string, text []byte) (*Config, error) {
	d := &decoder{reader: r, path: path, folder: filepath.Dir(path), lines: map[string]int{}}
	root, problem := parse(text)
	if problem != nil {
		problem.File = path
		return nil, &Error{Problems: []Problem{*problem}}
	}
	f := defaults()
	d.file(&f, root)
	if len(d.problems) > 0 {
		return nil, d.failure()
	}
	return &Config{
		Path: path, Home: f.Home, Tenants: f.Tenants, Keep: f.Keep, Limits: f.Limits, Secrets: d.secrets,
	}, nil
}

// unreadable explains why there is no configuration.
func unreadable(path string, err error) error {
	p := Problem{
		File: path, What: "it cannot be read", Why: quiet(err).Error(), Next: "look at the file's owner and mode: ls -l " + path,
	}
	if os.IsNotExist(err) {
		p.What, p.Why = "there is no such file", "every command needs a configuration"
		p.Next = "write one: carehouse init, or name it: --config FILE"
	}
	return &Error{Problems: []Problem{p}}
}
