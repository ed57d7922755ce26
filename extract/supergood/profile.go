package supergood

import (
	"cmp"
	"maps"
	"slices"

	"carehouse/models"
)

// A Profile says how a deployment spells what the vendor publishes no spelling of. What a place in a body is, is written
// with dots: "data.items". A file of it is read as strictly as the configuration.
type Profile struct {
	Name         string             `yaml:"name,required" doc:"What the profile is called, for people."`
	Confirmed    bool               `yaml:"confirmed" doc:"Whether somebody has compared the profile with the deployment. Without it nothing but carehouse probe is asked of another machine."`
	Authenticate Authenticate       `yaml:"authenticate,required" doc:"How a session is opened."`
	Header       string             `yaml:"header" doc:"The header that carries the session, with {token} in it; \"Authorization: Bearer {token}\"."`
	Errors       Errors             `yaml:"errors" doc:"What the deployment writes into errors."`
	Datasets     map[string]Dataset `yaml:"datasets,required" doc:"What can be asked for: patients, appointments, encounters, eligibility_checks. What is left out is not fetched."`
}

// Authenticate is the one call that is no GET.
type Authenticate struct {
	Path      string    `yaml:"path,required" doc:"The path below base_url."`
	Body      Body      `yaml:"body" doc:"Where the request's body has what."`
	Fixed     Fixed     `yaml:"fixed" doc:"Members of the request's body that are always the same, as place: text."`
	Token     string    `yaml:"token" doc:"Where the answer has the session's token; session_token."`
	ExpiresAt string    `yaml:"expires_at" doc:"Where the answer says when the session ends, as an instant or in seconds; expires_at."`
	TenantID  string    `yaml:"tenant_id" doc:"Where the answer says whose session it is; tenant_id."`
	Modules   string    `yaml:"modules" doc:"Where the answer lists the licensed modules; modules."`
	Challenge Challenge `yaml:"challenge" doc:"Where the answer that asks for a code has what."`
}

// Fixed are texts that a request always has.
type Fixed map[string]string

// Body is where the request for a session has what.
type Body struct {
	Username  string `yaml:"username" doc:"The user; username."`
	Password  string `yaml:"password" doc:"The password; password."`
	TenantID  string `yaml:"tenant_id" doc:"The tenant, where the configuration has one; tenant_id."`
	Method    string `yaml:"method" doc:"The kind of code, with the code only; mfa.method."`
	Code      string `yaml:"code" doc:"The code; mfa.code."`
	Challenge string `yaml:"challenge" doc:"The challenge that the code answers; mfa.challenge_id."`
}

// Challenge is where an answer that asks for a code has what.
type Challenge struct {
	ID     string `yaml:"id" doc:"The challenge's id; challenge_id."`
	Method string `yaml:"method" doc:"The kind of code: totp, sms or email; method."`
}

// Errors are the words of the deployment's errors.
type Errors struct {
	Code        string   `yaml:"code" doc:"Where an error has its code; error."`
	MFARequired []string `yaml:"mfa_required" doc:"The codes that ask for a second factor; mfa_required."`
	MFARefused  []string `yaml:"mfa_refused" doc:"The codes that refuse a second factor, and not the password; mfa_invalid, mfa_expired, mfa_reused."`
	NotLicensed []string `yaml:"not_licensed" doc:"The codes of a module that is not licensed; module_not_licensed."`
	CursorGone  []string `yaml:"cursor_gone" doc:"The codes of a cursor that is not valid any more, besides status 410; cursor_expired, cursor_invalid."`
}

// Dataset is how one kind of record is asked for.
type Dataset struct {
	Path    string `yaml:"path,required" doc:"The path below base_url."`
	Method  string `yaml:"method" doc:"GET, and nothing else."`
	Query   Fixed  `yaml:"query" doc:"Parameters that are always the same."`
	Notes   Fixed  `yaml:"notes" doc:"Parameters that ask for the text of notes, sent with notes: true only."`
	Records string `yaml:"records" doc:"Where the answer has its records; the whole body when left out."`
	Paging  Paging `yaml:"paging,required" doc:"How one page follows another."`

	UpdatedSince *Since   `yaml:"updated_since" doc:"How records are asked for that changed after a moment, where that can be asked."`
	Dates        *Between `yaml:"dates" doc:"How records of a span of days are asked for, where that can be asked."`

	Key       string `yaml:"key" doc:"Where a record has its id; id."`
	UpdatedAt string `yaml:"updated_at" doc:"Where a record says when it last changed; updated_at."`
	Module    string `yaml:"module" doc:"The module that it takes; none when left out."`
	Fields    Fields `yaml:"fields" doc:"Where a record has what is called otherwise here, as ours: theirs; lists are passed through: phones.number: contacts.value."`
}

// Fields are our places in a record and theirs.
type Fields map[string]string

// The styles of paging.
const (
	byPage   = "page"   // ?page=3
	byOffset = "offset" // ?offset=200
	byCursor = "cursor" // the answer has the next one
	byLink   = "link"   // the answer has the address of the next page, of which only the query is taken
)

func styles() []string { return []string{byPage, byOffset, byCursor, byLink} }

