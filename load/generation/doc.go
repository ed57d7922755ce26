// Package generation keeps the home folder: who may write, which published state readers see, and how the next one
// takes its place.
//
//	lock                     held while a run writes; says who holds it
//	generations/000042/      a published state: warehouse.duckdb, lake/… and generation.json, which names them all
//	generations/000043.tmp/  the next one, while it is being made
//	generations/left.json    the states that a rollback left behind
//	current -> generations/000042
//
// The symbolic link is the only truth about what is published, and switching it is the only thing that publishes. All
// of a generation is on the disk before it gets its name, and it never changes after. A reader who has an old one open
// keeps it: its files lose their names and not their bytes.
//
// Two rules follow. A generation with a number above the current one was never published, and recovery deletes it;
// unless a rollback left it behind, which is written down before the switch, in such a way that it counts only once
// the switch has happened. And the link is read, never followed: it must say generations/ and a number, or it is
// refused.
//
// Parquet files carry their sha256. The database has its size only: reading it whole would make the smallest sync as
// slow as the warehouse is large, DuckDB has a checksum in each of its blocks, and the file may always be thrown away
// and made again from the landing.
package generation
