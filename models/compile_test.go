package models

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

type order struct {
	_       Row       `table:"orders" doc:"An order."`
	No      Int       `json:"no" col:"order_no,key" else:"about.id" phi:"linked" doc:"Its number."`
	Changed Instant   `json:"changed" col:",version" doc:"When it changed."`
	Seen    Int       `json:"seen" col:",volatile" doc:"Who has seen it."`
	Span    DateRange `json:"span" doc:"Its days."`
	About   about     `json:"about"`
	Items   []item    `json:"items" table:"order_items" doc:"An item."`
}

type about struct {
	ID   Int  `json:"id" doc:"Another number."`
	Name Text `json:"name" phi:"direct" doc:"Whose it is."`
}

type item struct {
	priced

	Notes []note `json:"notes" table:"order_item_notes" doc:"A note."`
}

// priced is what several records share.
type priced struct {
	Price Money `json:"price" doc:"Its price."`
}

type note struct {
	Text Text `json:"text" doc:"What it says."`
}

func TestAStructIsItsTable(t *testing.T) {
	t.Parallel()

	root, err := Compile("shop", reflect.TypeFor[order]())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for table := range root.All() {
		var names []string
		for _, c := range table.Columns {
			if c.Role != Lineage {
				names = append(names, c.Name)
			}
		}
		got = append(got, table.Name+": "+strings.Join(names, " "))
	}
	want := []string{
		"orders: order_no changed seen span_start span_end span_kind about_id about_name items_count",
		"order_items: order_no price notes_count",
		"order_item_notes: order_no order_items_ordinal text",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := root.Columns[0].Else; !slices.Equal(got, []int{root.Column("about_id")}) {
		t.Errorf("got stand-ins %v", got)
	}
	if root.Version() != "changed" || !slices.Equal(root.Children[0].Keys(), []string{"order_no"}) {
		t.Errorf("got version %q, keys %q", root.Version(), root.Children[0].Keys())
	}
}

func TestATableThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()

	type keyless struct {
		_ Row  `table:"t" doc:"d"`
		A Text `json:"a" doc:"d"`
	}
	type twice struct {
		_ Row   `table:"t" doc:"d"`
		A Text  `json:"a" col:",key" doc:"d"`
		B about `json:"b" col:"a"`
		C Int   `json:"c" col:"a_id" doc:"d"`
	}
	type silent struct {
		_ Row  `table:"t" doc:"d"`
		A Text `json:"a" col:",key"`
	}
	type float struct {
		_ Row     `table:"t" doc:"d"`
		A float64 `json:"a" col:",key" doc:"d"`
	}
	type quoted struct {
		_ Row  `table:"t" doc:"d"`
		A Text `json:"a" col:"a b,key" doc:"d"`
	}
	type stranger struct {
		_ Row  `table:"t" doc:"d"`
		A Text `json:"a" col:",key" else:"b" doc:"d"`
		B Int  `json:"b" doc:"d"`
	}
	type unclassed struct {
		_ Row  `table:"t" doc:"d"`
		A Text `json:"a" col:",key" phi:"public" doc:"d"`
	}
	type dayAt struct {
		_      Row   `table:"t" doc:"d"`
		A      Text  `json:"a" col:",key" doc:"d"`
		MadeAt Stamp `json:"made_at" doc:"d"`
	}
	for _, record := range []reflect.Type{
		reflect.TypeFor[dayAt](), reflect.TypeFor[keyless](), reflect.TypeFor[twice](), reflect.TypeFor[silent](), reflect.TypeFor[float](),
		reflect.TypeFor[quoted](), reflect.TypeFor[stranger](), reflect.TypeFor[unclassed](), reflect.TypeFor[item](),
	} {
		if _, err := Compile("shop", record); err == nil {
			t.Errorf("%s was compiled", record)
		}
	}
}

type wholeAnswer struct {
	_  Row `table:"crosswalk" doc:"All of an answer."`
	ID Int `json:"id" col:",key" doc:"Its number."`
}

type partOfAnswer struct {
	_     Row        `table:"crosswalk" partial:"true" doc:"What is needed of a wide answer."`
	ID    Int        `json:"id" col:",key" ref:"crosswalk_id" doc:"Its number."`
	Lines []partLine `json:"lines" table:"crosswalk_lines" doc:"A line."`
}

type partLine struct {
	N Int `json:"n" doc:"Its place."`
}

type oddlyPartial struct {
	_  Row `table:"crosswalk" partial:"yes" doc:"What is needed of a wide answer."`
	ID Int `json:"id" col:",key" doc:"Its number."`
}

func TestARecordMayReadPartOfTheAnswer(t *testing.T) {
	t.Parallel()

	if table := MustCompile[wholeAnswer]("a"); table.Partial {
		t.Error("a record without the tag is partial")
	}
	for table := range MustCompile[partOfAnswer]("a").All() {
		if !table.Partial {
			t.Errorf("%s is not partial", table.Name)
		}
	}
	if _, err := Compile("a", reflect.TypeFor[oddlyPartial]()); err == nil {
		t.Error("a tag that is not true was taken")
	}
}

// A shelf has what only JSON can say: an object without a prefix, elements that are no objects, and a document of HTML.
type shelf struct {
	_ Row `table:"shelves" doc:"x"`

	Label shelfLabel `json:"label" col:",flat"`
	Tags  []shelfTag `json:"tags" table:"shelf_tags" doc:"x"`
	Text  []shelfDoc `json:"text" col:"documents" html:"true" table:"shelf_documents" doc:"x"`
	Looks []shelfTag `json:"looks" col:",volatile" table:"shelf_looks" doc:"x"`
}

type shelfLabel struct {
	ShelfID Int `json:"shelfId" col:",key" doc:"x"`
}

type shelfTag struct {
	Name Text `element:"true" doc:"x"`
}

type shelfDoc struct {
	Title Text `json:"title" doc:"x"`
}

func TestCompileReadsWhatOnlyJSONCanSay(t *testing.T) {
	t.Parallel()

	table := MustCompile[shelf]("s")
	var names []string
	for _, c := range table.Columns[:4] {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"shelf_id", "tags_count", "documents_count", "looks_count"}) {
		t.Errorf("got columns %q", names)
	}
	if looks := table.Children[2]; !looks.Volatile || !table.Columns[3].Volatile || table.Children[0].Volatile || table.Columns[1].Volatile {
		t.Errorf("got %+v of a list that changes without meaning", looks)
	}
	tags, documents := table.Object.Fields[1], table.Object.Fields[2]
	if text := tags.Child.Object.Text; text == nil || tags.Child.Columns[text.Column].Name != "name" || tags.HTML {
		t.Errorf("got tags %+v", tags)
	}
	if !documents.HTML || documents.Child.Name != "shelf_documents" {
		t.Errorf("got documents %+v", documents)
	}
}
