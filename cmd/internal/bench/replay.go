package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/pipeline"
	"carehouse/extract"
	"carehouse/extract/tebra"
	"carehouse/extract/tpastream"
	"carehouse/load/landing"
	"carehouse/models"
)

// product returns the pipeline and a run of it with the configuration that init writes for a source.
func product(home, source string) (*pipeline.Pipeline, engine.Run, error) {
	p := &pipeline.Pipeline{Clock: time.Now}
	for _, d := range []extract.Driver{tpastream.Driver(), tebra.Driver()} {
		if d.Name == source {
			p.Drivers = append(p.Drivers, d)
		}
	}
	reader := config.Reader{Drivers: p.Known(), Unresolved: true}
	c, err := reader.Parse(filepath.Join(home, "carehouse.yaml"), []byte(config.Template(p.Known())))
	if err != nil {
		return nil, engine.Run{}, err
	}
	c.Home = home
	return p, engine.Run{ID: "bench", Config: c, Log: slog.New(slog.DiscardHandler)}, nil
}

// filed are pages that lie on the disk as they came, as one window.
type filed struct {
	facts landing.Facts
	pages corpus
}

// asked is when made-up pages were asked for.
func asked() time.Time { return time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC) }

func newFiled(tenant string, pages corpus, mode models.Mode, at time.Time) filed {
	w := models.NewWindow(pages.table.Source, tenant, pages.table.Name, mode, at)
	f := filed{pages: pages, facts: landing.Facts{
		Window: w, State: landing.StateEnded, Ended: at,
		Verdict: models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: -1},
	}}
	for i, size := range pages.sizes {
		f.facts.Pages = append(f.facts.Pages, landing.PageFacts{
			Number: i + 1, Table: pages.table.Name, Records: pages.records, AskedAt: at, RawBytes: size, Given: pages.given,
		})
	}
	return f
}

func (f filed) Facts() landing.Facts   { return f.facts }
func (f filed) Settle(time.Time) error { return nil }
func (f filed) String() string         { return f.facts.Window.ID }

func (f filed) Page(number int) (models.Page, error) {
	body, err := os.ReadFile(f.pages.path(number))
	return f.pages.page(number, f.facts.Ended, body), err
}

// replayPages is our side: everything that the product does with pages, but for taking them out of the landing.
func replayPages(ctx context.Context, t task) error {
	pages, err := openCorpus(t.Pages, claims())
	if err != nil {
		return err
	}
	if t.Limit > 0 {
		pages.sizes = pages.sizes[:min(t.Limit, len(pages.sizes))]
	}
	return load(ctx, t.Dir, pages, models.Snapshot, asked())
}

// load makes pages a part of a home, and publishes.
func load(ctx context.Context, home string, pages corpus, mode models.Mode, at time.Time) error {
	p, ask, err := product(home, pages.table.Source)
	if err != nil {
		return err
	}
	got, err := p.Load(ctx, ask, []pipeline.Pages{newFiled(ask.Config.Tenants[0].Name, pages, mode, at)})
	if err != nil {
		return err
	}
	if !got.Published || len(got.Refusals) > 0 || got.Receipts == 0 || got.Agreed != got.Receipts {
		return fmt.Errorf("nothing was published: %v", got.Refusals)
	}
	return nil
}
