package nextech

import (
	"context"
	"errors"
	"fmt"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
)

// do makes a call that was taken from the budget. An attempt is a call too: each other one is taken before it is made, and where
// there is none left the first failure stays.
func (s *Source) do(ctx context.Context, call transport.Call) (transport.Response, error) {
	taken := 1
	call.Enough = func(*transport.Error, int) bool {
		if s.budget.take(ctx) != nil {
			return true
		}
		taken++
		return false
	}
	resp, err := s.client.Do(ctx, call)
	s.budget.more(attempts(resp, err) - taken)
	return resp, err
}

// Ration is how many calls a day may be made, for a plan that tells how many days it will take, and how many of them are left
// today; 0 a day is no limit.
func (s *Source) Ration() (perDay, left int, err error) {
	if s.config.DailyBudget == 0 {
		return 0, 0, nil
	}
	if left, err = s.budget.rest(); err != nil {
		return 0, 0, s.unwritten("the day's calls cannot be counted", err)
	}
	return s.config.DailyBudget, left, nil
}

// attempts is how often a call was made.
func attempts(resp transport.Response, err error) int {
	if e, ok := errors.AsType[*transport.Error](err); ok {
		return e.Attempts
	}
	return resp.Attempts
}

// paused makes the error of a day that has no calls left, and says what is left for the next one.
func (s *Source) paused(ctx context.Context, err error, dataset string, left int) error {
	if !errors.Is(err, errSpent) {
		return s.unwritten("the day's calls cannot be counted", err)
	}
	what := ""
	if left > 0 {
		what = fmt.Sprintf("; %s of this window are left", plural(left, "patient"))
	}
	if every := s.slower(ctx); every > s.config.FullEvery {
		what += fmt.Sprintf("; everything is read again each %s days only, since the budget does for no more", grouped(int((every+day-1)/day)))
	}
	if told := s.sums.pauses(dataset); told != "" {
		what += "; " + told
	}
	return fmt.Errorf("the budget of %s calls for today is used up%s: %w", grouped(s.config.DailyBudget), what, extract.ErrPaused)
}

// slower is in which time everything is read again, as the budget has it.
func (s *Source) slower(ctx context.Context) time.Duration {
	r, _, err := s.directory.who(ctx)
	if err != nil {
		return 0
	}
	return s.every(encounters, len(r.people))
}
