package landing

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/klauspost/compress/zstd"

	"carehouse/models"
)

const (
	// MaxOpen is how large a page may be when it is open. A larger one is neither landed nor read.
	MaxOpen = 512 << 20

	extension = ".zst"
)

// page is the path of a page's file.
func (w *Window) page(number int) string {
	return filepath.Join(w.dir, fmt.Sprintf("%06d%s", number, extension))
}

func pageNumber(name string) (int, bool) {
	digits, ok := strings.CutSuffix(name, extension)
	number, err := strconv.Atoi(digits)
	return number, ok && err == nil && number > 0 && fmt.Sprintf("%06d", number) == digits
}

// pack compresses a body into w.stored and notes its sizes and checksums.
func (w *Window) pack(p *PageFacts, body []byte) error {
	if len(body) > MaxOpen {
		return fmt.Errorf("%d bytes; %d are allowed", len(body), MaxOpen)
	}
	if w.encoder == nil {
		// One page at a time, in the caller's goroutine: memory stays that of one page.
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
		if err != nil {
			return err
		}
		w.encoder = encoder
	}
	w.stored = w.encoder.EncodeAll(body, w.stored[:0])
	p.RawBytes, p.RawSHA256 = int64(len(body)), sum(body)
	p.StoredBytes, p.StoredSHA256 = int64(len(w.stored)), sum(w.stored)
	return nil
}

// Pages reads the pages back, in order. It stops at the first that is not as it was landed.
func (w *Window) Pages() iter.Seq2[models.Page, error] {
	return func(yield func(models.Page, error) bool) {
		for _, facts := range w.Facts().Pages {
			p, err := w.load(facts)
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// Page reads one page back, and makes sure that it is what was landed.
func (w *Window) Page(number int) (models.Page, error) {
	w.mu.Lock()
	pages := w.manifest.facts.Pages
	w.mu.Unlock()
	if number < 1 || number > len(pages) {
		return models.Page{}, fmt.Errorf("landing %s: page %d of %d", w, number, len(pages))
	}
	return w.load(pages[number-1])
}

func (w *Window) load(facts PageFacts) (models.Page, error) {
	body, err := w.open(facts)
	if err != nil {
		return models.Page{}, fmt.Errorf("landing %s: page %d: %w", w, facts.Number, err)
	}
	return models.Page{
		Number: facts.Number, Table: facts.Table, Records: facts.Records, Sweep: facts.Sweep, Call: facts.Call,
		Token: facts.Token, AskedAt: facts.AskedAt, Body: body, Given: maps.Clone(facts.Given),
		Only: slices.Clone(facts.Only), Names: maps.Clone(facts.Names), Verdict: facts.Verdict,
	}, nil
}

// open reads the file of a page. What the manifest says of its sizes bounds what is read and what is made of it, so
// that a file that was swapped for a bomb costs nothing.
func (w *Window) open(facts PageFacts) ([]byte, error) {
	if facts.RawBytes < 0 || facts.RawBytes > MaxOpen || facts.StoredBytes < 0 || facts.StoredBytes > 2*MaxOpen {
		return nil, fmt.Errorf("larger than is allowed: %w", ErrDamaged)
	}
	stored, err := readExactly(w.page(facts.Number), facts.StoredBytes)
	if err != nil {
		return nil, err
	}
	if sum(stored) != facts.StoredSHA256 {
		return nil, fmt.Errorf("checksum of the file differs: %w", ErrDamaged)
	}
	body, err := w.store.unpack(stored, int(facts.RawBytes))
	if err != nil {
		return nil, err
	}
	if sum(body) != facts.RawSHA256 {
		return nil, fmt.Errorf("checksum of the body differs: %w", ErrDamaged)
	}
	return body, nil
}

func readExactly(path string, size int64) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("its file is gone: %w", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != size {
		return nil, fmt.Errorf("its file has %d bytes, not %d: %w", info.Size(), size, ErrDamaged)
	}
	data := make([]byte, size)
	_, err = io.ReadFull(file, data)
	return data, err
}

// unpack opens what pack made. There is room for exactly the size that the body had.
func (s *Store) unpack(stored []byte, size int) ([]byte, error) {
	decoder, ok := s.decoders.Get().(*zstd.Decoder)
	if !ok {
		var err error
		decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true))
		if err != nil {
			return nil, err
		}
	}
	defer s.decoders.Put(decoder)
	body, err := decoder.DecodeAll(stored, make([]byte, 0, size))
	if err != nil || len(body) != size {
		return nil, fmt.Errorf("does not open to %d bytes: %w", size, ErrDamaged)
	}
	return body, nil
}

// read reads the manifest.
func (w *Window) read() error {
	data, err := os.ReadFile(filepath.Join(w.dir, manifestName))
	if err != nil {
		return fmt.Errorf("landing %s: %w", w, err)
	}
	var m manifest
	size, err := m.parse(data)
	if err != nil {
		return fmt.Errorf("landing %s: %s: %w: %w", w, manifestName, ErrDamaged, err)
	}
	is := m.facts.Window
	if name := is.Source + "/" + is.Tenant + "/" + is.Dataset + "/" + is.ID; name != w.String() {
		return fmt.Errorf("landing %s: %s: it is another window's: %w", w, manifestName, ErrDamaged)
	}
	w.manifest, w.size = m, size
	return nil
}

func sum(b []byte) string {
	digest := sha256.Sum256(b)
	return hex.EncodeToString(digest[:])
}
