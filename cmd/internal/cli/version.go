package cli

import (
	"cmp"
	"context"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// A version is what this program was built from.
type version struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// version is the command that says which program this is.
func (s *shell) version() *cobra.Command {
	return s.command(spec{
		use: "version", short: "Say which version this is and what it was built with.",
		example: "carehouse version", next: "carehouse check", exits: simpleExits,
		run: func(context.Context, []string) error {
			v := built(s.Version)
			return s.answer(v, func() {
				line := "carehouse " + v.Version
				if v.Commit != "" {
					line += " (" + v.Commit + ")"
				}
				s.say("%s, %s, %s", line, v.Go, v.Platform)
			})
		},
	})
}

func built(named string) version {
	v := version{Version: named, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if ok {
		v.Version = cmp.Or(named, info.Main.Version)
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				v.Commit = setting.Value
			}
		}
	}
	v.Version = cmp.Or(v.Version, "(devel)")
	return v
}
