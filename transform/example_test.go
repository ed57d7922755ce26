package transform_test

import (
	"fmt"
	"time"

	"carehouse/models"
	"carehouse/transform"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

type visit struct {
	_ models.Row `table:"visits" doc:"One visit."`

	ID    models.Int   `json:"id" col:"visit_id,key" doc:"The visit's id."`
	Fee   models.Money `json:"fee" doc:"What it cost."`
	Notes []note       `json:"notes" table:"visit_notes" doc:"What was written down."`
}

type note struct {
	Text models.Text `json:"text" phi:"direct" doc:"Free text."`
}

func ExamplePlan_Flatten() {
	plan, err := transform.Compile(models.MustCompile[visit]("clinic"))
	if err != nil {
		fmt.Println(err)
		return
	}
	window := models.NewWindow("clinic", "north", "visits", models.Snapshot, time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	page := models.Page{
		Number: 1, Table: "visits", Records: "data",
		Body: []byte(`{"data": [{"id": 1, "fee": 125.50, "notes": [{"text": "a"}, {"text": "b"}]}, {"id": 2, "fee": "1.00001"}]}`),
	}
	batch, err := plan.Flatten(memory.DefaultAllocator, window, page)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer batch.Release()
	for _, totals := range batch.Totals {
		fmt.Println(totals.Table, totals.Rows, totals.Money["fee"])
	}
	fmt.Println(batch.Rejects[0].Record, batch.Rejects[0].Path, batch.Rejects[0].Reason)
	// Output:
	// visits 2 125.5000
	// visit_notes 2 0.0000
	// 1 fee more decimals than the column keeps
}
