package nextech

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"sync"
	"time"

	"carehouse/extract/transport"
)

// A budget is how many calls a day may be made, by all processes together. Calls are taken from it in blocks, so that not
// every one is a write.
type budget struct {
	vault  transport.Vault
	path   string
	perDay int // 0 is no limit
	clock  func() time.Time

	mu   sync.Mutex
	day  string
	left int // of the block; below 0 where a call was made more often than it was asked for
}

// errSpent means that the day's calls are used up.
var errSpent = errors.New("the day's calls are used up")

// A spending is what a day's calls came to.
type spending struct {
	Day  string `json:"day"`
	Used int    `json:"used"`
}

// block is how many calls are taken at once.
func (b *budget) block() int { return min(max(b.perDay/20, 1), 50) }

// take takes a call. It is errSpent when there is none left today.
func (b *budget) take(ctx context.Context) error {
	if b.perDay == 0 {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn()
	if b.left <= 0 {
		if err := b.reserve(ctx, b.block()); err != nil {
			return err
		}
	}
	if b.left <= 0 {
		return errSpent
	}
	b.left--
	return nil
}

// more counts calls that were made besides those that were taken, or fewer: one that did not leave is none.
func (b *budget) more(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turn() {
		n = max(n, 0) // what was taken yesterday is of no use today
	}
	b.left -= n
}

// turn begins a new day, and reports whether it did.
func (b *budget) turn() bool {
	today := b.today()
	if today == b.day {
		return false
	}
	b.day, b.left = today, 0
	return true
}

// giveBack is how long the end of a walk may take that was ended from outside.
const giveBack = 5 * time.Second

// close settles at the end of a walk, however that ended: calls that nobody has written down would be made again. Where it
// cannot be written, what was taken stays taken.
func (b *budget) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), giveBack)
	defer cancel()
	_ = b.settle(ctx)
}

// settle gives back what is left of the block.
func (b *budget) settle(ctx context.Context) error {
	if b.perDay == 0 {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turn(); b.left == 0 {
		return nil
	}
	return b.reserve(ctx, 0)
}

func (b *budget) today() string { return b.clock().UTC().Format(time.DateOnly) }

// reserve makes the block one of so many calls, or of as many as there are. What is left of the old one is given back.
func (b *budget) reserve(ctx context.Context, want int) (err error) {
	unlock, err := lock(ctx, b.vault, b.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	s, err := b.spent(b.day)
	if err != nil {
		return err
	}
	s.Used = max(s.Used-b.left, 0)
	granted := min(max(b.perDay-s.Used, 0), want)
	s.Used += granted
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := b.vault.Write(b.path, content); err != nil {
		return err
	}
	b.left = granted
	return nil
}

// spent is what a day's calls came to, as far as they are written down. Those of the day after are of this one as well: a clock was
// set back over midnight, and who forgot them would make them twice.
func (b *budget) spent(today string) (spending, error) {
	s := spending{Day: today}
	content, err := b.vault.Read(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	var kept spending
	tomorrow := b.clock().UTC().Add(day).Format(time.DateOnly)
	if err == nil && json.Unmarshal(content, &kept) == nil && (kept.Day == today || kept.Day == tomorrow) {
		s = kept
	}
	return s, err
}

// rest is how many calls are left today. Those that another process has taken and not made yet are not.
func (b *budget) rest() (int, error) {
	s, err := b.spent(b.today())
	return max(b.perDay-s.Used, 0), err
}
