package supergood

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// The forms of what a profile may say.
var (
	pathForm   = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+/?$`)
	placeForm  = regexp.MustCompile(`^[A-Za-z0-9_$@-]+(\.[A-Za-z0-9_$@-]+)*$`)
	queryForm  = regexp.MustCompile(`^[A-Za-z0-9_.$\[\]-]+$`)
	headerForm = regexp.MustCompile(`^[A-Za-z0-9-]+: [ -~]*\{token\}[ -~]*$`)
)

const tokenMark = "{token}"

// liveCheck is the call that asks a payer, wherever a deployment has it.
const liveCheck = "eligibility"

// Validate says which key is wrong, as a path into the profile.
func (p Profile) Validate() error {
	switch {
	case strings.TrimSpace(p.Name) == "":
		return errors.New("name: missing")
	case p.Header != "" && (!headerForm.MatchString(p.Header) || strings.Count(p.Header, tokenMark) != 1):
		return errors.New(`header: write it as "Authorization: Bearer {token}"`)
	case len(p.Datasets) == 0:
		return errors.New("datasets: missing; without any nothing is fetched")
	}
	if err := p.Authenticate.validate(); err != nil {
		return fmt.Errorf("authenticate.%w", err)
	}
	if err := p.Errors.validate(); err != nil {
		return fmt.Errorf("errors.%w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Datasets)) {
		t := tableOf(name)
		if t == nil {
			return fmt.Errorf("datasets.%s: no such dataset; there are %s", name, strings.Join(datasetNames(), ", "))
		}
		d := p.Datasets[name]
		if err := d.validate(t); err != nil {
			return fmt.Errorf("datasets.%s.%w", name, err)
		}
		if strings.EqualFold(strings.Trim(d.Path, "/"), strings.Trim(p.Authenticate.Path, "/")) {
			return fmt.Errorf("authenticate.path: datasets.%s has the same; what is posted to a list becomes a record", name)
		}
	}
	return nil
}

// validate looks for a code that is no code: every error without one would have it.
func (e Errors) validate() error {
	if e.Code != "" && !placeForm.MatchString(e.Code) {
		return errors.New("code: " + wrongPlace)
	}
	for _, codes := range []struct {
		key string
		all []string
	}{
		{"mfa_required", e.MFARequired},
		{"mfa_refused", e.MFARefused},
		{"not_licensed", e.NotLicensed},
		{"cursor_gone", e.CursorGone},
	} {
		if slices.Contains(codes.all, "") {
			return errors.New(codes.key + ": a code is a text that is not empty")
		}
	}
	return nil
}

const (
	wrongPath  = "a path below base_url begins with / and has no query"
	wrongPlace = "a place in a body is written with dots: data.items"
	wrongName  = "not the name of a parameter"
)

// A check looks at one key.
type check struct {
	key, value string
	form       *regexp.Regexp
	says       string
}

// formed reports the first value that is there and not of its form.
func formed(checks []check) error {
	for _, c := range checks {
		if c.value != "" && !c.form.MatchString(c.value) {
			return errors.New(c.key + ": " + c.says)
		}
	}
	return nil
}

func (a Authenticate) validate() error {
	switch {
	case a.Path == "":
		return errors.New("path: missing")
	case forbidden(a.Path):
		return errors.New("path: this is no call that opens a session")
	}
	places := []check{
		{"path", a.Path, pathForm, wrongPath},
		{"token", a.Token, placeForm, wrongPlace},
		{"expires_at", a.ExpiresAt, placeForm, wrongPlace},
		{"tenant_id", a.TenantID, placeForm, wrongPlace},
		{"modules", a.Modules, placeForm, wrongPlace},
		{"challenge.id", a.Challenge.ID, placeForm, wrongPlace},
		{"challenge.method", a.Challenge.Method, placeForm, wrongPlace},
	}
	for _, p := range a.Body.places() {
		places = append(places, check{"body." + p.key, p.place, placeForm, wrongPlace})
	}
	for _, key := range slices.Sorted(maps.Keys(a.Fixed)) {
		if !placeForm.MatchString(key) {
			return errors.New("fixed: " + wrongPlace)
		}
	}
	if err := formed(places); err != nil {
		return err
	}
	return a.withDefaults().apart()
}

// apart reports two members of the request's body that cannot both be there.
func (a Authenticate) apart() error {
	all := a.Body.places()
	for _, key := range slices.Sorted(maps.Keys(a.Fixed)) {
		all = append(all, placed{"", key})
	}
	for i, one := range all {
		for _, other := range all[:i] {
			inside := strings.HasPrefix(one.place+".", other.place+".") || strings.HasPrefix(other.place+".", one.place+".")
			switch {
			case !inside:
			case one.key == "":
				return errors.New("fixed: something else is there already")
			default:
				return fmt.Errorf("body.%s: %s is there already", one.key, other.key)
			}
		}
	}
	return nil
}

// A placed member of the request's body.
type placed struct{ key, place string }

func (b Body) places() []placed {
	return []placed{
		{"username", b.Username},
		{"password", b.Password},
		{"tenant_id", b.TenantID},
		{"method", b.Method},
		{"code", b.Code},
		{"challenge", b.Challenge},
	}
}
