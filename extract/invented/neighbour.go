package invented

import "time"

// Neighbours is how many people live next door: the simulators of one seed all know them, so that what several APIs say of
// one person can be put together.
const Neighbours = 12

// A Neighbour is a person whom the simulators of one seed know by the same name and day of birth.
type Neighbour struct {
	First, Last string
	Born        time.Time // midnight UTC
}

// forNeighbour is what the dice are thrown for; the simulators' own things have small numbers.
const forNeighbour = 1 << 32

// NextDoor returns the neighbour of a number below [Neighbours].
func NextDoor(seed uint64, i int) Neighbour {
	d := Throw(seed, forNeighbour, uint64(i), 0)
	return Neighbour{
		First: Pick(&d, FirstNames()), Last: Pick(&d, LastNames()) + " " + Marker,
		Born: time.Date(d.Between(1935, 2015), time.Month(d.Between(1, 12)), d.Between(1, 28), 0, 0, 0, 0, time.UTC),
	}
}
