package pipeline

import (
	"context"
	"log/slog"

	"carehouse/cmd/internal/logs"
	"carehouse/extract/transport"
)

// logger is for whoever wants to know what a run did before it went wrong. People are told otherwise.
func (r *run) logger() *slog.Logger {
	if r.ask.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.ask.Log
}

// logCall logs what a call is at: that it waits, is made, or is answered.
func (r *run) logCall(ctx context.Context, tenant string, e transport.Event) {
	who := []slog.Attr{logs.Tenant(tenant), logs.Dataset(e.Dataset), logs.Call(e.Op)}
	switch e.Kind {
	case transport.Asked:
		r.logger().LogAttrs(ctx, slog.LevelDebug, "asked", who...)
	case transport.Waiting:
		level := slog.LevelInfo
		if e.Why == transport.Throttle {
			level = slog.LevelDebug
		}
		r.logger().LogAttrs(ctx, level, "waiting", append(who, logs.Reason(e.Why), logs.Wait(e.Wait))...)
	case transport.Answered:
		r.logger().LogAttrs(ctx, slog.LevelInfo, "answered", append(who, logs.Status(e.Status), logs.Bytes(e.Bytes))...)
	case transport.Held:
	}
}
