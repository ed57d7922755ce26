package supergood

import (
	"context"
	"encoding/json"
	"fmt"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// glance is how many records a probe asks for.
const glance = 5

// Probe implements [extract.Prober]. It is what a profile is written by, so it is the one thing that may be asked with a
// profile that nobody has confirmed, and a body in which nothing is where the profile says is shown as a whole.
func (s *Source) Probe(ctx context.Context) ([]extract.Sight, error) {
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	defer s.user.leave()
	var all []extract.Sight
	for _, name := range s.profile.offered() {
		sight, err := s.look(ctx, name)
		if err != nil {
			return all, err
		}
		all = append(all, sight)
	}
	return all, nil
}

// look asks for a page of a dataset.
func (s *Source) look(ctx context.Context, name string) (extract.Sight, error) {
	d := s.profile.Datasets[name]
	sight := extract.Sight{Dataset: name, Call: "GET " + s.base.Path + d.Path}
	resp, _, err := s.small(ctx, name, glance, true, transport.Sound)
	if err != nil {
		p, ok := s.problem(name, err)
		if !ok || p.Dataset == "" {
			return sight, fmt.Errorf("%s: %w", name, err)
		}
		sight.Problem = &p
		return sight, nil
	}
	g := glass{table: s.tables[name], dataset: d}
	records, ok := recordsIn(resp.Body, d.Records)
	if !ok {
		sight.Problem = &extract.Problem{
			Dataset: name, Outcome: models.Failed, What: "no records where the profile looks for them; the whole answer is shown",
			Advice: "write the path of the list of records into datasets." + name + ".records",
		}
		g.table = nil
		g.value("", at(resp.Body, ""))
		sight.Fields = g.seen()
		return sight, nil
	}
	if d.Records != "" {
		beside := glass{dataset: d, around: true}
		beside.value("", at(resp.Body, ""))
		sight.Around = beside.seen()
	}
	if sight.Problem = s.doubt(name, resp.Body); sight.Problem == nil {
		sight.Problem = s.before(ctx, name, records)
	}
	sight.Records = len(records)
	for _, record := range records {
		g.value("", record)
	}
	sight.Fields = g.seen()
	return sight, nil
}

// before says that pages are counted from 0 where the profile has them counted from 1, which would leave out the first one for
// ever. Whoever counts from 1 refuses page 0, or takes it for page 1.
func (s *Source) before(ctx context.Context, name string, first []json.RawMessage) *extract.Problem {
	d := s.profile.Datasets[name]
	if d.Paging.Style != byPage || *d.Paging.First == 0 {
		return nil
	}
	var l list
	_, _, err := s.smallAt(ctx, name, place{page: 0}, glance, true, func(body []byte) error { return s.read(name, body, &l) })
	known := map[string]bool{}
	for _, record := range first {
		known[d.entry(record).key] = true
	}
	if err != nil || len(l.entries) == 0 || known[l.entries[0].key] {
		return nil
	}
	return &extract.Problem{
		Dataset: name, Outcome: models.Failed, What: "page 0 has other records than page 1",
		Advice: "pages are counted from 0: write  first: 0  into datasets." + name + ".paging (paging.first)",
	}
}

// doubt says why a page that has its records where the profile looks for them is not one to go on from, if it is not.
func (s *Source) doubt(name string, body []byte) *extract.Problem {
	var l list
	err := s.read(name, body, &l)
	if err == nil {
		err = s.fits(name, &l)
	}
	if err != nil {
		p, ok := problem(name, err)
		if !ok {
			p = extract.Problem{Dataset: name, Outcome: models.Failed, What: err.Error(), Advice: "see what is beside the records; or probe again later"}
		}
		return &p
	}
	p := s.profile.Datasets[name].Paging
	if p.Size = glance; !p.cut(place{page: 1}, &l) {
		return nil
	}
	return &extract.Problem{
		Dataset: name, Outcome: models.Failed, What: "as many records as were asked for, and nothing says whether more follow",
		Advice: "see what is beside the records, and put datasets." + name + ".paging right in the profile",
	}
}
