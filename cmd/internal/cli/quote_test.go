package cli

import (
	"os/exec"
	"testing"
)

func TestAShellReadsWhatWasQuoted(t *testing.T) {
	t.Parallel()

	for _, word := range []string{"plain-key_1.2", "", "a b", `one" 'two'`, "<&>", "$HOME `id` \\ !", "~", "*", "#", "né"} {
		got, err := exec.CommandContext(t.Context(), "sh", "-c", "export WORD="+quoted(word)+`; printf %s "$WORD"`).Output()
		if err != nil || string(got) != word {
			t.Errorf("%q: got %q, %v", word, got, err)
		}
	}
}
