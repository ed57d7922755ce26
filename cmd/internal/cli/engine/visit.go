package engine

import (
	"context"

	"carehouse/models"
)

// A LoginAsk says who is to be let in, and how to talk with the person who does it.
type LoginAsk struct {
	Scope // a tenant

	Paste bool                                                     // there is no browser on this machine
	Show  func(line string)                                        // tells the person something
	Ask   func(ctx context.Context, prompt string) (string, error) // waits for a line; nothing is echoed
}

// Command is what to type to ask for it.
func (a LoginAsk) Command() string {
	command := "carehouse login " + a.Tenant
	if a.Paste {
		command += " --paste"
	}
	return command
}

// A Login is what a person has achieved.
type Login struct {
	Source string `json:"source"`
	Tenant string `json:"tenant"`
	Said   string `json:"said"` // one line
}

// A Probe is what the answers of a tenant's API look like, without what they say.
type Probe struct {
	Source   string         `json:"source"`
	Tenant   string         `json:"tenant"`
	Datasets []ProbeDataset `json:"datasets"`
}

// A ProbeDataset is what one page looked like.
type ProbeDataset struct {
	Dataset string       `json:"dataset"`
	Call    string       `json:"call"`    // "GET /patients"
	Records int          `json:"records"` // that the page had
	Fields  []ProbeField `json:"fields"`
	Around  []ProbeField `json:"around,omitempty"`  // what the answer has beside the records; the column is what it is taken for
	Problem *Problem     `json:"problem,omitempty"` // why there is no page, or none that says enough
}

// A ProbeField is a place in the records.
type ProbeField struct {
	Path   string `json:"path"`             // "phones.number"
	Type   string `json:"type"`             // "text", "number", "flag", "null", "object", "list"; several parted by |
	Count  int    `json:"count"`            // how often something was there
	Looks  string `json:"looks"`            // each letter as x, each digit as 9
	Column string `json:"column,omitempty"` // that it fills; none is _extra
}

// Exit returns the code that the probe ends with.
func (p Probe) Exit() Exit {
	code := OK
	for _, d := range p.Datasets {
		switch {
		case d.Problem == nil:
		case d.Problem.Outcome == models.NeedsPerson:
			return Person
		default:
			code = Partial
		}
	}
	return code
}
