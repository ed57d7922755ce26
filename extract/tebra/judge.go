package tebra

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// judge reads an answer and says what it means, in the order in which the service may mean several things at once: a call
// that came too early is known by its bytes, because such an answer may be broken; credentials that are refused matter
// more than an error, because the next call would lock the account; what is missing comes last.
func (s *Source) judge(q *question, body []byte) (*answer, error) {
	a, err := q.op.read(body)
	if err != nil || len(a.rows) == 0 || a.isError { // an answer with records is none that came too early
		if named, is := early(body); is {
			return nil, s.early(q.op, named)
		}
	}
	if err != nil {
		return nil, err
	}
	for _, look := range []func(*question, *answer) *trouble{s.faulted, s.refused, s.failed, s.forbidden} {
		if t := look(q, a); t != nil {
			again := t.kind == faulty || (t.kind == failing && busy(a.words))
			return nil, transport.Ruling{Err: t, Final: !again, Denied: t.kind == denied}
		}
	}
	return a, nil
}

// refusal judges an answer that is none by its status or its kind. What says nothing is left to those.
func (s *Source) refusal(q *question, body []byte) error {
	_, err := s.judge(q, body)
	if _, ok := errors.AsType[transport.Ruling](err); ok {
		return err
	}
	return nil
}

// early makes the lane wait, and keeps to the interval that the service names from now on, if it is a longer one.
func (s *Source) early(op *operation, named time.Duration) error {
	if named+s.config.Margin > s.account.apart(op.name) {
		s.account.set(op.name, named)
	}
	return transport.Ruling{
		Wait: s.account.apart(op.name),
		Err: &trouble{
			hurried, "the account's calls of this operation come too close together", models.Unreachable,
			"another program uses up what " + s.brand.name + " allows the account; run again later, or make margin larger",
		},
	}
}

func (s *Source) faulted(q *question, a *answer) *trouble {
	switch {
	case a.fault == "":
		return nil
	case a.fault == "InternalServiceFault":
		return &trouble{
			faulty, "the service fell over (InternalServiceFault)", models.Unreachable,
			"the fault is on " + s.brand.name + "'s side; run again later: what has been landed is not asked for again",
		}
	case a.fault == "ActionNotSupported" || strings.Contains(a.words, "ContractFilter mismatch"):
		return &trouble{
			unknown, "this service does not have the operation (ActionNotSupported)", models.NotEntitled,
			"nothing is to be done: " + q.op.name + " came later than this service; the other datasets go on",
		}
	case a.fault == "DeserializationFailed":
		return &trouble{
			misread, "the service cannot read the request (DeserializationFailed)", models.Failed,
			"the service has changed; look for a newer carehouse",
		}
	case sixtyDays(a.words):
		return s.tooWide()
	default:
		return &trouble{faulty, "the service fell over", models.Unreachable, "run again later, or tell " + s.brand.name + "'s Customer Care"}
	}
}

func (s *Source) tooWide() *trouble {
	return &trouble{wide, "the span is wider than the service takes", models.Failed, "look for a newer carehouse: spans should be narrower"}
}

func (s *Source) refused(_ *question, a *answer) *trouble {
	t := &trouble{kind: denied, outcome: models.NeedsPerson, advice: s.credentialAdvice()}
	switch {
	case a.keyValid.no():
		t.text = "the " + s.brand.key() + " is not valid"
	case a.authenticated.no():
		t.text = "the user or the password is wrong"
	default:
		return nil
	}
	return t
}

func (s *Source) failed(_ *question, a *answer) *trouble {
	if !a.isError {
		return nil
	}
	if sixtyDays(a.words) {
		return s.tooWide()
	}
	t := &trouble{failing, "the service reports an error", models.Failed, "run again later, or tell " + s.brand.name + "'s Customer Care"}
	if busy(a.words) {
		t.outcome = models.Unreachable
	}
	words := strings.ToLower(a.words)
	for _, known := range fixed() {
		if strings.Contains(words, known.holds) {
			t.text += ": " + known.says
			break
		}
	}
	return t
}

// forbidden tells a missing permission from a practice that is closed to the user. A question that is happy with the
// list of practices in such an answer takes it.
func (s *Source) forbidden(q *question, a *answer) *trouble {
	switch {
	case !a.authorized.no() || (q.list && len(a.practices) > 0):
		return nil
	case len(a.missing) == 0 && q.practice != 0 && !slices.Contains(a.practices, q.practice):
		return &trouble{
			closed, fmt.Sprintf("practice %d is closed to the user", q.practice), models.NotEntitled,
			"ask the account's System Administrator to let the user into the practice, then: " + s.checkCommand(),
		}
	}
	t := &trouble{kind: lacking, text: "the user may not call " + q.op.name, outcome: models.NotEntitled}
	names := permissions(a.missing)
	if names == "" {
		t.advice = "ask the account's System Administrator to allow " + q.op.name + " to the user, then: " + s.checkCommand()
		return t
	}
	t.text += " without " + names
	t.advice = "ask the account's System Administrator for " + names + " (it takes some minutes to be true), then: " + s.checkCommand()
	return t
}

// permissions quotes the names of permissions. What does not look like one is not repeated.
func permissions(names []string) string {
	var all []string
	for _, name := range names {
		if len(all) < 5 && 0 < len(name) && len(name) <= 60 && strings.IndexFunc(name, odd) < 0 {
			all = append(all, `"`+name+`"`)
		}
	}
	return strings.Join(all, ", ")
}

func odd(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !letter && !strings.ContainsRune(" /-&_", r)
}
