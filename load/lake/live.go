package lake

import (
	"errors"
	"strconv"
	"strings"
)

// A Live set says which records of which pages are present.
type Live struct {
	pages map[place]bitset
}

type place struct {
	window string
	page   int32
}

type bitset []uint64

func (b bitset) has(i int32) bool {
	return i >= 0 && int(i>>6) < len(b) && b[i>>6]&(1<<(i&63)) != 0
}

var errPlaces = errors.New("lake: a list of places that is none")

// Add marks records of a page as present; places are their positions, with commas between.
func (l *Live) Add(window string, page int32, places string) error {
	if l.pages == nil {
		l.pages = map[place]bitset{}
	}
	var set bitset
	for text := range strings.SplitSeq(places, ",") {
		i, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return errPlaces
		}
		for int(i>>6) >= len(set) {
			set = append(set, 0)
		}
		set[i>>6] |= 1 << (i & 63)
	}
	l.pages[place{window, page}] = set
	return nil
}

// of returns the part of the set that belongs to some units.
func (l *Live) of(units []Unit) *Live {
	part := &Live{pages: map[place]bitset{}}
	for _, u := range units {
		for page := u.FirstPage; page <= u.LastPage; page++ {
			at := place{u.Window, int32(page)}
			if set, ok := l.pages[at]; ok {
				part.pages[at] = set
			}
		}
	}
	return part
}
