package generation

import (
	"fmt"

	"golang.org/x/sys/unix"

	"carehouse/load/durable"
)

// CloneSupport says how the next database would be made from the current one, at dir or where dir would be made. It
// tries it with a file that is gone at once.
func CloneSupport(dir string) (durable.How, error) {
	how, err := durable.CloneSupport(durable.Existing(dir))
	if err != nil {
		return "", fmt.Errorf("home: can files be cloned: %w", err)
	}
	return how, nil
}

// FreeBytes says how much may still be written at dir, or where dir would be made.
func FreeBytes(dir string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(durable.Existing(dir), &stat); err != nil {
		return 0, fmt.Errorf("home: free space: %w", err)
	}
	return int64(stat.Bavail * uint64(stat.Bsize)), nil //nolint:gosec // no disk has 2^63 bytes
}
