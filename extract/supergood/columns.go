package supergood

import (
	"strings"

	"carehouse/models"
	records "carehouse/models/supergood"
)

// tableOf returns the table of a dataset, or nil where there is no such dataset.
func tableOf(dataset string) *models.Table {
	for _, t := range records.Tables() {
		if t.Name == dataset {
			return t
		}
	}
	return nil
}

// columnAt names the column that a place in a record fills, by our own paths: "phones.number" fills
// "patient_phones.number". It is "" where no column is filled. What is below a place that is kept as it came fills that
// place's column.
func columnAt(t *models.Table, path string) string {
	for _, c := range t.Columns {
		if c.Path == "" || c.Role != models.FromPayload && c.Role != models.ElementCount {
			continue
		}
		below := c.Kind == models.KindJSON && strings.HasPrefix(path, c.Path+".")
		if c.Path == path || below {
			return t.Name + "." + c.Name
		}
	}
	for _, child := range t.Children {
		if rest, ok := strings.CutPrefix(path, child.List+"."); ok && child.List != "" {
			return columnAt(child, rest)
		}
	}
	return ""
}

// isList reports whether a place in a record is a list that becomes rows.
func isList(t *models.Table, path string) bool {
	for _, child := range t.Children {
		if child.List == path {
			return true
		}
		if rest, ok := strings.CutPrefix(path, child.List+"."); ok && isList(child, rest) {
			return true
		}
	}
	return false
}

// ours says what a place of the deployment's is called here. It is false where the name means something else here,
// because the profile has that elsewhere.
func (d Dataset) ours(theirs string) (string, bool) {
	best, found := "", ""
	for own, other := range d.Fields {
		if (theirs == other || strings.HasPrefix(theirs, other+".")) && len(other) >= len(best) && other != "" {
			best, found = other, own
		}
	}
	if best != "" {
		return found + strings.TrimPrefix(theirs, best), true
	}
	for own := range d.Fields {
		if theirs == own || strings.HasPrefix(theirs, own+".") {
			return "", false
		}
	}
	return theirs, true
}
