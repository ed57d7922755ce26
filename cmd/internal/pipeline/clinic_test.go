package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A clinic is a source without a network: patients, whose cases are asked for by patient, and their notes by case; and
// rooms, which every window begins with, and which are a dataset of their own as well.
type clinic struct {
	mu     sync.Mutex
	news   []int64 // the patients that the next window of patients brings
	done   []string
	before func(dataset string, page int) error // of each page that is asked for
	idle   bool                                 // patients are not asked for at all
	halves bool                                 // patients are asked for in two windows, each about a part of the account
	alone  bool                                 // cases are asked for after patients, and not because of them
	env    transport.Env                        // that it was opened with last
}

const clinicName = "clinic"

type (
	clinicPatient struct {
		_  models.Row `table:"patients" doc:"One patient."`
		ID models.Int `json:"id" col:",key" doc:"The number."`
	}
	clinicCase struct {
		_        models.Row `table:"cases" doc:"One case."`
		ID       models.Int `json:"id" col:",key" doc:"The number."`
		Practice models.Int `given:"practice_id" col:",key,within" doc:"Who was asked."`
	}
	clinicNote struct {
		_  models.Row `table:"case_notes" doc:"One note."`
		ID models.Int `json:"id" col:",key" doc:"The number."`
	}
	clinicRoom struct {
		_  models.Row `table:"rooms" doc:"One room."`
		ID models.Int `json:"id" col:",key" doc:"The number."`
	}
	clinicConfig struct {
		Note string `yaml:"note" doc:"Nothing."`
	}
)

func clinicTables() []*models.Table {
	return []*models.Table{
		models.MustCompile[clinicRoom](clinicName), models.MustCompile[clinicPatient](clinicName),
		models.MustCompile[clinicCase](clinicName), models.MustCompile[clinicNote](clinicName),
	}
}

func (c *clinic) driver() extract.Driver {
	return extract.Driver{
		Name: clinicName, Doc: "A made-up clinic.", Datasets: []string{"rooms", "patients", "cases", "case_notes"},
		Tables: clinicTables, Config: func(string) any { return &clinicConfig{} },
		Open: func(tenant string, _ any, env transport.Env) (extract.Source, error) {
			c.mu.Lock()
			c.env = env
			c.mu.Unlock()
			return clinicTenant{clinic: c, tenant: tenant}, nil
		},
	}
}

type clinicTenant struct {
	*clinic

	tenant string
}

func (c clinicTenant) Datasets() []extract.Dataset {
	one := func(name, leader string, interval time.Duration) extract.Dataset {
		return extract.Dataset{
			Name: name, Leader: leader, Interval: interval, Plan: c.plan(name, leader), Pages: c.pages(name),
			Estimate: func([]models.Past, models.Window) int { return 10 },
		}
	}
	return []extract.Dataset{
		one("rooms", "", 0), one("patients", "", time.Second), one("cases", "patients", 2*time.Second), one("case_notes", "cases", time.Second),
	}
}

// plan makes one window a run, or one for each window of the leader that was not followed yet.
func (c clinicTenant) plan(name, leader string) func([]models.Past, extract.Want) []models.Window {
	mode := models.Modified
	if leader != "" {
		mode = models.Snapshot
	}
	window := func(want extract.Want) models.Window {
		return models.NewWindow(clinicName, c.tenant, name, mode, want.Now)
	}
	if leader == "" {
		return func(_ []models.Past, want extract.Want) []models.Window {
			if c.idle && name == "patients" {
				return nil
			}
			if c.halves && name == "patients" {
				one, two := window(want), window(want)
				one.ID, one.Parts, two.ID, two.Parts = one.ID+"-1", "1", two.ID+"-2", "2"
				return []models.Window{one, two}
			}
			return []models.Window{window(want)}
		}
	}
	return func(past []models.Past, want extract.Want) []models.Window {
		if c.alone && name == "cases" {
			w := window(want)
			if len(want.Lead) > 0 {
				w.After = want.Lead[len(want.Lead)-1].Window.ID
			}
			return []models.Window{w}
		}
		newest := ""
		for _, p := range past {
			newest = max(newest, p.Window.After)
		}
		var all []models.Window
		for i, lead := range want.Lead {
			if lead.Window.ID > newest {
				w := window(want)
				w.ID, w.After = fmt.Sprintf("%s-%03d", w.ID, i), lead.Window.ID
				all = append(all, w)
			}
		}
		return all
	}
}

// A clinicPage is what a page has: records of a table.
type clinicPage struct {
	table string
	ids   []int64
}

// pages answers with the rooms, and then with the news, or with one page a record of the leader's.
func (c clinicTenant) pages(name string) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(_ context.Context, w models.Window, landed, lead iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return func(yield func(models.Page, error) bool) {
			asked, err := c.questions(name, w, lead)
			if err != nil {
				yield(models.Page{}, err)
				return
			}
			number := 0
			for page, err := range landed {
				number++
				if !yield(page, err) || err != nil {
					return
				}
			}
			for ; number < len(asked); number++ {
				page, err := c.page(name, number+1, asked, w.Planned)
				if !yield(page, err) || err != nil {
					return
				}
			}
		}
	}
}

func (c *clinic) questions(name string, w models.Window, lead iter.Seq2[models.Page, error]) ([]clinicPage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	asked := []clinicPage{{"rooms", []int64{1, 2}}}
	switch {
	case name == "rooms":
		return asked, nil
	case name == "patients":
		return append(asked, clinicPage{name, slices.Clone(c.news)}), nil
	case c.alone && name == "cases":
		return append(asked, clinicPage{name, slices.Clone(c.news)}), nil
	case lead == nil:
		return nil, fmt.Errorf("%s: no lead for %s", w.ID, w.After)
	}
	for page, err := range lead {
		if err != nil {
			return nil, fmt.Errorf("page 1: %w", err)
		}
		if page.Table == "rooms" {
			continue
		}
		var body struct{ Data []struct{ ID int64 } }
		if err := json.Unmarshal(page.Body, &body); err != nil {
			return nil, err
		}
		for _, record := range body.Data {
			asked = append(asked, clinicPage{name, []int64{record.ID}})
		}
	}
	return asked, nil
}

func (c *clinic) page(name string, number int, asked []clinicPage, at time.Time) (models.Page, error) {
	if c.before != nil {
		if err := c.before(name, number); err != nil {
			return models.Page{}, err
		}
	}
	type record struct {
		ID int64 `json:"id"`
	}
	records := []record{}
	for _, id := range asked[number-1].ids {
		records = append(records, record{id})
	}
	body, err := json.Marshal(map[string]any{"data": records})
	page := models.Page{
		Number: number, Table: asked[number-1].table, Records: "data", Call: "ask " + name, Body: body,
		AskedAt: at.Add(time.Duration(number) * time.Millisecond),
	}
	if page.Table == "cases" {
		page.Given = map[string]string{"practice_id": "7"}
	}
	if number == len(asked) {
		page.Verdict = &models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(records))}
		c.mu.Lock()
		c.done = append(c.done, name)
		c.mu.Unlock()
	}
	return page, err
}

// inClinic is a house with one tenant of a clinic.
func inClinic(t *testing.T, c *clinic) *house {
	t.Helper()
	h := build(t, nil, c.driver())
	h.configure(t, "home: ./home\ntenants:\n  - name: eye\n    source: clinic\n")
	return h
}
