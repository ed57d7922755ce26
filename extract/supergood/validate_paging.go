package supergood

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxSize is the most records that a page may be asked for.
const maxSize = 10_000

func (p Paging) validate() error {
	switch {
	case !slices.Contains(styles(), p.Style):
		return errors.New("style: must be one of " + strings.Join(styles(), ", "))
	case p.Size < 0 || p.Size > maxSize:
		return fmt.Errorf("size: must be between 1 and %d", maxSize)
	case p.First != nil && (*p.First < 0 || *p.First > 1):
		return errors.New("first: pages are counted from 0 or from 1")
	}
	if err := formed([]check{
		{"limit", p.Limit, queryForm, wrongName},
		{"page", p.Page, queryForm, wrongName},
		{"offset", p.Offset, queryForm, wrongName},
		{"cursor", p.Cursor, queryForm, wrongName},
		{"next", p.Next, placeForm, wrongPlace},
		{"more", p.More, placeForm, wrongPlace},
		{"total", p.Total, placeForm, wrongPlace},
	}); err != nil {
		return err
	}
	for _, k := range []struct {
		key, value string
		of         []string
	}{
		{"page", p.Page, []string{byPage}},
		{"offset", p.Offset, []string{byOffset}},
		{"cursor", p.Cursor, []string{byCursor}},
		{"next", p.Next, []string{byCursor, byLink}},
	} {
		switch needed := slices.Contains(k.of, p.Style); {
		case needed && k.value == "":
			return fmt.Errorf("%s: missing; style %s takes it", k.key, p.Style)
		case !needed && k.value != "":
			return fmt.Errorf("%s: style %s has no such thing", k.key, p.Style)
		}
	}
	if p.First != nil && p.Style != byPage {
		return fmt.Errorf("first: style %s has no such thing", p.Style)
	}
	return nil
}
