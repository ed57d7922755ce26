package transport

import (
	"context"
	"sync"
	"sync/atomic"
)

// A gate lets the first call go alone. While nobody knows whether the credentials are any good, one wrong answer is
// enough: several calls that leave together are several wrong passwords, and portals lock accounts for that.
type gate struct {
	taken  atomic.Bool
	opened chan struct{}
	open   func() // for good; may be called often
}

func newGate() *gate {
	g := &gate{opened: make(chan struct{})}
	g.open = sync.OnceFunc(func() { close(g.opened) })
	return g
}

// pass waits until the gate is open. The first who comes is let through at once, and has to open it.
func (g *gate) pass(ctx context.Context) (first bool, err error) {
	if g.taken.CompareAndSwap(false, true) {
		return true, nil
	}
	select {
	case <-g.opened:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// A Door stands before everything that is asked with the same credentials. It lets the first call go alone, and once
// they have been refused it stays shut. Clients with the same credentials share one.
type Door struct {
	gate atomic.Pointer[gate]
	shut atomic.Bool // the credentials are no good; asking on would lock the account
}

// NewDoor returns the door of credentials that nobody has tried yet.
func NewDoor() *Door {
	d := &Door{}
	d.Doubt()
	return d
}

// Doubt lets the next call go alone once more: a password that was good an hour ago may have been changed since.
func (d *Door) Doubt() { d.gate.Store(newGate()) }
