package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"math/big"
	"os"
	"reflect"
	"slices"
	"strings"

	"carehouse/models"
)

// tenThousand is how many parts of an amount are counted, so that sums are whole numbers.
const tenThousand = 10_000

// plainXML is the struct that one would write by hand for an answer: a text for every member.
func plainXML(o *models.Object) reflect.Type {
	var fields []reflect.StructField
	for i, f := range o.Fields {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("F%d", i), Type: reflect.TypeFor[string](), Tag: reflect.StructTag(`xml:"` + f.Name + `"`),
		})
	}
	var page reflect.Type
	for i, name := range slices.Backward(strings.FieldsFunc(chargesPath, func(r rune) bool { return r == '>' || r == '/' })) {
		switch {
		case page == nil:
			page = reflect.SliceOf(reflect.StructOf(fields))
		case i == 0: // the document's own element
			return page
		}
		page = reflect.StructOf([]reflect.StructField{{Name: name, Type: page}})
	}
	return page
}

// rowsOf unwraps the rows of a read answer.
func rowsOf(page reflect.Value) reflect.Value {
	for page.Kind() == reflect.Struct {
		page = page.Field(0)
	}
	return page
}

// readPlain reads every page with encoding/xml, and tells what a warehouse has to hold when it has them all. That is
// counted on values already read, which takes a hundredth of the time.
func readPlain(ctx context.Context, t task) (map[string]float64, error) {
	pages, err := openCorpus(t.Pages, charges())
	if err != nil {
		return nil, err
	}
	plain, total, rows := plainXML(pages.table.Object), new(big.Rat), map[string]float64{}
	for i := range pages.sizes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		body, err := os.ReadFile(pages.path(i + 1))
		if err != nil {
			return nil, err
		}
		page := reflect.New(plain)
		if err := xml.Unmarshal(body, page.Interface()); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		if err := tally(pages.table, rowsOf(page.Elem()), rows, total); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	total.Mul(total, big.NewRat(tenThousand, 1))
	rows["total_charges"], _ = total.Float64()
	return rows, nil
}

// tally counts the rows of a table and of its slots, and adds up what was charged.
func tally(root *models.Table, page reflect.Value, rows map[string]float64, total *big.Rat) error {
	type place struct {
		child   string
		ordinal int
	}
	for i := range page.Len() {
		rows[root.Name]++
		used := map[place]bool{}
		for k, f := range root.Object.Fields {
			text := page.Index(i).Field(k).String()
			switch {
			case text == "":
			case f.Slot != nil:
				at := place{f.Slot.Child.Name, f.Slot.Ordinal}
				if !used[at] {
					used[at] = true
					rows[at.child]++
				}
			case f.Name == "TotalCharges":
				amount, ok := new(big.Rat).SetString(text)
				if !ok {
					return fmt.Errorf("TotalCharges of row %d is no amount", i+1)
				}
				total.Add(total, amount)
			}
		}
	}
	return nil
}
