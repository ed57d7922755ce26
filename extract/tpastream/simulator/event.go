package simulator

import (
	"slices"
	"strings"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

type eventKind uint8

const (
	newClaim eventKind = iota
	loginProblem
	crawlCompletion
)

func (k eventKind) String() string {
	return [...]string{"new_claim", "login_problem", "crawl_completion"}[k]
}

// event makes the n-th entry of the feed.
func (s *Simulator) event(n int) *tpastream.Event {
	st := s.world.events[n]
	e := &tpastream.Event{
		ID: models.NewInt(firstEvent + int64(n)), Type: models.NewText(st.kind.String()),
		Created: models.NewInstant(time.UnixMicro(st.at)),
	}
	holder := st.subject
	switch st.kind {
	case newClaim:
		e.Data.ClaimMedicalID = models.NewInt(s.claimID(st.subject))
		holder = s.world.claims[st.subject].holder
	case loginProblem:
		e.Data.PayerID = models.NewInt(s.words.payers[int(holder)%len(s.words.payers)].id)
		e.Data.LoginProblem = models.NewText("valid")
		if st.problem >= 0 {
			e.Data.LoginProblem = models.NewText(s.words.problems[st.problem])
		}
	case crawlCompletion:
		e.Data.CrawlID = models.NewInt(60_000 + int64(n))
		e.Data.Success = models.NewFlag(true)
		e.Data.CrawlClaimIDs = s.json.none
	}
	e.Data.PolicyHolderID = models.NewInt(firstHolder + int64(holder))
	return e
}

// seen reports whether the feed shows the n-th event now: not yet when it is young, no more when it is old.
func (s *Simulator) seen(n int) bool {
	at := time.UnixMicro(s.world.events[n].at)
	lag := s.options.EventLag
	if s.options.EventsUneven {
		d := invented.Throw(s.options.Seed, forEvent, uint64(n), 0)
		if d.OneIn(4) {
			lag += time.Duration(d.Below(int(lag) + 1))
		}
	}
	now := s.world.now()
	return !at.Add(lag).After(now) && at.After(now.Add(-s.options.Retention))
}

// feed returns the events after a cursor, at most limit, and whether there are more.
func (s *Simulator) feed(after int64, types []string, limit int) (found []int32, more bool) {
	// The events are sorted by time, so what is forgotten is a prefix.
	oldest := s.world.now().Add(-s.options.Retention).UnixMicro()
	first, _ := slices.BinarySearchFunc(s.world.events, oldest, func(e eventState, at int64) int {
		if e.at <= at {
			return -1
		}
		return 1
	})
	for n := max(first, int(max(0, after-firstEvent+1))); n < len(s.world.events); n++ {
		if len(types) > 0 && !slices.Contains(types, s.world.events[n].kind.String()) || !s.seen(n) {
			continue
		}
		if len(found) == limit {
			return found, true
		}
		found = append(found, int32(n))
	}
	return found, false
}

func splitTypes(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}
