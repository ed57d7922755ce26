package main

import (
	"strings"

	"carehouse/models"
)

// filledDocument is a document of HTML in which everything can be found that is looked for.
const filledDocument = `"<title>x</title><h1>x</h1><table><caption>x</caption><tr><td>x</td></tr></table>"`

// filledJSON writes every field of an object as JSON, and gives every list one element.
func filledJSON(o *models.Object) string {
	if o.Text != nil {
		return filledLeaf(o.Text.Kind)
	}
	var members []string
	for _, f := range o.Fields {
		var value string
		switch {
		case f.HTML:
			value = filledDocument
		case f.Child != nil:
			value = "[" + filledJSON(f.Child.Object) + "]"
		case f.Object != nil:
			value = filledJSON(f.Object)
		default:
			value = filledLeaf(f.Kind)
		}
		members = append(members, `"`+f.Name+`":`+value)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// filledLeaf is a value of a kind as JSON.
func filledLeaf(kind models.Kind) string {
	switch kind {
	case models.KindDateRange:
		return `{"bounds":"[]","start":"2026-01-02","end":"2026-01-03"}`
	case models.KindFlag, models.KindYesNo:
		return "true"
	case models.KindJSON:
		return "[1]"
	default:
		return `"` + filledText(kind) + `"`
	}
}
