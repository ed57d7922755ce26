// Package lake writes the Parquet files that BI tools read, and reads them back in a second, independent way.
//
// # Bytes are a function of rows
//
// A file's bytes depend on its rows and their order and on nothing else: not on how the rows were cut into batches,
// not on the clock, not on the machine. Rows are gathered into batches of a fixed size before they are written, the
// encodings are chosen from the compiled table, and the file says only what the table says. So a rebuild makes the
// same files, and a file whose rows are unchanged need not be written again.
//
// # What a file gives away
//
// The footer of a Parquet file repeats the smallest and largest value of each column. For columns that name a person
// or open a door it does not, here. Each column carries its privacy class and its sentence, both as Arrow field
// metadata and, for readers that know no Arrow, as JSON under the key carehouse.columns.
//
// # Which rows are in which file
//
// Records arrive in units: runs of pages that were flattened together. [Layout] says which units share a file, as a
// pure function of how many of each unit's records are still present. [Rewrite] takes the live rows out of older
// files, and [Check] has another library read the result.
package lake
