package supergood

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

func TestTheDefaultProfileSaysThatItIsOurs(t *testing.T) {
	t.Parallel()
	p, err := defaultProfile()
	if err != nil {
		t.Fatal(err)
	}
	if p.Confirmed || p.Name != "carehouse default (ours)" || !strings.Contains(DefaultProfile()[:400], "ours and not the vendor's") {
		t.Errorf("got %q, confirmed %t", p.Name, p.Confirmed)
	}
	d := p.withDefaults()
	for name, dataset := range d.Datasets {
		if dataset.Fields != nil {
			t.Errorf("%s: got fields %v, want our own names", name, dataset.Fields)
		}
	}
	// What the sentences promise is what the file writes out.
	bare := Profile{Name: p.Name, Authenticate: Authenticate{Path: "/authenticate"}, Datasets: map[string]Dataset{}}.withDefaults()
	if bare.Header != d.Header || bare.Errors.Code != d.Errors.Code || strings.Join(bare.Errors.MFARefused, " ") != strings.Join(d.Errors.MFARefused, " ") ||
		bare.Authenticate.Body != d.Authenticate.Body || bare.Authenticate.Challenge != d.Authenticate.Challenge || bare.Authenticate.Token != d.Authenticate.Token {
		t.Errorf("got defaults %+v, want %+v", bare, d)
	}
}

