package cli

import (
	"strings"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/models"
)

// A trouble is a failure with the datasets of its tenant that failed in the same way. An API that is down fails them all,
// and nobody reads the same sentence seventeen times.
type trouble struct {
	engine.Failure

	others []string
}

// alike puts together the failures of a tenant that could not be reached, or that wait for a person, for one reason; and
// others that are the same to the word, call and all. Any other failure stays alone: what to do about it may differ, and
// each refusal is one to ask for.
func alike(failures []engine.Failure) []trouble {
	type sort struct{ tenant, cause, why, next string }
	var all []trouble
	first := map[sort]int{}
	for _, f := range failures {
		if f.Outcome != models.NotEntitled && f.Dataset != "" {
			s := sort{f.Tenant, f.What, f.Why, f.Next}
			if f.Outcome == models.Unreachable || f.Outcome == models.NeedsPerson {
				s.cause = cause(f.What)
			}
			if at, ok := first[s]; ok {
				all[at].others = append(all[at].others, f.Dataset)
				continue
			}
			first[s] = len(all)
		}
		all = append(all, trouble{Failure: f})
	}
	return all
}

// cause is the last part of what failed: what is left of "page 3: GetCharges after 5 attempts: the host's name was not
// found" when the page and the call are different.
func cause(what string) string { return what[strings.LastIndex(what, ": ")+1:] }

// so tells which other datasets failed in the same way, or says why this one did.
func (t trouble) so() string {
	if len(t.others) == 0 {
		return t.Why
	}
	text := "and so did " + human.Plural(int64(len(t.others)), "other dataset") + ": " + strings.Join(t.others, ", ")
	if t.Why == "" {
		return text
	}
	return t.Why + "; " + text
}
