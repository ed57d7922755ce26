package pipeline

import (
	"context"
	"log/slog"

	"carehouse/cmd/internal/logs"
	"carehouse/extract/transport"
)

// log writes a line for whoever wants to know what a run did before it went wrong. People are told otherwise.
func (r *run) log(ctx context.Context, level slog.Level, message string, attrs ...slog.Attr) {
	if r.ask.Log != nil {
		r.ask.Log.LogAttrs(ctx, level, message, attrs...)
	}
}

// logCall logs what a call is at: that it waits, is made, or is answered.
func (r *run) logCall(tenant string, e transport.Event) {
	who := []slog.Attr{logs.Tenant(tenant), logs.Dataset(e.Dataset), logs.Call(e.Op)}
	level, message, more := slog.LevelInfo, "answered", []slog.Attr{logs.Status(e.Status), logs.Bytes(e.Bytes)}
	switch e.Kind {
	case transport.Asked:
		level, message, more = slog.LevelDebug, "asked", nil
	case transport.Waiting:
		level, message, more = slog.LevelDebug, "waiting", []slog.Attr{logs.Reason(e.Why), logs.Wait(e.Wait)}
		if e.Why != transport.Throttle {
			level = slog.LevelInfo
		}
	case transport.Held:
		return
	case transport.Answered:
	}
	r.log(context.Background(), level, message, append(who, more...)...)
}
