package tpastream

import (
	"context"
	"maps"
	"strconv"

	"carehouse/models"
)

// throughClaims walks a window of claims: along the feed, then over what it named or over everything.
//
// A window that was planned to follow the feed may find it closed, or so long that reading everything is less work.
// Then it reads everything.
func (s *Source) throughClaims(ctx context.Context, w *walk, window models.Window) bool {
	after, _ := strconv.ParseInt(window.After, 10, 64) // none is 0, the beginning
	f, ok := w.feed(ctx, after)
	if !ok {
		return false
	}
	var r *refetch
	if window.Mode == models.Feed && !f.refused && len(f.named) <= s.config.Refetch {
		if r, ok = w.refetch(ctx, f.named); !ok {
			return false
		}
		if !r.lost {
			return w.End(f.mark(r.verdict(f.events)))
		}
	}
	all, ok := w.sweep(ctx, list{path: "/claims", table: claims, tuning: s.config.tuning(claims)})
	if !ok {
		return false
	}
	v := all.verdict()
	if r != nil { // what was refetched counts too, and may have gone before the sweep
		maps.Copy(r.keys, all.all)
		maps.Copy(r.keys, all.last.keys)
		v.Distinct, v.Absence = int64(len(r.keys)+len(all.last.keyless)+r.keyless), false
	}
	return w.End(f.mark(v))
}

// mark puts the feed's place into a verdict. A feed that is refused has none.
func (f feed) mark(v models.Verdict) models.Verdict {
	if !f.refused {
		v.Cursor, v.CursorAt = strconv.FormatInt(f.cursor, 10), f.at
	}
	return v
}
