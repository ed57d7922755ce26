package cli

import (
	"context"
	"slices"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
)

const (
	waitsForMine = "carehouse: waiting for the new token of my-clinic, 1 min at most; press again to stop at once, which may lose it: " +
		"a person has to log in then\n"
	waitsForOther = "carehouse: waiting for the new token of other-clinic, 30 s at most; press again to stop at once, which may lose it: " +
		"a person has to log in then\n"
)

// TestWhoInterruptsIsToldWhatIsWaitedFor has tokens come and go before the signal and after it.
func TestWhoInterruptsIsToldWhatIsWaitedFor(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name          string
		before, after func(n *notice)
		otherwise     string
		want          []string
	}{
		{"nothing", nil, nil, finishing, []string{finishing}},
		{"nothing, where no page is in hand", nil, nil, "", nil},
		{"a token", func(n *notice) { n.hold("my-clinic", time.Minute) }, nil, finishing, []string{waitsForMine}},
		{"two", func(n *notice) {
			n.hold("other-clinic", 30*time.Second)
			n.hold("my-clinic", time.Minute)
		}, nil, "", []string{waitsForMine, waitsForOther}},
		{"one that is here", func(n *notice) {
			n.hold("my-clinic", time.Minute)
			n.hold("my-clinic", 0)
		}, nil, finishing, []string{finishing}},
		{"one that is asked for with the page in hand", nil, func(n *notice) {
			n.hold("my-clinic", time.Minute)
			n.hold("my-clinic", 0)
		}, finishing, []string{finishing, waitsForMine}},
	} {
		var got []string
		n := &notice{tell: func(text string) { got = append(got, text) }}
		if tt.before != nil {
			tt.before(n)
		}
		n.interrupted(tt.otherwise)
		if tt.after != nil {
			tt.after(n)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestCommandsTellOfATokenThatIsWaitedFor interrupts a sync and a login, which has no page in hand, while one is on its way.
func TestCommandsTellOfATokenThatIsWaitedFor(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		args  []string
		token bool
		want  string
	}{
		{[]string{"sync"}, true, waitsForMine},
		{[]string{"sync"}, false, finishing},
		{[]string{"login", "my-clinic"}, true, waitsForMine},
		{[]string{"login", "my-clinic"}, false, ""},
	} {
		ctx, cancel := context.WithCancelCause(context.Background())
		work := func(run engine.Run) error {
			if tt.token {
				run.Hold("my-clinic", time.Minute)
			}
			cancel(engine.ErrInterrupted)
			return nil
		}
		e := pretend()
		e.Sync = func(_ context.Context, run engine.Run, _ engine.SyncAsk) (engine.Sync, error) {
			return engine.Sync{}, work(run)
		}
		e.Login = func(_ context.Context, run engine.Run, _ engine.LoginAsk) (engine.Login, error) {
			return engine.Login{}, work(run)
		}
		d := sit(t, e)
		d.run(ctx, tt.args...)
		if got := d.err.String(); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.args, got, tt.want)
		}
	}
}
