package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"carehouse/cmd/internal/cli/human"
)

// finishing is what whoever interrupts is told where a page may be in hand.
const finishing = "carehouse: finishing the page in hand; press again to stop at once\n"

// A notice tells whoever interrupts what is still waited for. It tells it at once, since a second signal may cost more than
// a wait.
type notice struct {
	tell func(text string)

	mu    sync.Mutex
	held  map[string]time.Duration // by tenant, how long its new token may take
	heard bool                     // the signal has come
}

// hold notes that a tenant's new token is on its way, or with 0 that it is not any more.
func (n *notice) hold(tenant string, most time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if most == 0 {
		delete(n.held, tenant)
		return
	}
	if n.held == nil {
		n.held = map[string]time.Duration{}
	}
	n.held[tenant] = most
	if n.heard {
		n.wait(tenant)
	}
}

// until tells when a context is interrupted. What it returns ends that, and waits for what is being told: it comes before whatever is
// told next.
func (n *notice) until(ctx context.Context, otherwise string) (end func()) {
	told := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(told)
		n.interrupted(otherwise)
	})
	return sync.OnceFunc(func() {
		if !stop() {
			<-told
		}
	})
}

// interrupted is called for the first signal. Otherwise is what is told where no token is waited for.
func (n *notice) interrupted(otherwise string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.heard = true
	for _, tenant := range slices.Sorted(maps.Keys(n.held)) {
		n.wait(tenant)
	}
	if len(n.held) == 0 && otherwise != "" {
		n.tell(otherwise)
	}
}

func (n *notice) wait(tenant string) {
	n.tell(fmt.Sprintf("carehouse: waiting for the new token of %s, %s at most; press again to stop at once, which may lose it: "+
		"a person has to log in then\n", tenant, human.Span(n.held[tenant])))
}