// Paging is how one page follows another.
type Paging struct {
	Style  string `yaml:"style,required" doc:"page, offset, cursor or link."`
	Limit  string `yaml:"limit" doc:"The parameter that says how many records a page may have; none when left out."`
	Size   int    `yaml:"size" doc:"How many records a page may have; 100."`
	Page   string `yaml:"page" doc:"Of style page: the parameter that counts pages."`
	First  *int   `yaml:"first" doc:"Of style page: the first page's number; 1."`
	Offset string `yaml:"offset" doc:"Of style offset: the parameter that counts records."`
	Cursor string `yaml:"cursor" doc:"Of style cursor: the parameter that takes the cursor."`
	Next   string `yaml:"next" doc:"Of style cursor and link: where the answer has the next cursor or address."`
	More   string `yaml:"more" doc:"Where the answer says whether more follows, where it does."`
	Total  string `yaml:"total" doc:"Where the answer says how many records there are in all, where it does."`
}

// The ways to write a moment or a day into a parameter.
const (
	asInstant = "datetime" // 2026-06-15T12:00:00Z
	asDate    = "date"     // 2026-06-15
	asUSDate  = "us_date"  // 06/15/2026
	asUnix    = "unix"     // seconds
)

func formats() []string { return []string{asInstant, asDate, asUSDate, asUnix} }

// Since is a parameter that takes a moment.
type Since struct {
	Parameter string `yaml:"parameter,required" doc:"The parameter's name."`
	Format    string `yaml:"format" doc:"datetime (2026-06-15T12:00:00Z), date, us_date (06/15/2026) or unix (seconds); datetime."`
}

// Between is two parameters that take the first and the last day.
type Between struct {
	From   string `yaml:"from,required" doc:"The parameter of the first day."`
	To     string `yaml:"to,required" doc:"The parameter of the last day."`
	Format string `yaml:"format" doc:"date, us_date (06/15/2026), datetime (2026-06-15T12:00:00Z) or unix (seconds); date."`
}

// withDefaults fills in what the sentences above say.
func (p Profile) withDefaults() Profile {
	p.Header = cmp.Or(p.Header, "Authorization: Bearer {token}")
	p.Authenticate = p.Authenticate.withDefaults()
	e := &p.Errors
	e.Code = cmp.Or(e.Code, "error")
	e.MFARequired = either(e.MFARequired, "mfa_required")
	e.MFARefused = either(e.MFARefused, "mfa_invalid", "mfa_expired", "mfa_reused")
	e.NotLicensed = either(e.NotLicensed, "module_not_licensed")
	e.CursorGone = either(e.CursorGone, "cursor_expired", "cursor_invalid")
	datasets := map[string]Dataset{}
	for name, d := range p.Datasets {
		datasets[name] = d.withDefaults(tableOf(name))
	}
	p.Datasets = datasets
	return p
}

func (a Authenticate) withDefaults() Authenticate {
	a.Token = cmp.Or(a.Token, "session_token")
	a.ExpiresAt = cmp.Or(a.ExpiresAt, "expires_at")
	a.TenantID = cmp.Or(a.TenantID, "tenant_id")
	a.Modules = cmp.Or(a.Modules, "modules")
	a.Challenge.ID = cmp.Or(a.Challenge.ID, "challenge_id")
	a.Challenge.Method = cmp.Or(a.Challenge.Method, "method")
	a.Body.Username = cmp.Or(a.Body.Username, "username")
	a.Body.Password = cmp.Or(a.Body.Password, "password")
	a.Body.TenantID = cmp.Or(a.Body.TenantID, "tenant_id")
	a.Body.Method = cmp.Or(a.Body.Method, "mfa.method")
	a.Body.Code = cmp.Or(a.Body.Code, "mfa.code")
	a.Body.Challenge = cmp.Or(a.Body.Challenge, "mfa.challenge_id")
	return a
}

func either(own []string, others ...string) []string {
	if own == nil {
		return others
	}
	return own
}

func (d Dataset) withDefaults(t *models.Table) Dataset {
	d.Paging.Size = cmp.Or(d.Paging.Size, 100)
	if d.Paging.First == nil {
		d.Paging.First = new(1)
	}
	if d.UpdatedSince != nil {
		since := *d.UpdatedSince
		since.Format = cmp.Or(since.Format, asInstant)
		d.UpdatedSince = &since
	}
	if d.Dates != nil {
		dates := *d.Dates
		dates.Format = cmp.Or(dates.Format, asDate)
		d.Dates = &dates
	}
	d.Key = cmp.Or(d.Key, d.Fields[ourKey], ourKey)
	d.UpdatedAt = cmp.Or(d.UpdatedAt, d.Fields[ourUpdated], ourUpdated)
	fields := Fields{}
	maps.Copy(fields, d.Fields)
	fields[ourKey] = d.Key
	if t != nil && columnAt(t, ourUpdated) != "" {
		fields[ourUpdated] = d.UpdatedAt
	}
	places := map[string]int{}
	for _, theirs := range fields {
		places[theirs]++
	}
	maps.DeleteFunc(fields, func(ours, theirs string) bool { return ours == theirs && places[theirs] == 1 })
	if d.Fields = fields; len(fields) == 0 {
		d.Fields = nil
	}
	return d
}

// The members of every record that the walk itself reads, as we call them.
const (
	ourKey     = "id"
	ourUpdated = "updated_at"
)

// offered lists the profile's datasets in our order.
func (p Profile) offered() []string {
	return slices.DeleteFunc(datasetNames(), func(name string) bool {
		_, ok := p.Datasets[name]
		return !ok
	})
}
