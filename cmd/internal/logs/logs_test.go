package logs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"carehouse/models"
)

// person is everything that a careless line could say.
type person struct{ Name string }

func TestALineSaysOnlyWhatIsOnTheList(t *testing.T) {
	t.Parallel()

	secret := models.NewSecret("hunter2")
	careless := []slog.Attr{
		Source("tpastream"), Tenant("my-tpa"), Dataset("claims"), Window("w"), Outcome("complete"), Call("GET /api/claims"),
		Reason("throttle"), Pages(9), Status(403), Bytes(1284), Generation(42), Wait(time.Minute), Err(errors.New("status 403")),
		slog.Any("claim", person{"Testperson"}),
		slog.Group("request", slog.String("patient", "Testperson"), slog.String("source", "Testperson")),
		slog.Any("source", person{"Testperson"}),
		slog.String("pages", "Testperson"),
		slog.Any("err", person{"Testperson"}),
		slog.Any("secret", secret),
		slog.String("level", "Testperson"),
	}
	for _, format := range []Format{Text, JSON} {
		var out bytes.Buffer
		log := New(&out, format, slog.LevelInfo, "run-1")
		log.LogAttrs(context.Background(), slog.LevelInfo, "window loaded", careless...)
		log.WithGroup("group").LogAttrs(context.Background(), slog.LevelInfo, "grouped", Source("Testperson"))
		got := out.String()
		for _, leak := range []string{"Testperson", "hunter2"} {
			if strings.Contains(got, leak) {
				t.Errorf("%s: got %q in\n%s", format, leak, got)
			}
		}
		for _, want := range []string{"run-1", "window loaded", "tpastream", "GET /api/claims", "1284", "status 403", "INFO"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", format, want, got)
			}
		}
		// Nothing that has a constructor is dropped: the first drop is the claim's.
		if before, _, _ := strings.Cut(got, "claim\":"); format == JSON && strings.Contains(before, dropped) {
			t.Errorf("an attribute of ours was dropped:\n%s", before)
		}
	}
}

func TestRunsAreNamedByTheirStart(t *testing.T) {
	t.Parallel()

	start := time.Date(2026, time.November, 20, 6, 0, 41, 0, time.FixedZone("", -8*60*60))
	got, err := NewRun(start, bytes.NewReader([]byte{1, 2, 3}))
	if err != nil || got != "20261120T140041Z-010203" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := NewRun(start, bytes.NewReader(nil)); err == nil {
		t.Error("got a name without noise")
	}
}
