package supergood

import (
	_ "embed"
	"fmt"

	"github.com/goccy/go-yaml"
)

//go:embed profile.yaml
var profileText string

// DefaultProfile is the text of the profile that is built in, to be printed and copied.
func DefaultProfile() string { return profileText }

// defaultProfile reads the profile that is built in.
func defaultProfile() (Profile, error) {
	var p Profile
	if err := yaml.UnmarshalWithOptions([]byte(profileText), &p, yaml.Strict()); err != nil {
		return Profile{}, fmt.Errorf("default profile: %w", err)
	}
	return p, p.Validate()
}