func TestMistakesInProfiles(t *testing.T) {
	t.Parallel()
	edit := func(name string, bend func(*Dataset)) func(*Profile) {
		return func(p *Profile) {
			d := p.Datasets[name]
			bend(&d)
			p.Datasets[name] = d
		}
	}
	for _, tt := range []struct {
		want string
		bend func(*Profile)
	}{
		{"name: missing", func(p *Profile) { p.Name = " " }},
		{"header: ", func(p *Profile) { p.Header = "Authorization: Bearer" }},
		{"header: ", func(p *Profile) { p.Header = "Bearer {token}" }},
		{"header: ", func(p *Profile) { p.Header = "A: {token}\r\nB: x" }},
		{"header: ", func(p *Profile) { p.Header = "A: {token} {token}" }},
		{"datasets: missing", func(p *Profile) { p.Datasets = nil }},
		{"datasets.claims: no such dataset", func(p *Profile) { p.Datasets["claims"] = Dataset{} }},
		{"authenticate.path: missing", func(p *Profile) { p.Authenticate.Path = "" }},
		{"authenticate.path: ", func(p *Profile) { p.Authenticate.Path = "https://elsewhere.example/authenticate" }},
		{"authenticate.path: this is no call", func(p *Profile) { p.Authenticate.Path = "/submit_claim" }},
		{"authenticate.path: this is no call", func(p *Profile) { p.Authenticate.Path = "/eligibility" }},
		{"authenticate.path: datasets.patients has the same", func(p *Profile) { p.Authenticate.Path = "/Patients/" }},
		{"authenticate.token: ", func(p *Profile) { p.Authenticate.Token = "a..b" }},
		{"authenticate.body.code: ", func(p *Profile) { p.Authenticate.Body.Code = "a b" }},
		{"authenticate.body.password: username is there already", func(p *Profile) { p.Authenticate.Body.Password = "username.x" }},
		{"authenticate.fixed: ", func(p *Profile) { p.Authenticate.Fixed = Fixed{"a b": "x"} }},
		{"authenticate.fixed: something else", func(p *Profile) { p.Authenticate.Fixed = Fixed{"mfa": "x"} }},
		{"authenticate.challenge.id: ", func(p *Profile) { p.Authenticate.Challenge.ID = "." }},
		{"errors.code: ", func(p *Profile) { p.Errors.Code = "a b" }},
		{"errors.not_licensed: ", func(p *Profile) { p.Errors.NotLicensed = []string{"module", ""} }},
		{"errors.mfa_required: ", func(p *Profile) { p.Errors.MFARequired = []string{""} }},
		{"errors.mfa_refused: ", func(p *Profile) { p.Errors.MFARefused = []string{""} }},
		{"errors.cursor_gone: ", func(p *Profile) { p.Errors.CursorGone = []string{""} }},
		{"datasets.patients.path: missing", edit(patients, func(d *Dataset) { d.Path = "" })},
		{"datasets.patients.path: a path below", edit(patients, func(d *Dataset) { d.Path = "/patients?x=1" })},
		{"datasets.patients.path: a path below", edit(patients, func(d *Dataset) { d.Path = "//elsewhere.example/patients" })},
		{"datasets.patients.path: this is the live check", edit(patients, func(d *Dataset) { d.Path = "/a/../eligibility" })},
		{"datasets.appointments.path: this call changes something", edit(appointments, func(d *Dataset) { d.Path = "/v2/create_appointment/" })},
		{"datasets.eligibility_checks.path: this is the live check", edit(eligibility, func(d *Dataset) { d.Path = "/eligibility" })},
		{"datasets.eligibility_checks.path: this is the live check", edit(eligibility, func(d *Dataset) { d.Path = "/v2/Eligibility/" })},
		{"datasets.eligibility_checks.path: this is the live check", edit(eligibility, func(d *Dataset) { d.Path = "/v2/eligibility.json" })},
		{"authenticate.path: this is no call", func(p *Profile) { p.Authenticate.Path = "/submit_claim.json" }},
		{"datasets.patients.method: only GET", edit(patients, func(d *Dataset) { d.Method = http.MethodPost })},
		{"datasets.patients.records: ", edit(patients, func(d *Dataset) { d.Records = "data[0]" })},
		{"datasets.patients.key: ", edit(patients, func(d *Dataset) { d.Key = "a." })},
		{"datasets.patients.dates: give dates or updated_since", edit(patients, func(d *Dataset) { d.Dates = &Between{From: "a", To: "b"} })},
		{"datasets.patients.dates: records of this dataset have no day", edit(patients, func(d *Dataset) { d.UpdatedSince, d.Dates = nil, &Between{From: "a", To: "b"} })},
		{"datasets.appointments.dates.to: not the name", edit(appointments, func(d *Dataset) { d.Dates = &Between{From: "a"} })},
		{"datasets.appointments.dates.from: not the name", edit(appointments, func(d *Dataset) { d.Dates = &Between{To: "a"} })},
		{"datasets.appointments.dates.format: must be one of", edit(appointments, func(d *Dataset) { d.Dates.Format = "02.01.2006" })},
		{"datasets.appointments.dates.to: dates.from is the same", edit(appointments, func(d *Dataset) { d.Dates.To = d.Dates.From })},
		{"datasets.patients.updated_since.parameter: not the name", edit(patients, func(d *Dataset) { d.UpdatedSince.Parameter = "" })},
		{"datasets.patients.updated_since.format: must be one of", edit(patients, func(d *Dataset) { d.UpdatedSince.Format = "iso" })},
		{"datasets.patients.updated_since.parameter: paging.limit is the same", edit(patients, func(d *Dataset) { d.UpdatedSince.Parameter = "limit" })},
		{"datasets.patients.query: not the name", edit(patients, func(d *Dataset) { d.Query = Fixed{"a&b": "c"} })},
		{"datasets.patients.query: paging.cursor is the same", edit(patients, func(d *Dataset) { d.Query = Fixed{"cursor": "c"} })},
		{"datasets.encounters.notes: query is the same", edit(encounters, func(d *Dataset) { d.Query = Fixed{"include": "c"} })},
		{"datasets.patients.fields: no column", edit(patients, func(d *Dataset) { d.Fields = Fields{"shoe_size": "x"} })},
		{"datasets.patients.fields.email: a place in a body", edit(patients, func(d *Dataset) { d.Fields = Fields{"email": ""} })},
		{"datasets.patients.fields.last_name: email has the same", edit(patients, func(d *Dataset) { d.Fields = Fields{"email": "x", "last_name": "x"} })},
		{"datasets.patients.fields.id: another place", edit(patients, func(d *Dataset) { d.Fields = Fields{"id": "x"} })},
		{"datasets.patients.paging.style: must be one of page, offset", edit(patients, func(d *Dataset) { d.Paging.Style = "" })},
		{"datasets.patients.paging.size: ", edit(patients, func(d *Dataset) { d.Paging.Size = -1 })},
		{"datasets.patients.paging.first: style cursor", edit(patients, func(d *Dataset) { d.Paging.First = new(1) })},
		{"datasets.patients.paging.first: pages are counted", edit(patients, func(d *Dataset) { d.Paging.First = new(2) })},
		{"datasets.patients.paging.cursor: missing", edit(patients, func(d *Dataset) { d.Paging.Cursor = "" })},
		{"datasets.patients.paging.next: missing", edit(patients, func(d *Dataset) { d.Paging.Next = "" })},
		{"datasets.patients.paging.page: style cursor has no such", edit(patients, func(d *Dataset) { d.Paging.Page = "p" })},
		{"datasets.patients.paging.offset: missing", edit(patients, func(d *Dataset) { d.Paging = Paging{Style: byOffset} })},
		{"datasets.patients.paging.page: missing", edit(patients, func(d *Dataset) { d.Paging = Paging{Style: byPage} })},
		{"datasets.patients.paging.limit: not the name", edit(patients, func(d *Dataset) { d.Paging.Limit = "a b" })},
		{"datasets.patients.paging.more: a place", edit(patients, func(d *Dataset) { d.Paging.More = "a b" })},
	} {
		p, err := defaultProfile()
		if err != nil {
			t.Fatal(err)
		}
		tt.bend(&p)
		config := Config{BaseURL: "https://deployment.example/v1", Auth: testAuth(), Profile: &p}
		if err := config.Validate(); err == nil || !strings.HasPrefix(err.Error(), "profile."+tt.want) {
			t.Errorf("got %v, want profile.%s…", err, tt.want)
		}
	}
}

