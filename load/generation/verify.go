package generation

import (
	"errors"
	"fmt"
	"os"
)

// Verify checks that the generation's files are as they were published: there, and as long as they were; and, if deep,
// with the same content, as far as checksums were kept. It finds everything that is wrong and not only the first.
func (g Generation) Verify(deep bool) error {
	var errs []error
	for _, file := range g.Info.Files {
		if err := g.check(file, deep); err != nil {
			errs = append(errs, fmt.Errorf("generation %d: %s: %w", g.Number, file.Path, err))
		}
	}
	return errors.Join(errs...)
}

func (g Generation) check(file File, deep bool) error {
	path := g.Path(file.Path)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("gone: %w", ErrDamaged)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("not a file: %w", ErrDamaged)
	case info.Size() != file.Size:
		return fmt.Errorf("%d bytes, not %d: %w", info.Size(), file.Size, ErrDamaged)
	}
	if isDatabase(file.Path) {
		if err := noWAL(path); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if !deep || file.SHA256 == "" {
		return nil
	}
	got, err := hash(path)
	if err == nil && got != file.SHA256 {
		return fmt.Errorf("checksum differs: %w", ErrDamaged)
	}
	return err
}
