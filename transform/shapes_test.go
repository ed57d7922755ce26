package transform

import (
	"testing"
	"time"

	"carehouse/models"
)

// An order has every kind of column, objects in objects, lists in objects and lists in lists.
type order struct {
	_ models.Row `table:"orders" doc:"One order."`

	ID       models.Int       `json:"id" col:"order_id,key" ref:"order_ref" else:"alias,who.id" doc:"The key."`
	Code     models.Text      `json:"code" col:",key" else:"who.code" doc:"The other half of the key."`
	Alias    models.Int       `json:"alias" doc:"Stands in for the key."`
	Who      who              `json:"who"`
	Amount   models.Money     `json:"amount" doc:"Money."`
	Quantity models.Quantity  `json:"quantity" doc:"A count."`
	Day      models.Date      `json:"day" doc:"A day."`
	At       models.Instant   `json:"at" col:",version" doc:"An instant."`
	Local    models.LocalTime `json:"local" doc:"A wall clock."`
	Stamp    models.Stamp     `json:"stamp" doc:"Either."`
	Span     models.DateRange `json:"span" doc:"Days."`
	Flag     models.Flag      `json:"flag" doc:"Yes or no."`
	Any      models.JSON      `json:"any" doc:"Anything."`
	Seen     models.JSON      `json:"seen" col:",volatile" doc:"Moves without meaning."`
	Note     models.Text      `json:"note" doc:"Text."`
	Lines    []orderLine      `json:"lines" table:"order_lines" doc:"Its lines."`
}

type who struct {
	ID    models.Int  `json:"id" doc:"Somebody."`
	Code  models.Text `json:"code" doc:"A code."`
	Name  models.Text `json:"name" phi:"direct" doc:"A name."`
	Where where       `json:"where"`
	Tags  []tag       `json:"tags" table:"order_tags" doc:"A list in an object."`
}

type where struct {
	City models.Text      `json:"city" doc:"A city."`
	When models.DateRange `json:"when" doc:"From when to when."`
}

type tag struct {
	Name models.Text `json:"name" doc:"A tag."`
}

type orderLine struct {
	ID    models.Int       `json:"id" col:"line_id" else:"alt" doc:"Which."`
	Alt   models.Int       `json:"alt" doc:"Stands in."`
	Price models.Money     `json:"price" doc:"How much."`
	Span  models.DateRange `json:"span" doc:"Days."`
	Text  models.Text      `json:"text" else:"box.text" doc:"Text."`
	Box   box              `json:"box"`
	Notes []lineNote       `json:"notes" table:"order_line_notes" doc:"A list in a list."`
}

type box struct {
	Text  models.Text `json:"text" doc:"Text."`
	Parts []part      `json:"parts" table:"order_parts" doc:"A list in an object in a list."`
}

type part struct {
	Price models.Money `json:"price" doc:"How much."`
}

type lineNote struct {
	Text models.Text `json:"text" doc:"Text."`
	Sign []sign      `json:"signs" table:"order_signs" doc:"A third list."`
}

type sign struct {
	By models.Text `json:"by" doc:"Who."`
	On models.Date `json:"on" doc:"When."`
}

// orders returns a plan that nobody has used.
func orders(tb testing.TB) *Plan {
	tb.Helper()
	p, err := Compile(models.MustCompile[order]("shop"))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func testWindow() models.Window {
	return models.Window{Source: "shop", Tenant: "acme", Dataset: "orders", ID: "20260131T101500.000Z-snapshot"}
}

func testPage(body string) models.Page {
	return models.Page{
		Number: 3, Table: "orders", Records: "data", AskedAt: time.Date(2026, 1, 31, 10, 15, 0, 250_000_000, time.UTC),
		Body: []byte(body),
	}
}
