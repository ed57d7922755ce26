package warehouse

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/load/lake"
	"carehouse/models"
)

func TestPublishRefusesAFileThatLies(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	s, _ := h.merge(window{tenant: "a", n: 0, bills: some(1, 20), pagesPerUnit: 9})
	other := h.stage(window{tenant: "a", n: 0, bills: some(1, 19), pagesPerUnit: 9})
	f := s.Roots[0].Units[0].Files["bills"]
	f.Path = other.Roots[0].Units[0].Files["bills"].Path
	s.Roots[0].Units[0].Files["bills"] = f
	p := Publish{Roots: []*models.Table{h.root}, Staged: []Staged{s}, NextDir: h.generationDir(1), Workers: 1}
	_, err := h.db.BuildLake(t.Context(), p)
	if !errors.Is(err, ErrReceipt) || !strings.Contains(fmt.Sprint(err), "bills: rows: staged 20, lake 19") {
		t.Errorf("got %v, want a receipt that does not add up", err)
	}
	p.Staged = nil
	if _, err := h.db.BuildLake(t.Context(), p); !errors.Is(err, ErrSource) {
		t.Errorf("got %v, want to be told that no file holds the rows", err)
	}
}

func TestVerifyFindsAFileThatWasChanged(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	s, _ := h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
	files := h.publish(s)
	dir := h.generationDir(1)
	verified, err := h.db.Verify(t.Context(), []*models.Table{h.root}, dir, 2)
	if err != nil || len(verified) != len(files) {
		t.Fatalf("got %d files, %v; want %d", len(verified), err, len(files))
	}
	at := slices.IndexFunc(files, func(f lake.File) bool { return f.Table == "bills" })
	path := filepath.Join(dir, files[at].Path)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Verify(t.Context(), []*models.Table{h.root}, dir, 2); !errors.Is(err, ErrBytes) {
		t.Errorf("got %v, want the changed file to be found", err)
	}
}
