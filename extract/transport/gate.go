package transport

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
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

	refused *Refused    // outlasts the process; nil is nothing that does
	insist  atomic.Bool // a person wants it tried
	pardon  atomic.Bool // what was refused before is being tried
}

// NewDoor returns the door of credentials that nobody has tried yet.
func NewDoor() *Door { return Remembering(nil) }

// Remembering returns a door that is shut by what was refused before, too.
func Remembering(refused *Refused) *Door {
	d := &Door{refused: refused}
	d.Doubt()
	return d
}

// Doubt lets the next call go alone once more: a password that was good an hour ago may have been changed since, and a user
// who was locked may have been unlocked.
func (d *Door) Doubt() {
	d.insist.Store(false)
	d.gate.Store(newGate())
}

// Insist lets the next call go also with what was refused before: a person asks for it, who knows why.
func (d *Door) Insist() { d.insist.Store(true) }

// recall opens or shuts the door by what is remembered. It is asked for the call that goes alone.
func (d *Door) recall() error {
	if d.refused == nil {
		return nil
	}
	at, err := d.refused.Since()
	before := !at.IsZero()
	d.pardon.Store(before && d.insist.Load())
	d.shut.Store(err != nil || before && !d.insist.Load())
	if err == nil && d.shut.Load() {
		return RefusedBefore{at}
	}
	return err
}

// close shuts the door, because the credentials have been refused.
func (d *Door) close(now time.Time) {
	d.pardon.Store(false)
	if !d.shut.Swap(true) && d.refused != nil {
		d.refused.Note(now)
	}
}

// passed is called when the credentials were good.
func (d *Door) passed() {
	if d.pardon.Swap(false) {
		d.refused.Forget()
	}
}
