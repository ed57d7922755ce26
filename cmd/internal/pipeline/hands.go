package pipeline

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// flattenedTimes is how many times its own size a page with documents takes while it is flattened: as it was landed, as it
// is read, as columns, as an Arrow record.
const flattenedTimes = 5

// hands are what workers have in hand together: pages of so many bytes. A larger page is taken when nothing else is.
type hands struct {
	room int64
	held *semaphore.Weighted
}

func newHands(room int64) *hands { return &hands{room, semaphore.NewWeighted(room)} }

// full calls do with so many bytes in hand, as soon as there is room for them.
func (h *hands) full(ctx context.Context, bytes int64, do func() error) error {
	bytes = min(bytes, h.room)
	if err := h.held.Acquire(ctx, bytes); err != nil {
		return context.Cause(ctx)
	}
	defer h.held.Release(bytes)
	return do()
}
