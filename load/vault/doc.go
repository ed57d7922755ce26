// Package vault keeps small files that must not be lost: a token that came in place of the last one, and what a source has
// to remember between two runs.
//
// What is odd about them is that the old content may be worth nothing. A server that hands out a new token takes the old
// one back, and nobody can ask for it again. So a new content counts from the moment at which it is whole on the disk, also
// when the program was killed before it got its name: the temporary file says in its name what it must hold and what it
// comes in place of, each by a checksum. One that is torn is ignored, and so is one whose predecessor is not there any more,
// because somebody has written something else meanwhile.
//
// Whoever reads, thinks and writes holds the lock of the path. The kernel keeps it, so a process that is killed leaves none
// behind. Reading alone needs no lock.
package vault
