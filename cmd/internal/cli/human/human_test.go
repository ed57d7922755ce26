package human

import (
	"testing"
	"time"
)

func TestNumbersReadEasily(t *testing.T) {
	t.Parallel()

	tests := []struct{ got, want string }{
		{Count(0), "0"},
		{Count(999), "999"},
		{Count(1284), "1,284"},
		{Count(-1234567), "-1,234,567"},
		{Count(-123), "-123"},
		{Decimal("301980771.3000"), "301,980,771.3000"},
		{Decimal("-1234.5"), "-1,234.5"},
		{Decimal("12"), "12"},
		{Decimal("abc"), "abc"},
		{Decimal(""), ""},
		{Plural(1, "window"), "1 window"},
		{Plural(1200, "window"), "1,200 windows"},
		{Span(0), "0 s"},
		{Span(time.Millisecond), "0.1 s"},
		{Span(400 * time.Millisecond), "0.4 s"},
		{Span(970 * time.Millisecond), "1 s"},
		{Span(41 * time.Second), "41 s"},
		{Span(59700 * time.Millisecond), "1 min"},
		{Span(200 * time.Second), "3 min 20 s"},
		{Span(125 * time.Minute), "2 h 5 min"},
		{Span(23 * time.Hour), "23 h"},
		{Span(75 * time.Hour), "3 days"},
		{Span(-time.Minute), "-1 min"},
		{Size(0), "0 B"},
		{Size(1023), "1023 B"},
		{Size(1024), "1.0 KiB"},
		{Size(1288490189), "1.2 GiB"},
		{Size(312 << 30), "312 GiB"},
		{Size(1<<20 - 1), "1.0 MiB"},
		{Size(1<<63 - 1), "8192 PiB"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestTimesAreOfOneZone(t *testing.T) {
	t.Parallel()

	c := Clock{Now: time.Date(2026, time.November, 20, 7, 0, 0, 0, time.FixedZone("PST", -8*60*60))}
	utc := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 12, 0, time.UTC)
	}
	tests := []struct{ got, want string }{
		{c.At(utc(11, 20, 14)), "06:00:12"},
		{c.At(utc(11, 20, 7)), "11-19 23:00"},
		{c.At(utc(11, 20, 7).AddDate(-1, 0, 0)), "2025-11-19"},
		{c.At(time.Time{}), "-"},
		{c.Day(utc(11, 2, 12)), "11-02"},
		{c.Day(utc(11, 2, 12).AddDate(-1, 0, 0)), "2025-11-02"},
		{c.Zone(), "PST"},
		{c.Ago(c.Now.Add(-23 * time.Hour)), "23 h ago"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}
