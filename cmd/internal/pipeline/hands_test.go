package pipeline

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestPagesInHandFitIntoTheRoom(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		pages []int64
		most  int64 // bytes in hand together
	}{
		{"pages that fit are worked on side by side", []int64{40, 60}, 100},
		{"one that does not fit waits", []int64{60, 60, 60}, 60},
		{"one that is larger than the room goes alone", []int64{300, 10, 20}, 300},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var group sync.WaitGroup
				var mu sync.Mutex
				var held, most int64
				h := newHands(100)
				for _, bytes := range tt.pages {
					group.Go(func() {
						_ = h.full(t.Context(), bytes, func() error {
							mu.Lock()
							held += bytes
							most = max(most, held)
							mu.Unlock()
							time.Sleep(time.Second) // of the bubble, so that all come before one goes
							mu.Lock()
							held -= bytes
							mu.Unlock()
							return errors.New("one that failed gives its room back as well")
						})
					})
				}
				group.Wait()
				if most != tt.most {
					t.Errorf("most bytes in hand: got %d, want %d", most, tt.most)
				}
			})
		})
	}
}
