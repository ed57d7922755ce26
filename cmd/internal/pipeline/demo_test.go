package pipeline

import (
	"context"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/tpastream"
)

// TestTheDemoToursWhatIsThere has one source, so the tour asks nothing about the others.
func TestTheDemoToursWhatIsThere(t *testing.T) {
	t.Parallel()

	var said []string
	p := &Pipeline{Drivers: []extract.Driver{tpastream.Driver(), (&clinic{}).driver()}, Clock: time.Now}
	home := t.TempDir()
	got, err := p.demo(context.Background(), engine.Run{ID: "r", Say: func(line string) { said = append(said, line) }}, engine.DemoAsk{Home: home, Size: 600})
	done(t, err)
	if got.Exit() != engine.OK || got.Changes != (engine.Changes{Inserted: demoInserts, Updated: demoUpdates, Deleted: demoDeletes}) {
		t.Errorf("got exit %d and changes %+v", got.Exit(), got.Changes)
	}
	titles := map[string]bool{}
	for _, stop := range got.Tour {
		titles[stop.Title] = true
		if len(stop.Rows) == 0 {
			t.Errorf("%s: no rows", stop.Title)
		}
	}
	for title, want := range map[string]bool{
		"What is there": true, "A claim with its lines": true, "Charges with their payers": false,
		"As of before the changes, and now": true, "The versions of a claim that changed": true, "How fresh it is": true,
	} {
		if titles[title] != want {
			t.Errorf("%s: got %t, want %t", title, titles[title], want)
		}
	}
	if told := strings.Join(said, "\n"); !strings.Contains(told, "1  a full sync of everything that the sources have: tpastream") {
		t.Errorf("got told:\n%s", told)
	}
}
