package generation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"carehouse/load/durable"
)

// What keeps a home from being used.
var (
	// ErrHeld means that another run holds the home. It is found in a [*HeldError].
	ErrHeld = errors.New("another run holds the home")
	// ErrReader means that the home was opened for reading only.
	ErrReader = errors.New("the home was opened for reading only")
	// ErrCurrent means that nobody can say which generation is the current one.
	ErrCurrent = errors.New("the current generation is not known")
	// ErrDamaged means that a generation is not as it was published.
	ErrDamaged = errors.New("damaged")
	// ErrNoBase means that there is no generation to start from.
	ErrNoBase = errors.New("nothing has been published yet")
)

const (
	generations = "generations"
	current     = "current"
	unfinished  = ".tmp" // after the number of a generation that is being made, or deleted
)

// A Home is the folder where everything is kept. A home that was opened for writing is used by one goroutine.
type Home struct {
	dir       string
	fs        durable.FS
	lock      *os.File // nil for readers
	recovered []string
	next      *Next // the generation that is being made
}

// Open opens a home for writing. It makes the folder where there is none, takes the lock, which fails with
// [*HeldError] where another run has it, and clears away what a crash left; [Home.Recovered] says what that was. The
// caller has set the umask.
func Open(dir string, fs durable.FS, now time.Time) (*Home, error) {
	dir, err := filepath.Abs(dir) // so that nothing depends on where the program stands later
	if err != nil {
		return nil, fmt.Errorf("home: %w", err)
	}
	h := &Home{dir: dir, fs: fs}
	if err := h.open(now); err != nil {
		return nil, fmt.Errorf("home: %w", errors.Join(err, h.Close()))
	}
	return h, nil
}

func (h *Home) open(now time.Time) error {
	if err := h.fs.MkdirAll("generation.home", h.dir, h.dir); err != nil {
		return err
	}
	if err := h.takeLock(now); err != nil {
		return err
	}
	if err := h.tighten(); err != nil {
		return err
	}
	if err := h.fs.MkdirAll("generation.home", h.dir, h.path(generations)); err != nil {
		return err
	}
	return h.recover()
}

// tighten makes sure that only the owner may look into the home.
func (h *Home) tighten() error {
	info, err := os.Stat(h.dir)
	if err != nil || info.Mode().Perm() == 0o700 {
		return err
	}
	if err := os.Chmod(h.dir, 0o700); err != nil {
		return err
	}
	h.did("made the home folder readable for its owner only; its mode was %04o", info.Mode().Perm())
	return nil
}

// OpenReader opens a home for reading. It takes no lock and changes nothing. A folder that is not there is a home
// where nothing has been published.
func OpenReader(dir string) (*Home, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("home: %w", err)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("home: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("home: %s: %w", dir, syscall.ENOTDIR)
	}
	return &Home{dir: dir}, nil
}

// Dir is the home folder, from the root.
func (h *Home) Dir() string { return h.dir }

// Recovered says, a sentence each, what opening the home had to mend.
func (h *Home) Recovered() []string { return h.recovered }

// Close lets go of the lock. Closing twice is once. A generation that is not published yet is left to the next
// recovery.
func (h *Home) Close() error {
	if h.lock == nil {
		return nil
	}
	lock := h.lock
	h.lock = nil
	return lock.Close()
}

func (h *Home) did(what string, args ...any) {
	h.recovered = append(h.recovered, fmt.Sprintf(what, args...))
}

func (h *Home) path(elem ...string) string {
	return filepath.Join(append([]string{h.dir}, elem...)...)
}

// folder is where a generation lies.
func (h *Home) folder(number int) string { return h.path(generations, folderName(number)) }

// writable says why the home may not be changed now.
func (h *Home) writable() error {
	if h.lock == nil {
		return ErrReader
	}
	if h.next != nil {
		return fmt.Errorf("generation %d is being made", h.next.number)
	}
	return nil
}
