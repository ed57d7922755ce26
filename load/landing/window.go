package landing

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/klauspost/compress/zstd"

	"carehouse/models"
)

// A Window is the folder of one window. Its methods may be called by several goroutines.
type Window struct {
	store *Store
	dir   string

	mu       sync.Mutex
	manifest manifest
	size     int64         // bytes of the manifest that count
	file     *os.File      // the manifest, open for the next line; nil before there is one
	encoder  *zstd.Encoder // one for all pages; nil before the first
	stored   []byte        // its last output, to be used again
	broken   error         // what went wrong while writing; nothing is written after it
}

// String names the window: "tpastream/my-tpa/claims/20260102T030405.000Z-feed".
func (w *Window) String() string {
	name, err := filepath.Rel(w.store.dir, w.dir)
	if err != nil {
		return filepath.Base(w.dir)
	}
	return filepath.ToSlash(name)
}

// Facts are what is known of the window without reading a page.
func (w *Window) Facts() Facts {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.manifest.facts
	f.Pages = slices.Clone(f.Pages)
	return f
}

// TableOf names the table that a page belongs to, "" where there is no such page. It costs nothing, however many there are.
func (w *Window) TableOf(page int) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if page < 1 || page > len(w.manifest.facts.Pages) {
		return ""
	}
	return w.manifest.facts.Pages[page-1].Table
}

// Put lands the next page. When it returns the page is on the disk and counts. Pages come in order, from 1, and none
// comes after the one with the verdict. After an error the window takes nothing more: what is on the disk is found
// out by [Store.Continue].
func (w *Window) Put(p models.Page) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := PageFacts{
		Number: p.Number, Table: p.Table, Records: p.Records, Sweep: p.Sweep, Call: p.Call, Token: p.Token,
		AskedAt: p.AskedAt.UTC(), Given: maps.Clone(p.Given), Only: slices.Clone(p.Only), Names: maps.Clone(p.Names),
		Verdict: p.Verdict,
	}
	probe := w.manifest.facts
	if err := probe.addPage(next); err != nil {
		return fmt.Errorf("landing %s: %w", w, err)
	}
	if err := w.ready(); err != nil {
		return err
	}
	if err := w.pack(&next, p.Body); err != nil {
		return fmt.Errorf("landing %s: page %d: %w", w, p.Number, err)
	}
	if err := w.store.fs.WriteFile("landing.page", w.page(p.Number), w.stored); err != nil {
		return w.fail(fmt.Errorf("landing %s: page %d: %w", w, p.Number, err))
	}
	return w.append("landing.page.line", line{Page: &next})
}

// End says that all pages are here, and what the source says of them.
func (w *Window) End(v models.Verdict, at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last("landing.end", line{Ended: &v, Pages: len(w.manifest.facts.Pages), At: at.UTC()})
}

// Settle says that the window was found to change nothing, so that nobody has to look at it again. Settling twice is
// once.
func (w *Window) Settle(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.manifest.facts.State == StateSettled {
		return nil
	}
	return w.last("landing.settle", line{Settled: unchanged, At: at.UTC()})
}

// Abandon says that nothing more will be done with the window, and why. Abandoning twice is once.
func (w *Window) Abandon(why string, at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.manifest.facts.State == StateAbandoned {
		return nil
	}
	if why == "" {
		return fmt.Errorf("landing %s: abandoned without a reason", w)
	}
	return w.last("landing.abandon", line{Abandoned: why, At: at.UTC()})
}

// last writes a line after which usually none comes, and lets go of the file.
func (w *Window) last(step string, l line) error {
	probe := w.manifest
	if err := probe.add(l); err != nil {
		return fmt.Errorf("landing %s: %w", w, err)
	}
	if err := w.ready(); err != nil {
		return err
	}
	return errors.Join(w.append(step, l), w.release())
}

// append writes a line that may come now. The pages' file is renamed and its folder forced out before, so the line
// never names what is not there.
func (w *Window) append(step string, l line) error {
	sealed, err := l.seal()
	if err != nil {
		return fmt.Errorf("landing %s: %w", w, err)
	}
	if err := w.store.fs.Append(step, w.file, sealed); err != nil {
		return w.fail(fmt.Errorf("landing %s: manifest: %w", w, err))
	}
	w.size += int64(len(sealed))
	return w.manifest.add(l)
}

// fail remembers that nobody knows what is on the disk now.
func (w *Window) fail(err error) error {
	w.broken = err
	_ = w.release() // the error that came first says more
	return err
}

// prepare makes the window ready for its next line.
func (w *Window) prepare() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ready()
}

// ready opens the manifest for the next line, once. A torn line is cut off, and what the last run may not have forced
// out is forced out, before anything is built on it.
func (w *Window) ready() error {
	if w.broken != nil {
		return fmt.Errorf("landing %s: nothing is written after an error: %w", w, w.broken)
	}
	if w.file != nil {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(w.dir, manifestName), os.O_WRONLY|os.O_APPEND|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return fmt.Errorf("landing %s: %w", w, err)
	}
	err = w.store.fs.Cut("landing.manifest", file, w.size)
	if err == nil {
		err = w.sweep()
	}
	if err != nil {
		_ = file.Close()
		return fmt.Errorf("landing %s: %w", w, err)
	}
	w.file = file
	return nil
}

// sweep deletes the files that the manifest does not name, and forces the folder out.
func (w *Window) sweep() error {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		number, ok := pageNumber(e.Name())
		if e.Name() == manifestName || ok && number <= len(w.manifest.facts.Pages) {
			continue
		}
		stray := filepath.Join(w.dir, e.Name())
		if err := w.store.fs.Do("landing.stray.delete", func() error { return os.RemoveAll(stray) }); err != nil {
			return err
		}
	}
	return w.store.fs.Sync("landing.manifest.syncdir", w.dir)
}

// Close lets go of the manifest's file and of the memory for compressing. The window may still be used.
func (w *Window) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.release()
}

func (w *Window) release() error {
	file := w.file
	w.file, w.encoder, w.stored = nil, nil, nil
	if file == nil {
		return nil
	}
	return file.Close()
}
