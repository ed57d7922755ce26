package pipeline

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/durable"
	"carehouse/models"
)

// journalName is the file of the home that says what each run did, one JSON line a run. It is for people and for
// status; nothing is planned from it, so a line that was torn by a crash is left out and nobody minds.
const journalName = "runs.jsonl"

// An entry is a run in the journal.
type entry struct {
	Run        string      `json:"run"`
	Command    string      `json:"command"`
	Started    time.Time   `json:"started"`
	Elapsed    engine.Span `json:"elapsed_seconds"`
	Exit       engine.Exit `json:"exit"`
	Generation int         `json:"generation,omitempty"`
	Changed    int64       `json:"changed"`
	Datasets   []ended     `json:"datasets,omitempty"`
}

// ended is how a dataset of a run ended.
type ended struct {
	Source  string         `json:"source"`
	Tenant  string         `json:"tenant"`
	Dataset string         `json:"dataset"`
	Outcome models.Outcome `json:"outcome"`
	Changed int64          `json:"changed"`
	Paused  bool           `json:"paused,omitempty"`
	Refused bool           `json:"refused,omitempty"`
}

// appendJournal adds a run.
func appendJournal(home string, disk durable.FS, e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(home, journalName), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	defer file.Close()
	// A line that a crash tore has no end; the next one starts on a line of its own all the same.
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte("\n"), line...)
		}
	}
	if err := disk.Append("journal", file, append(line, '\n')); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// newest is how much of the journal is read: some thousand runs. It is never cut, and a run must not cost more for all that were
// before it.
const newest = 4 << 20

// readJournal returns the newest runs, oldest first.
func readJournal(home string) ([]entry, error) {
	raw, err := readTail(filepath.Join(home, journalName), newest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	var entries []entry
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, len(raw)+1)
	for lines.Scan() {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// readTail reads what a file ends with. It may begin in the middle of a line.
func readTail(path string, size int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(file, max(info.Size()-size, 0), size))
}

// standing says how a dataset ended last, and since when it has ended so. What an older run made of it counts only as
// long as every run since made the same.
func standing(entries []entry, source, tenant, dataset string) (last ended, since time.Time) {
	for _, e := range slices.Backward(entries) {
		for _, d := range e.Datasets {
			if d.Source != source || d.Tenant != tenant || d.Dataset != dataset {
				continue
			}
			if last.Outcome == "" {
				last = d
			}
			if d.Outcome != last.Outcome {
				return last, since
			}
			since = e.Started
		}
	}
	return last, since
}
