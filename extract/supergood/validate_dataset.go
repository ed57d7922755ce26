package supergood

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"carehouse/models"
)

func (d Dataset) validate(t *models.Table) error {
	switch {
	case d.Path == "":
		return errors.New("path: missing")
	case !pathForm.MatchString(d.Path):
		return errors.New("path: " + wrongPath)
	case writes(d.Path):
		return errors.New("path: this call changes something; nothing is ever written")
	case live(d.Path):
		return errors.New("path: this is the live check, which asks a payer and costs money; it is never called")
	case d.Method != "" && d.Method != http.MethodGet:
		return errors.New("method: only GET; nothing is ever written")
	case d.UpdatedSince != nil && d.Dates != nil:
		return errors.New("dates: give dates or updated_since, not both")
	}
	if err := formed([]check{
		{"records", d.Records, placeForm, wrongPlace},
		{"key", d.Key, placeForm, wrongPlace},
		{"updated_at", d.UpdatedAt, placeForm, wrongPlace},
	}); err != nil {
		return err
	}
	if err := d.Paging.validate(); err != nil {
		return fmt.Errorf("paging.%w", err)
	}
	if err := d.validateSpans(t); err != nil {
		return err
	}
	if err := d.validateParameters(); err != nil {
		return err
	}
	return d.validateFields(t)
}

// live reports whether a path is that of the live check, however it is written: whatever ends in eligibility. What is not plain
// when it has been decoded once is decoded again by some servers, or has another sign between its parts.
func live(path string) bool {
	if strings.ContainsAny(path, `%\`) {
		return true
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return true // it leads elsewhere than it says
		}
	}
	return called(path) == liveCheck
}

// writes reports whether a path is one of the vendor's calls that change something.
func writes(path string) bool {
	name := called(path)
	return strings.HasSuffix(name, "create_appointment") || strings.HasSuffix(name, "submit_claim")
}

// forbidden reports whether a path is never called, whoever asks for it or leads there.
func forbidden(path string) bool { return live(path) || writes(path) }

// called is the name of what a path calls. Many servers take eligibility.json and eligibility;a=b for the same.
func called(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return ""
	}
	name := parts[len(parts)-1]
	if end := strings.IndexFunc(name, func(r rune) bool { return !inName(r) }); end >= 0 {
		name = name[:end]
	}
	return strings.ToLower(name)
}

func inName(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-'
}

func (d Dataset) validateSpans(t *models.Table) error {
	if s := d.UpdatedSince; s != nil {
		switch {
		case !queryForm.MatchString(s.Parameter):
			return errors.New("updated_since.parameter: " + wrongName)
		case s.Format != "" && !slices.Contains(formats(), s.Format):
			return errors.New("updated_since.format: must be one of " + strings.Join(formats(), ", "))
		}
	}
	if b := d.Dates; b != nil {
		switch {
		case t.Span() == "":
			return errors.New("dates: records of this dataset have no day that a span could be about")
		case !queryForm.MatchString(b.From):
			return errors.New("dates.from: " + wrongName)
		case !queryForm.MatchString(b.To):
			return errors.New("dates.to: " + wrongName)
		case b.Format != "" && !slices.Contains(formats(), b.Format):
			return errors.New("dates.format: must be one of " + strings.Join(formats(), ", "))
		}
	}
	return nil
}

// validateParameters makes sure that no parameter is sent for two things.
func (d Dataset) validateParameters() error {
	type parameter struct{ key, name string }
	p := d.Paging
	all := []parameter{
		{"paging.limit", p.Limit}, {"paging.page", p.Page}, {"paging.offset", p.Offset}, {"paging.cursor", p.Cursor},
	}
	if d.UpdatedSince != nil {
		all = append(all, parameter{"updated_since.parameter", d.UpdatedSince.Parameter})
	}
	if d.Dates != nil {
		all = append(all, parameter{"dates.from", d.Dates.From}, parameter{"dates.to", d.Dates.To})
	}
	for _, fixed := range []struct {
		key    string
		values Fixed
	}{{"query", d.Query}, {"notes", d.Notes}} {
		for _, name := range slices.Sorted(maps.Keys(fixed.values)) {
			if !queryForm.MatchString(name) {
				return errors.New(fixed.key + ": " + wrongName)
			}
			all = append(all, parameter{fixed.key, name})
		}
	}
	for i, one := range all {
		for _, other := range all[:i] {
			if one.name != "" && one.name == other.name {
				return fmt.Errorf("%s: %s is the same parameter", one.key, other.key)
			}
		}
	}
	return nil
}

func (d Dataset) validateFields(t *models.Table) error {
	taken := map[string]string{}
	for _, own := range slices.Sorted(maps.Keys(d.Fields)) {
		theirs := d.Fields[own]
		switch {
		case columnAt(t, own) == "" && !isList(t, own):
			return fmt.Errorf("fields: no column of %s is filled by one of the names on the left", t.Name)
		case !placeForm.MatchString(theirs):
			return fmt.Errorf("fields.%s: %s", own, wrongPlace)
		case taken[theirs] != "":
			return fmt.Errorf("fields.%s: %s has the same place", own, taken[theirs])
		}
		taken[theirs] = own
	}
	for own, value := range map[string]string{ourKey: d.Key, ourUpdated: d.UpdatedAt} {
		if other := d.Fields[own]; value != "" && other != "" && value != other {
			return fmt.Errorf("fields.%s: another place than the dataset's own key or updated_at", own)
		}
	}
	return nil
}
