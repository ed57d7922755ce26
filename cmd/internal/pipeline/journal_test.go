package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carehouse/load/durable"
	"carehouse/models"
)

var day = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

func run1(n int, outcome models.Outcome) entry {
	return entry{
		Run: "r", Command: "sync", Started: day.AddDate(0, 0, n),
		Datasets: []ended{{Source: "tpastream", Tenant: "my-tpa", Dataset: "claims", Outcome: outcome, Changed: int64(n)}},
	}
}

func TestATornLineOfTheJournalIsLeftOut(t *testing.T) {
	t.Parallel()

	home := t.TempDir()
	for n := range 2 {
		if err := appendJournal(home, durable.FS{}, run1(n, models.Complete)); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(home, journalName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range raw {
		if err := os.WriteFile(path, raw[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := appendJournal(home, durable.FS{}, run1(2, models.Complete)); err != nil {
			t.Fatal(err)
		}
		entries, err := readJournal(home)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 || !entries[len(entries)-1].Started.Equal(day.AddDate(0, 0, 2)) {
			t.Fatalf("cut at %d: the run after it is lost, got %d entries", cut, len(entries))
		}
	}
}

func TestAHomeWithoutAJournalHasNoRuns(t *testing.T) {
	t.Parallel()

	entries, err := readJournal(t.TempDir())
	if err != nil || len(entries) != 0 {
		t.Errorf("got %d entries, %v", len(entries), err)
	}
}

func TestStandingIsSinceTheFirstRunOfItsKind(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name    string
		runs    []models.Outcome
		outcome models.Outcome
		since   int
	}{
		{"one run", []models.Outcome{models.Complete}, models.Complete, 0},
		{"well all along", []models.Outcome{models.Complete, models.Complete, models.Complete}, models.Complete, 0},
		{"refused since the second", []models.Outcome{models.Complete, models.NotEntitled, models.NotEntitled}, models.NotEntitled, 1},
		{"well again", []models.Outcome{models.NotEntitled, models.Complete}, models.Complete, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			var entries []entry
			for n, outcome := range tt.runs {
				entries = append(entries, run1(n, outcome))
			}
			last, since := standing(entries, "tpastream", "my-tpa", "claims")
			if last.Outcome != tt.outcome || !since.Equal(day.AddDate(0, 0, tt.since)) {
				t.Errorf("got %s since %s", last.Outcome, since)
			}
			if last, _ := standing(entries, "tpastream", "other", "claims"); last.Outcome != "" {
				t.Errorf("another tenant: got %s", last.Outcome)
			}
		})
	}
}

// TestOnlyTheNewestRunsAreRead writes what a program does that syncs every few minutes for years.
func TestOnlyTheNewestRunsAreRead(t *testing.T) {
	t.Parallel()

	home := t.TempDir()
	done(t, appendJournal(home, durable.FS{}, run1(0, models.Failed)))
	path := filepath.Join(home, journalName)
	one, err := os.ReadFile(path)
	done(t, err)
	done(t, os.WriteFile(path, bytes.Repeat(one, newest/len(one)+1000), 0o600))
	done(t, appendJournal(home, durable.FS{}, run1(7, models.Complete)))
	entries, err := readJournal(home)
	done(t, err)
	if n := len(entries); n < newest/len(one)-2 || n > newest/len(one) || !entries[n-1].Started.Equal(day.AddDate(0, 0, 7)) ||
		entries[0].Run != "r" {
		t.Errorf("got %d entries of some %d that were looked at", n, newest/len(one))
	}
}
