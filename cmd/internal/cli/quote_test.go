package cli

import (
	"os/exec"
	"slices"
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

func TestCommandsThatAreToldCanBeTyped(t *testing.T) {
	t.Parallel()

	const advice = "renew it, then: carehouse check my-tpa; carehouse simulate reads none"
	tests := []struct{ path, want string }{
		{"", advice},
		{"./carehouse.yaml", advice},
		{"carehouse.yaml", advice},
		{"/etc/carehouse.yaml", "renew it, then: carehouse -c /etc/carehouse.yaml check my-tpa; carehouse simulate reads none"},
		{"a $1 b.yaml", "renew it, then: carehouse -c 'a $1 b.yaml' check my-tpa; carehouse simulate reads none"},
	}
	for _, tt := range tests {
		s := &shell{path: tt.path}
		if got := s.typed(advice); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestACommandIsNotBroken(t *testing.T) {
	t.Parallel()

	got := fold("renew it, then: carehouse -c 'a b.yaml' check my-tpa once more", 40)
	want := []string{"renew it, then:", "carehouse -c 'a b.yaml' check my-tpa", "once more"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