func TestMistakesInConfigurations(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want string
		bend func(*Config)
	}{
		{"base_url: ", func(c *Config) { c.BaseURL = "" }},
		{"base_url: ", func(c *Config) { c.BaseURL = "http://deployment.example" }},
		{"auth.username: missing", func(c *Config) { c.Auth.Username = "" }},
		{"auth.password: missing", func(c *Config) { c.Auth.Password = models.Secret{} }},
		{"auth.password: not UTF-8", func(c *Config) { c.Auth.Password = models.NewSecret("CANARY\xfc") }},
		{"auth.mfa: must be", func(c *Config) { c.Auth.MFA = "push" }},
		{"auth.totp_secret: missing", func(c *Config) { c.Auth.MFA, c.Auth.TOTPSecret = byTOTP, models.Secret{} }},
		{"auth.totp_secret: not for mfa sms", func(c *Config) { c.Auth.MFA = bySMS }},
		{"auth.totp_secret: not the base32", func(c *Config) { c.Auth.TOTPSecret = models.NewSecret("CANARY1890189018901890") }},
		{"auth.totp_secret: not the base32", func(c *Config) { c.Auth.TOTPSecret = models.NewSecret("CANARY") }},
		{"auth.mfa_command: ", func(c *Config) { c.Auth.MFACommand = []string{""} }},
		{"overlap: ", func(c *Config) { c.Overlap = -1 }},
		{"full_every: ", func(c *Config) { c.FullEvery = -1 }},
		{"back: ", func(c *Config) { c.Back = -1 }},
		{"ahead: ", func(c *Config) { c.Ahead = 4000 * day }},
		{"from: ", func(c *Config) { c.From = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"requests_per_second: ", func(c *Config) { c.RequestsPerSecond = -1 }},
	} {
		config := Config{BaseURL: "https://deployment.example/v1", Auth: testAuth()}
		if err := config.Validate(); err != nil {
			t.Fatal(err)
		}
		tt.bend(&config)
		if err := config.Validate(); err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("got %v, want %s…", err, tt.want)
		}
	}
	spaced := Config{BaseURL: "https://deployment.example/v1", Auth: testAuth()}
	spaced.Auth.TOTPSecret = models.NewSecret("jbsw y3dp ehpk 3pxp")
	if err := spaced.Validate(); err != nil {
		t.Errorf("got %v of a secret as portals show it", err)
	}
}

// refuseAll is a network that nothing may reach.
type refuseAll struct{ asked []string }

func (n *refuseAll) RoundTrip(r *http.Request) (*http.Response, error) {
	n.asked = append(n.asked, r.Method+" "+r.URL.Path)
	return nil, http.ErrServerClosed
}

