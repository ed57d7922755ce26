package badline

import (
	"slices"
	"strconv"
	"strings"
)

// A Kind is a way in which an answer goes wrong, or in which an API is another one than by default; "" is none.
type Kind string

// The kinds that [Send] knows. What others do is known to the simulator that lists them.
const (
	Cut     Kind = "cut"     // half of it comes, and then an end
	Reset   Kind = "reset"   // half of it comes, and then an error of the connection
	Stalled Kind = "stalled" // half of it comes, and then nothing for long
	Slow    Kind = "slow"    // it comes in pieces
)

// An Entry is what a simulator says of a kind.
type Entry struct {
	Kind     Kind
	About    string // what it does, in a few words
	Forever  bool   // strikes until healed when no count is given
	State    bool   // strikes no single calls: it is how the API is, from then on
	Argument string // of a state: what may stand behind the colon, in the simulator's own terms; "" is nothing
}

// Struck is the entry of a kind that strikes single calls.
func Struck(kind Kind, about string) Entry { return Entry{Kind: kind, About: about} }

// Forever is the entry of a kind that strikes all calls when no count is given.
func Forever(kind Kind, about string) Entry { return Entry{Kind: kind, About: about, Forever: true} }

// State is the entry of a kind that is how the API is.
func State(kind Kind, argument, about string) Entry {
	return Entry{Kind: kind, About: about, State: true, Argument: argument}
}

// A List is the kinds of a simulator.
type List []Entry

// Find returns what is said of a kind.
func (l List) Find(kind Kind) (e Entry, ok bool) {
	if i := slices.IndexFunc(l, func(e Entry) bool { return e.Kind == kind }); i >= 0 {
		return l[i], true
	}
	return Entry{}, false
}

// Names lists the kinds.
func (l List) Names() []string {
	names := make([]string, 0, len(l))
	for _, e := range l {
		names = append(names, string(e.Kind))
	}
	return names
}

// Always is the [Fault.Count] of a fault that does not stop.
const Always = -1

// A Fault is a kind with the calls that it strikes, or with what it is about.
type Fault struct {
	Kind     Kind
	Call     string // a call, in the simulator's own terms; "" is any
	Nth      int    // the first such call to strike, from 1 and from now; 0 is 1
	Count    int    // how many calls; 0 is one, or Always where the kind is forever
	Every    int    // strike one of so many; 0 is 1
	Argument string // of a state
}

// Parse reads kind[:call[:nth[:count[:every]]]], or as many parts of it as a simulator takes, where count may be "*". A
// state is kind[:argument]. Whether there is such a call or argument is for the simulator to say.
func (l List) Parse(text string, most int) (f Fault, ok bool) {
	parts := strings.Split(text, ":")
	e, ok := l.Find(Kind(parts[0]))
	if e.State {
		most = 2
	}
	if !ok || len(parts) > most {
		return Fault{}, false
	}
	f.Kind = e.Kind
	switch {
	case len(parts) == 1:
		return f, true
	case e.State:
		f.Argument = parts[1]
		return f, f.Argument != "" && e.Argument != ""
	}
	f.Call = parts[1]
	numbers := []*int{&f.Nth, &f.Count, &f.Every}
	for i, text := range parts[2:] {
		switch n, err := strconv.Atoi(text); {
		case text == "":
		case text == "*" && numbers[i] == &f.Count:
			f.Count = Always
		case err != nil || n < 1:
			return Fault{}, false
		default:
			*numbers[i] = n
		}
	}
	return f, true
}

// String is what [List.Parse] reads.
func (f Fault) String() string {
	if f.Argument != "" {
		return string(f.Kind) + ":" + f.Argument
	}
	number := func(n int) string {
		switch n {
		case Always:
			return "*"
		case 0:
			return ""
		default:
			return strconv.Itoa(n)
		}
	}
	text := strings.Join([]string{string(f.Kind), f.Call, number(f.Nth), number(f.Count), number(f.Every)}, ":")
	return strings.TrimRight(text, ":")
}
