package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/models"
)

// A wrong is a fault of the person at the keyboard, put together in three steps.
type wrong struct{ engine.Fault }

// Unwrap makes the fault findable.
func (w *wrong) Unwrap() error { return &w.Fault }

func usage(format string, args ...any) *wrong {
	return &wrong{engine.Fault{Exit: engine.Usage, What: fmt.Sprintf(format, args...)}}
}

func (w *wrong) because(why string) *wrong {
	w.Why = why
	return w
}

func (w *wrong) then(next string) *wrong {
	w.Next = next
	return w
}

// An ended is a command that has printed its result, and still must not end with 0.
type ended struct {
	exit engine.Exit
	note string // what the last line adds to the code's meaning
}

// Error implements error.
func (e ended) Error() string { return e.exit.Meaning() }

// finish returns the error of a command that has printed its result.
func finish(exit engine.Exit, note string) error {
	if exit == engine.OK {
		return nil
	}
	return ended{exit, note}
}

// end tells an error and returns the exit code.
func (s *shell) end(ctx context.Context, err error) engine.Exit {
	if e, ok := errors.AsType[ended](err); ok {
		s.last(e.exit, e.note)
		return e.exit
	}
	faults := explain(ctx, err)
	exit := faults[0].Exit
	for _, f := range faults {
		s.tell(f.What, f.Why, f.Next)
	}
	if s.json {
		_ = s.encode(struct {
			Exit   engine.Exit     `json:"exit"`
			Errors []*engine.Fault `json:"errors"`
		}{exit, faults})
	}
	s.last(exit, "")
	return exit
}

// tell prints an error in three lines, or fewer when less is known.
func (s *shell) tell(what, why, next string) {
	fmt.Fprintln(s.Stderr, "carehouse: "+oneLine(what))
	for _, line := range []string{why, next} {
		if line != "" {
			fmt.Fprintln(s.Stderr, "  "+s.typed(oneLine(line)))
		}
	}
}

// last prints what the exit code means.
func (s *shell) last(exit engine.Exit, note string) {
	text := fmt.Sprintf("exit %d: %s", exit, exit.Meaning())
	if note != "" {
		text += "; " + s.typed(note)
	}
	fmt.Fprintln(s.Stderr, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// explain turns any error into faults, at least one.
func explain(ctx context.Context, err error) []*engine.Fault {
	if e, ok := errors.AsType[*config.Error](err); ok {
		faults := make([]*engine.Fault, 0, len(e.Problems))
		for _, p := range e.Problems {
			faults = append(faults, &engine.Fault{Exit: engine.Usage, What: p.Headline(), Why: p.Why, Next: p.Next, Err: err})
		}
		return faults
	}
	if f, ok := errors.AsType[*engine.Fault](err); ok {
		return []*engine.Fault{f}
	}
	stopped := errors.Is(err, context.Canceled) && errors.Is(context.Cause(ctx), engine.ErrInterrupted)
	if stopped || errors.Is(err, engine.ErrInterrupted) {
		return []*engine.Fault{{
			Exit: engine.Failed, What: "interrupted", Why: "what came whole is kept; what was still on its way is asked for again",
			Next: "the same command goes on from there", Err: err,
		}}
	}
	f := &engine.Fault{
		Exit: engine.Failed, What: err.Error(), Why: "this is not an error that was foreseen",
		Next: "run it again with CAREHOUSE_LOG=info; nothing that was published is harmed", Err: err,
	}
	if finder, ok := errors.AsType[extract.Finder](err); ok {
		f.Why, f.Next = string(finder.Outcome()), finder.Advice()
		if finder.Outcome() == models.NeedsPerson {
			f.Exit, f.Why = engine.Person, engine.Person.Meaning()
		}
	}
	return []*engine.Fault{f}
}
