package supergood

import (
	"context"
	"net/url"
	"sync/atomic"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
	records "carehouse/models/supergood"
)

var (
	_ extract.Source  = (*Source)(nil)
	_ extract.Checker = (*Source)(nil)
	_ extract.Prober  = (*Source)(nil)
)

// A Source is one tenant's access to a deployment.
type Source struct {
	tenant  string
	config  Config
	profile Profile
	base    *url.URL
	local   bool // the deployment is on this machine
	builtIn bool // nobody has written a profile

	client  *transport.Client // asks with a session, and only GET
	door    *transport.Client // opens sessions, and does nothing else
	user    *user
	session *session
	tell    func(transport.Event)
	asking  string // for which dataset; whoever has the user's turn says so
	steps   steps
	memory  string      // the tenant's folder in the vault
	whose   string      // the tenant of the portal whose records they are, once that is known
	said    atomic.Bool // that the profile is not confirmed
	hurried atomic.Bool // a person asks, who waits
	asked   atomic.Bool // and who knows why a password that was refused is tried again
	tables  map[string]*models.Table
}

// New returns the source of a tenant. It sends nothing. Tenants that may be of one login share logins.
func New(tenant string, config Config, env transport.Env, logins *Logins) (*Source, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	builtIn := config.Profile == nil
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	base, err := transport.ParseBase(config.BaseURL)
	if err != nil {
		return nil, err
	}
	s := &Source{
		tenant: tenant, config: config, profile: *config.Profile, base: base, local: here(base), builtIn: builtIn, tables: map[string]*models.Table{},
		memory: env.Memory,
		steps:  steps{vault: env.Vault, path: memoryOf(env.Memory, config.authenticator()), last: logins.step(config.authenticator())},
	}
	if s.tell = env.Observe; s.tell == nil {
		s.tell = func(transport.Event) {}
	}
	s.user, s.session = logins.open(base.String(), config, env)
	header, _ := s.header()
	if s.client, err = transport.New(transport.Config{
		Source: records.Source, Tenant: tenant, BaseURL: config.BaseURL, Auth: authorizer{s}, Header: header, Never: forbidden,
		Pace: s.user.pace, Door: s.session.door, Explain: s.explain, Env: env,
	}); err != nil {
		return nil, err
	}
	if s.door, err = transport.New(transport.Config{
		Source: records.Source, Tenant: tenant, BaseURL: config.BaseURL, Pace: s.user.pace, Never: forbidden,
		Posts: []transport.Post{{Path: s.profile.Authenticate.Path}}, Explain: s.explain, Env: env,
	}); err != nil {
		return nil, err
	}
	for _, t := range records.Tables() {
		s.tables[t.Name] = t
	}
	return s, nil
}

// Datasets implements [extract.Source].
func (s *Source) Datasets() []extract.Dataset {
	var all []extract.Dataset
	for _, name := range s.profile.offered() {
		all = append(all, extract.Dataset{
			Name: name, Tables: []*models.Table{s.tables[name]},
			Plan: s.plan(name), Pages: s.walking(name), Estimate: s.estimate(name),
		})
	}
	return all
}

// Pace is how far apart requests are, for a plan that tells how long it will take.
func (s *Source) Pace() time.Duration {
	return time.Duration(float64(time.Second) / s.config.RequestsPerSecond)
}

// get makes one call of a dataset when it is the user's turn, and says which modules the session has that it was made
// with. Probing is allowed with a profile that nobody has confirmed, and believes nothing of it.
func (s *Source) get(ctx context.Context, dataset string, call transport.Call, probing bool) (transport.Response, modules, error) {
	if !probing && !s.local && !s.profile.Confirmed {
		return transport.Response{}, modules{}, s.unconfirmedOnce()
	}
	done, err := s.user.take(ctx)
	if err != nil {
		return transport.Response{}, modules{}, err
	}
	defer done()
	s.asking = dataset
	waits := func() { s.tell(transport.Event{Kind: transport.Waiting, Dataset: dataset, Why: errTaken.Error()}) }
	if err := s.user.alone(ctx, !s.hurried.Load(), waits); err != nil {
		return transport.Response{}, modules{}, s.taken(err)
	}
	if err := s.enter(ctx); err != nil {
		return transport.Response{}, modules{}, err
	}
	if !probing && s.session.modules.lack(s.profile.Datasets[dataset].Module) { // whose name of it may be wrong until it is confirmed
		return transport.Response{}, modules{}, s.unlicensed()
	}
	if !probing {
		if err := s.ours(false); err != nil {
			return transport.Response{}, modules{}, err
		}
	}
	resp, err := s.client.Do(ctx, call)
	if err == nil && !probing { // it may have taken another session
		err = s.ours(!s.hurried.Load())
	}
	if err != nil && extract.OutcomeOf(err) == models.NeedsPerson && s.session.closed() == nil {
		s.session.bar(s.over()) // what was just renewed is no good either
	}
	return resp, s.session.modules, err
}
