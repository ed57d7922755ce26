package main

import (
	"strings"

	"carehouse/models"
)

// filledMembers writes every field of an object as XML, those of slots too, and gives every list one element.
func filledMembers(o *models.Object) string {
	var out strings.Builder
	for _, f := range o.Fields {
		var inside string
		switch {
		case f.Child != nil && f.Child.Object.Text != nil:
			inside = filledElement(f.Items, f.Item, filledText(f.Child.Object.Text.Kind))
		case f.Child != nil:
			inside = filledElement(f.Items, f.Item, filledMembers(f.Child.Object))
		case f.Object != nil:
			inside = filledMembers(f.Object)
		default:
			inside = filledText(f.Kind)
		}
		out.WriteString(filledElement(f.Space, f.Name, inside))
	}
	return out.String()
}

func filledElement(space, name, inside string) string {
	return "<" + name + ` xmlns="` + space + `">` + inside + "</" + name + ">"
}

// filledText is a text that every value of a kind can be.
func filledText(kind models.Kind) string {
	switch kind {
	case models.KindDate, models.KindUSDate, models.KindDatePart:
		return "2026-01-02"
	case models.KindLocalTime, models.KindUSTime, models.KindUSStamp:
		return "2026-01-02T03:04:05"
	case models.KindInstant, models.KindStamp:
		return "2026-01-02T03:04:05Z"
	case models.KindWord:
		return "True"
	default:
		return "7"
	}
}
