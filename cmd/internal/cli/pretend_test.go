package cli

import (
	"context"
	"errors"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

const seconds = engine.Span(time.Second)

// utc is a moment of the tests' morning, before or after it by so long.
func utc(by time.Duration) time.Time { return morning().UTC().Add(by) }

func checked() engine.Check {
	return engine.Check{
		Home: engine.HomeCheck{Path: "./home", Generation: 41, Bytes: 1288490189, Free: 312 << 30, Clones: true},
		Tenants: []engine.TenantCheck{
			{Tenant: "my-tpa", Source: "tpastream", Seen: "SSH-JWT accepted, events feed open, 122,901 claims"},
			{Tenant: "billing-co", Source: "tebra", Seen: "12 of 13 operations allowed", Problems: []engine.Problem{{
				Dataset: "transactions", Outcome: models.NotEntitled, What: "GetTransactions is not allowed",
				Next: `ask the account's administrator for "Read Transactions"`,
			}}},
			{Tenant: "eye-clinic", Source: "nextech", Problems: []engine.Problem{{
				Outcome: models.NeedsPerson, What: "the refresh token has been revoked", Next: "run: carehouse login eye-clinic",
			}}},
		},
	}
}

func planned() engine.Plan {
	return engine.Plan{
		Datasets: []engine.PlanDataset{
			{Tenant: "my-tpa", Dataset: "claims", Mode: models.Feed, After: "90113", Windows: 1, Requests: 14, About: 4 * seconds},
			{Tenant: "my-tpa", Dataset: "members", Mode: models.Snapshot, Windows: 1},
			{
				Tenant: "billing-co", Dataset: "charges", Mode: models.Modified, From: utc(-36 * time.Hour), Windows: 2,
				Requests: 1024, About: 30 * seconds, Note: "12 practices, 1 call a second",
			},
			{
				Tenant: "billing-co", Dataset: "encounters", Mode: models.Modified, Windows: 1, Requests: 9, About: 5 * seconds,
				Follows: "charges", Interval: seconds / 2,
			},
			{Tenant: "billing-co", Dataset: "patient_details", Follows: "patients"},
		},
		Windows: 5, Requests: 1047, About: 39 * seconds, AtLeast: true,
		Rations: []engine.PlanRation{
			{Tenant: "my-tpa", PerDay: 1000, Left: 986, Requests: 14, Days: 1, AtLeast: true},
			{Tenant: "billing-co", PerDay: 500, Requests: 1033, Days: 4},
			{Tenant: "other-co", PerDay: 500, Left: 1, Requests: 501},
		},
		Database: engine.NextDatabase{Generation: 41, Bytes: 1288490189, Clone: true},
	}
}

func done() engine.Sync {
	return engine.Sync{
		Run: "20261120T140053Z-616263", Generation: 42, Published: true, Changed: 2211, Drift: 3,
		Receipts: 103, Agreed: 103, Requests: 55, Elapsed: 41 * seconds,
		Datasets: []engine.SyncDataset{
			{Tenant: "billing-co", Dataset: "charges", Outcome: models.Complete, Changed: 912, Remark: "12 records outside of the span"},
		},
	}
}

func denied() engine.Sync {
	s := done()
	s.Generation = 43
	s.Failures = []engine.Failure{{
		Source: "tpastream", Tenant: "my-tpa", Dataset: "claims", Outcome: models.NotEntitled,
		What: "page 7: GET /api/claims: status 403 after 1 attempt",
		Why:  "the server refuses this address or role; a user's key is bound to a range of addresses",
		Next: "ask TPA Stream to add this host's address, then: carehouse check my-tpa",
	}}
	return s
}

func refused() engine.Sync {
	s := done()
	s.Generation, s.Published, s.Agreed = 41, false, 102
	s.Refusals = []engine.Refusal{{
		Tenant: "my-tpa", Table: "claims", What: "81 % of the rows are gone at once",
		Next: "look at the source; when it is right: carehouse sync --allow-shrink",
	}}
	return s
}

func standing() engine.Status {
	return engine.Status{
		Generation: 42, Published: utc(-12 * time.Second), Before: utc(-23 * time.Hour),
		Datasets: []engine.StatusDataset{
			{Tenant: "my-tpa", Dataset: "claims", FreshUntil: utc(-41 * time.Second), Rows: 122944, Changed: 1284, Drift: 3, Last: models.Complete},
			{Tenant: "billing-co", Dataset: "charges", FreshUntil: utc(-54 * time.Second), Rows: 1904221, Changed: 912, Rejects: 2, Last: models.Empty, Remark: "12 records outside of the span"},
			{Tenant: "billing-co", Dataset: "transactions", Last: models.NotEntitled, Since: utc(-18 * 24 * time.Hour)},
			{Tenant: "eye-clinic", Dataset: "encounters", FreshUntil: utc(-72 * time.Hour), Rows: 8113, Last: models.NeedsPerson, Since: utc(-72 * time.Hour), Unfinished: 1},
			{Tenant: "portal", Dataset: "patients"},
			{Tenant: "portal", Dataset: "visits", Last: models.Complete, Waiting: 1},
		},
		Kept: []engine.KeptTenant{{Source: "tebra", Tenant: "old-billing-co"}},
		Runs: []engine.StatusRun{{
			Run: "20261120T140000Z-616263", Command: "sync", Started: utc(-53 * time.Second), Elapsed: 41 * seconds, Generation: 42, Changed: 2211,
		}, {
			Run: "20261119T140000Z-616263", Command: "sync", Started: utc(-24 * time.Hour), Elapsed: 3 * seconds, Exit: engine.Partial,
		}},
	}
}

func compared() engine.Verify {
	return engine.Verify{
		Generation: 42, Files: 41, Datasets: 2, Agreed: 1,
		Receipts: []engine.Receipt{
			{Tenant: "my-tpa", Table: "claims", Measure: "rows", API: "122944", Landing: "122944", DuckDB: "122944", Parquet: "122944", Agrees: true},
			{Tenant: "my-tpa", Table: "claims", Measure: "amount_billed", Landing: "301980771.3000", DuckDB: "301980771.3000", Parquet: "301980771.3000", Agrees: true},
			{Tenant: "my-tpa", Table: "claims", Measure: "content", Landing: "0000000000000000", DuckDB: "0000000000000000", Parquet: "0000000000000000", Agrees: true},
			{Tenant: "my-tpa", Table: "claim_lines", Measure: "rows", Landing: "823610", DuckDB: "823610", Parquet: "823609"},
		},
	}
}

func setAside() engine.Rejects {
	one := engine.Reject{
		ID: "17", Source: "tpastream", Tenant: "my-tpa", Table: "claims", Path: "claim_medical_lines[2].amount_paid",
		Reason: "more decimals than the column keeps", Window: "20261120T140000.000Z-feed", Page: 3, Record: 7, Seen: utc(-time.Minute),
		Landing: "home/landing/tpastream/my-tpa/claims/20261120T140000.000Z-feed/000003.zst",
	}
	two := one
	two.ID, two.Path, two.Reason, two.Whole = "18", "", "a record without its key", true
	return engine.Rejects{Total: 1200, Rejects: []engine.Reject{one, two}}
}

func seen(tenant string) engine.Probe {
	return engine.Probe{Source: "clinic", Tenant: tenant, Datasets: []engine.ProbeDataset{
		{Dataset: "visits", Call: "GET /visits", Records: 100, Fields: []engine.ProbeField{
			{Path: "id", Type: "text", Count: 100, Looks: "xx-9999", Column: "id"},
			{Path: "phones", Type: "list", Count: 1200},
			{Path: "phones.value", Type: "number|text", Count: 1199, Looks: "999-999-9999", Column: "number"},
		}},
		{Dataset: "payers", Call: "GET /payers", Problem: &engine.Problem{
			Dataset: "payers", Outcome: models.NotEntitled, What: "status 403: the module is not licensed", Next: "ask the clinic for the module",
		}},
		{
			Dataset: "wards", Call: "GET /wards", Problem: &engine.Problem{
				Dataset: "wards", Outcome: models.Failed, What: "no records where they are looked for; the whole answer is shown", Next: "look elsewhere",
			},
			Fields: []engine.ProbeField{{Path: "items", Type: "list", Count: 1}, {Path: "items.id", Type: "text", Count: 3, Looks: "x9"}},
		},
		{
			Dataset: "beds", Call: "GET /beds", Records: 1, Fields: []engine.ProbeField{{Path: "id", Type: "text", Count: 1, Looks: "x9", Column: "id"}},
			Around: []engine.ProbeField{{Path: "data", Type: "list", Count: 1, Column: "records"}, {Path: "next", Type: "text", Count: 1, Looks: "x9"}},
		},
		{Dataset: "rooms", Call: "GET /rooms"},
	}}
}

// pretend answers every command with something worth looking at.
func pretend() engine.Engine {
	return engine.Engine{
		Check:   func(context.Context, engine.Run, engine.Scope) (engine.Check, error) { return checked(), nil },
		Plan:    func(context.Context, engine.Run, engine.SyncAsk) (engine.Plan, error) { return planned(), nil },
		Sync:    func(context.Context, engine.Run, engine.SyncAsk) (engine.Sync, error) { return done(), nil },
		Status:  func(context.Context, engine.Run, engine.Scope) (engine.Status, error) { return standing(), nil },
		Verify:  func(context.Context, engine.Run, engine.Scope) (engine.Verify, error) { return compared(), nil },
		Replay:  func(context.Context, engine.Run, engine.Scope) (engine.Sync, error) { return denied(), nil },
		Rebuild: func(context.Context, engine.Run) (engine.Sync, error) { return refused(), nil },
		Rollback: func(_ context.Context, _ engine.Run, ask engine.RollbackAsk) (engine.Rollback, error) {
			return engine.Rollback{From: 42, To: max(ask.To, 40), Published: utc(-23 * time.Hour), Kept: []int{40, 41, 42}}, nil
		},
		Rejects: func(context.Context, engine.Run, engine.RejectsAsk) (engine.Rejects, error) { return setAside(), nil },
		Reject: func(_ context.Context, _ engine.Run, id string) (engine.Reject, error) {
			if id != "17" {
				return engine.Reject{}, &engine.Fault{Exit: engine.Usage, What: id + ": no such reject", Why: "it may have been retried", Next: "carehouse rejects list"}
			}
			return setAside().Rejects[0], nil
		},
		Retry: func(context.Context, engine.Run, engine.Scope) (engine.Sync, error) {
			return engine.Sync{Generation: 42, Receipts: 3, Agreed: 3, Elapsed: seconds}, nil
		},
		State: func(context.Context, engine.Run, engine.Scope) (engine.State, error) {
			return engine.State{Datasets: []engine.StateDataset{
				{Tenant: "my-tpa", Dataset: "claims", WholeUntil: utc(-time.Hour), Cursor: "90113", Windows: 12, Unfinished: 1},
				{Tenant: "my-tpa", Dataset: "members", Gaps: 2},
			}}, nil
		},
		Rewind: func(_ context.Context, _ engine.Run, ask engine.RewindAsk) (engine.Rewind, error) {
			return engine.Rewind{Datasets: []engine.RewindDataset{
				{Tenant: ask.Tenant, Dataset: ask.Dataset, Forgotten: 1, WholeUntil: ask.To},
			}}, nil
		},
		Simulate: func(ctx context.Context, _ engine.Run, _ engine.SimulateAsk, ready func(engine.Simulator)) error {
			ready(engine.Simulator{
				Sources: []engine.SimulatedSource{{Source: "clinic", URL: "http://127.0.0.1:8080/api"}},
				Config:  "home: ./home\n", Env: []string{"CLINIC_KEY=made-up"},
				Files: []engine.SimulatedFile{{Path: "people.csv", Content: "patient_id\n7\n"}},
			})
			return context.Cause(ctx)
		},
		Login: func(ctx context.Context, _ engine.Run, ask engine.LoginAsk) (engine.Login, error) {
			ask.Show("Open this in a browser: https://login.example/authorize?state=1")
			got := engine.Login{Source: "clinic", Tenant: ask.Tenant, Said: "let in; the next run needs nobody"}
			if !ask.Paste {
				return got, nil
			}
			typed, err := ask.Ask(ctx, "Paste the address:")
			if err == nil && typed != canary {
				err = errors.New("that is no address")
			}
			return got, err
		},
		Probe: func(_ context.Context, _ engine.Run, in engine.Scope) (engine.Probe, error) {
			return seen(in.Tenant), nil
		},
		Demo: func(_ context.Context, run engine.Run, ask engine.DemoAsk) (engine.Demo, error) {
			run.Say("the simulator serves")
			again := done()
			again.Generation, again.Changed, again.Deleted, again.Requests = 2, 60, 1, 7
			return engine.Demo{
				Home: ask.Home, Database: "demo/current/warehouse.duckdb", Lake: "demo/current/lake", Full: done(), Next: again,
				Changes: engine.Changes{Inserted: 20, Updated: 39, Deleted: 1},
				Tour: []engine.Stop{{
					Title: "how many rows there are", Query: "SELECT 1\nFROM claims", Head: []string{"table", ">rows"},
					Rows: [][]string{{"claims", "20,000"}, {"claim_lines", "133,811"}},
				}},
			}, nil
		},
	}
}
