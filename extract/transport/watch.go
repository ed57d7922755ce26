package transport

import (
	"context"
	"io"
	"sync/atomic"
	"time"
)

// A watch ends an attempt that does not get on.
type watch struct {
	cancel context.CancelFunc
	timer  *time.Timer // until the answer begins, then between two pieces of it
	total  *time.Timer
	idle   time.Duration
	ended  atomic.Pointer[error] // why the watch ended the attempt, if it did
}

// newWatch returns the context of an attempt, and who watches it.
func newWatch(ctx context.Context, limits Limits) (context.Context, *watch) {
	ctx, cancel := context.WithCancel(ctx)
	w := &watch{cancel: cancel, idle: limits.Idle}
	w.timer = time.AfterFunc(limits.Header, func() { w.end(ErrSlow) })
	w.total = time.AfterFunc(limits.Total, func() { w.end(ErrStalled) })
	return ctx, w
}

func (w *watch) end(why error) {
	w.ended.CompareAndSwap(nil, &why)
	w.cancel()
}

func (w *watch) stop() {
	w.timer.Stop()
	w.total.Stop()
	w.cancel()
}

// body makes the time between two pieces of a body count from now on.
func (w *watch) body(r io.ReadCloser) io.ReadCloser {
	w.timer.Stop()
	w.timer = time.AfterFunc(w.idle, func() { w.end(ErrStalled) })
	return watched{r, w}
}

// A watched body tells its watch about every piece.
type watched struct {
	io.ReadCloser
	w *watch
}

// Read implements [io.Reader].
func (r watched) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.w.timer.Reset(r.w.idle)
	return n, err
}

// cause says why an attempt failed: the caller's own ending, the watch's, or the network's.
func (w *watch) cause(caller context.Context, err error) error {
	if ended := caller.Err(); ended != nil {
		return ended
	}
	if own := w.ended.Load(); own != nil {
		return *own
	}
	return cause(err)
}
