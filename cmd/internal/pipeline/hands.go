package pipeline

import "sync"

// flattenedTimes is how many times its own size a page with documents takes while it is flattened: as it was landed, as it
// is read, as columns, as an Arrow record.
const flattenedTimes = 5

// hands are what workers have in hand together: pages of so many bytes. A larger page is taken when nothing else is.
type hands struct {
	room int64

	mu    sync.Mutex
	freed *sync.Cond
	held  int64
}

func newHands(room int64) *hands {
	h := &hands{room: room}
	h.freed = sync.NewCond(&h.mu)
	return h
}

// full calls do with so many bytes in hand, as soon as there is room for them.
func (h *hands) full(bytes int64, do func() error) error {
	h.mu.Lock()
	for h.held > 0 && h.held+bytes > h.room {
		h.freed.Wait()
	}
	h.held += bytes
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		h.held -= bytes
		h.mu.Unlock()
		h.freed.Broadcast()
	}()
	return do()
}
