package pipeline

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/logs"
	"carehouse/extract/tpastream/simulator"
)

func TestALogTellsWhatARunDid(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 20}})
	for _, test := range []struct {
		level slog.Level
		want  []string
	}{
		{slog.LevelDebug, []string{"msg=asked", "msg=answered", "msg=\"window landed\"", "msg=published run=r generation=1"}},
		{slog.LevelInfo, []string{"msg=answered run", "call=\"GET /api/", "status=200", "dataset=claims"}},
		{slog.LevelWarn, nil},
	} {
		var out bytes.Buffer
		h.ask.Log = logs.New(&out, logs.Text, test.level, "r")
		h.sync(t, engine.OK, engine.SyncAsk{})
		got := out.String()
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in\n%s", test.level, want, got)
			}
		}
		quiet := test.level == slog.LevelWarn && got != "" || test.level == slog.LevelInfo && strings.Contains(got, "msg=asked")
		if quiet || strings.Contains(got, "dropped") || strings.Contains(got, "?") {
			t.Errorf("%s: got\n%s", test.level, got)
		}
		h.ask.Log = nil
	}
}
