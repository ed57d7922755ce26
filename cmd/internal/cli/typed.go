package cli

import (
	"cmp"
	"path/filepath"
	"regexp"
	"strings"

	"carehouse/cmd/internal/config"
)

// configured is a command of ours that reads the configuration, in a sentence.
var configured = regexp.MustCompile(
	`\bcarehouse (check|init|login|plan|probe|rebuild|rejects|replay|rollback|state|status|sync|verify|watch)\b`)

// typed writes the commands in a sentence so that they work when they are typed: where the configuration is not the one that
// is found without a word, as in a crontab, it is named.
func (s *shell) typed(text string) string {
	if s.path == "" || filepath.Clean(s.path) == filepath.Clean(cmp.Or(s.Usual, config.DefaultPath)) {
		return text
	}
	return configured.ReplaceAllString(text, "carehouse -c "+strings.ReplaceAll(quoted(s.path), "$", "$$")+" $1")
}

// aCommand is a command with its first argument, as it may be copied.
var aCommand = regexp.MustCompile(`\bcarehouse( -c ('[^']*'|\S+))? [a-z]+( \S+)?`)

// kept stands for a space at which no line is broken.
const kept = "\x00"

// unbroken makes the commands in a sentence words of their own.
func unbroken(text string) string {
	return aCommand.ReplaceAllStringFunc(text, func(command string) string { return strings.ReplaceAll(command, " ", kept) })
}