// TestAnUnconfirmedProfileAsksNobody lets nothing but a probe reach another machine.
func TestAnUnconfirmedProfileAsksNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		way := &refuseAll{}
		build := func(profile *Profile) *Source {
			source, err := New("my-portal", Config{BaseURL: "https://deployment.example/v1", Auth: testAuth(), Profile: profile}, transport.Env{
				Clock: time.Now, Random: func() float64 { return 0.5 }, Network: way,
			}, NewLogins())
			if err != nil {
				t.Fatal(err)
			}
			return source
		}
		source := build(nil)
		for _, name := range datasetNames() {
			_, err := fetch(t, source, plan(t, source, name, nil, extract.Want{}))
			needs(t, err, "page 1: GET /v1/"+name+": the profile is not confirmed", "carehouse probe my-portal")
		}
		ours, err := defaultProfile()
		if err != nil {
			t.Fatal(err)
		}
		const write = "carehouse init --profile supergood > supergood.yaml"
		if own := build(&ours).unconfirmed().advice; !strings.Contains(source.unconfirmed().advice, write) || strings.Contains(own, write) {
			t.Errorf("who has no profile is told %q, who has one %q", source.unconfirmed().advice, own)
		}
		report, err := source.Check(t.Context())
		if err != nil || len(report.Problems) != 1 || !strings.Contains(report.Problems[0].Advice, "confirmed: true") {
			t.Errorf("got %+v, %v", report, err)
		}
		if len(way.asked) != 0 {
			t.Errorf("asked %q", way.asked)
		}
		if _, err := source.Probe(t.Context()); err == nil || len(way.asked) == 0 || way.asked[0] != "POST /v1/authenticate" {
			t.Errorf("got %v, asked %q", err, way.asked)
		}
		confirmed, err := defaultProfile()
		if err != nil {
			t.Fatal(err)
		}
		confirmed.Confirmed = true
		source, way.asked = build(&confirmed), nil
		if _, err := fetch(t, source, plan(t, source, encounters, nil, extract.Want{})); len(way.asked) == 0 || extract.OutcomeOf(err) != models.Unreachable {
			t.Errorf("got %v with a profile that is confirmed", err)
		}
	})
	for address, want := range map[string]bool{"http://localhost:1/x": true, "http://127.9.9.9/": true, "https://[::1]/": true, "https://localhost.example/": false} {
		base, err := transport.ParseBase(address)
		if err != nil || here(base) != want {
			t.Errorf("%s: got %t, %v", address, !want, err)
		}
	}
}

// TestADatasetThatTheProfileLacksIsNotOffered keeps the order of the others.
func TestADatasetThatTheProfileLacksIsNotOffered(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { delete(c.Profile.Datasets, appointments) }, func(t *testing.T, s *stage) {
		t.Helper()
		var got []string
		for _, d := range s.source.Datasets() {
			got = append(got, d.Name)
		}
		if strings.Join(got, " ") != "patients encounters eligibility_checks" {
			t.Errorf("got %q", got)
		}
	})
}

// TestNamesOfAProfile are landed with every page, the key's and the change's included.
func TestNamesOfAProfile(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		d := c.Profile.Datasets[encounters]
		d.Key, d.UpdatedAt, d.Fields = "meta.number", "meta.changed", Fields{"status": "state", "locked": "locked", "edits.by": "edits.who"}
		c.Profile.Datasets[encounters] = d
		f.lists["/encounters"] = []map[string]any{{"meta": map[string]any{"number": 7, "changed": "1999-12-01T00:00:00Z"}}}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		pages, past := s.must(t, encounters)
		want := Fields{"id": "meta.number", "updated_at": "meta.changed", "status": "state", "edits.by": "edits.who"}
		if got := pages[0].Names; len(got) != len(want) || got["id"] != want["id"] || got["updated_at"] != want["updated_at"] || got["edits.by"] != "edits.who" {
			t.Errorf("got names %v, want %v", got, want)
		}
		if past.Verdict.Distinct != 1 || !past.Verdict.Absence || past.Verdict.CursorAt.Year() != 1999 {
			t.Errorf("got %+v", past.Verdict)
		}
	})
}

func TestTheDriver(t *testing.T) {
	t.Parallel()
	d := Driver()
	if _, err := d.Open("my-portal", &struct{}{}, transport.Env{Clock: time.Now}); err == nil {
		t.Error("opened with another driver's settings")
	}
	config, ok := d.Config(d.Name).(*Config)
	if !ok {
		t.Fatal("got settings that are not ours")
	}
	config.BaseURL, config.Auth = "https://deployment.example/v1", testAuth()
	source, err := d.Open("my-portal", config, transport.Env{Clock: time.Now})
	if err != nil || len(source.Datasets()) != len(d.Datasets) {
		t.Errorf("got %v", err)
	}
	config.Auth.Username = ""
	if _, err := d.Open("my-portal", config, transport.Env{Clock: time.Now}); err == nil {
		t.Error("opened without a user")
	}
}
