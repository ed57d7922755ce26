// Package logs writes the program's log, whose lines are made of a closed list of attributes.
//
// A log is read by more people than a database, and copied into tickets. So an attribute that is not on the list, or
// that holds another kind of thing than its name promises, loses its value: a careless line says less instead of saying
// a patient's name. Messages are constants; what varies is an attribute.
package logs

import (
	"encoding/hex"
	"io"
	"log/slog"
	"time"
)

// The attributes of a line, and what each holds.
var kinds = [...]struct {
	key  string
	kind slog.Kind
}{
	{"run", slog.KindString},
	{"source", slog.KindString},
	{"tenant", slog.KindString},
	{"dataset", slog.KindString},
	{"window", slog.KindString},
	{"outcome", slog.KindString},
	{"call", slog.KindString},
	{"reason", slog.KindString},
	{"pages", slog.KindInt64},
	{"status", slog.KindInt64},
	{"bytes", slog.KindInt64},
	{"generation", slog.KindInt64},
	{"wait_ms", slog.KindInt64},
	{slog.MessageKey, slog.KindString},
}

// Run names the run.
func Run(id string) slog.Attr { return slog.String("run", id) }

// Source names the API.
func Source(name string) slog.Attr { return slog.String("source", name) }

// Tenant names the account.
func Tenant(name string) slog.Attr { return slog.String("tenant", name) }

// Dataset names the dataset.
func Dataset(name string) slog.Attr { return slog.String("dataset", name) }

// Window names the window.
func Window(id string) slog.Attr { return slog.String("window", id) }

// Outcome says how something ended.
func Outcome(outcome string) slog.Attr { return slog.String("outcome", outcome) }

// Call is what was asked, without its query: "GET /api/claims".
func Call(name string) slog.Attr { return slog.String("call", name) }

// Reason says why something waits or was not done. It is one of the program's own words.
func Reason(why string) slog.Attr { return slog.String("reason", why) }

// Pages counts pages.
func Pages(n int) slog.Attr { return slog.Int("pages", n) }

// Status is an HTTP status.
func Status(code int) slog.Attr { return slog.Int("status", code) }

// Bytes counts bytes.
func Bytes(n int64) slog.Attr { return slog.Int64("bytes", n) }

// Generation is a published state.
func Generation(n int) slog.Attr { return slog.Int("generation", n) }

// Wait is how long nothing will be sent, in milliseconds.
func Wait(d time.Duration) slog.Attr { return slog.Int64("wait_ms", d.Milliseconds()) }

// Err is what went wrong. Errors of this program never hold a body, a query, a header or a value.
func Err(err error) slog.Attr { return slog.Any("err", err) }

const dropped = "[dropped]"

// Allow is a ReplaceAttr for [slog.HandlerOptions]. It blanks every attribute that is not one of ours, or that is not
// of its kind, and everything in groups.
func Allow(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return slog.String(a.Key, dropped)
	}
	switch a.Key {
	case slog.TimeKey: // in milliseconds too: nine digits may be anybody's number
		if a.Value.Kind() == slog.KindTime {
			return slog.Time(a.Key, a.Value.Time().Truncate(time.Millisecond))
		}
	case slog.LevelKey:
		if _, ok := a.Value.Any().(slog.Level); ok {
			return a
		}
	case "err":
		if err, ok := a.Value.Any().(error); ok {
			return slog.String(a.Key, err.Error())
		}
	}
	for _, known := range kinds {
		if a.Key == known.key && a.Value.Kind() == known.kind {
			return a
		}
	}
	return slog.String(a.Key, dropped)
}

// A Format is how lines look.
type Format string

// The formats.
const (
	Text Format = "text" // key=value, for people
	JSON Format = "json" // an object a line, for machines
)

// New returns a logger whose every line names the run.
func New(w io.Writer, format Format, level slog.Leveler, run string) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: Allow}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if format == JSON {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(handler.WithAttrs([]slog.Attr{Run(run)}))
}

// NewRun names a run by the moment it started and a little noise from random: 20261120T060041Z-9f3a1c.
func NewRun(now time.Time, random io.Reader) (string, error) {
	var noise [3]byte
	if _, err := io.ReadFull(random, noise[:]); err != nil {
		return "", err
	}
	return now.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(noise[:]), nil
}
