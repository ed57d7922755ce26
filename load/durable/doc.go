// Package durable writes to disk so that a crash leaves what was there before or what was wanted, never something
// between.
//
// Two things are odd about files. A name and its bytes reach the disk on their own, so a file is written under a
// temporary name, forced out, renamed, and then its folder is forced out too. And a folder that another run made may
// never have been forced out, because that run was killed: so folders above a new one are forced out again.
//
// Every step that a crash can fall between has a name, and [FS] tells its hook before and after each. That is how the
// tests stop the program at each of them, and how they make a disk full. The temporary names are fixed (the name and
// ".tmp"), so that a crash leaves one stray file at most and the next try overwrites it. One writer at a time is the
// caller's promise: the home is locked.
package durable
