// Package landing keeps the pages that an API sent, once, compressed, exactly as they came.
//
// A window is a folder, landing/<source>/<tenant>/<dataset>/<window>/, with one file a page and a manifest. The
// manifest has one line for the window, one for each page and one for the end. A page is on the disk, under its name,
// before its line is written; so a page counts if and only if its line is there, and whatever else lies in the folder
// is never read. A last line that is torn was never answered for: it does not count, and it is cut off before the
// next line is written. A line in the middle that does not read is damage, and is refused.
//
// Every line and every page carries a checksum, because a landing is read again years later: by replay, by rebuild and
// by a new column. Nothing here is ever changed. Pages are removed a window at a time.
//
//	manifest.jsonl
//	{"sum":…,"format":1,"window":{…}}
//	{"sum":…,"page":{"number":1,"table":"claims",…}}
//	{"sum":…,"ended":{"outcome":"complete",…},"pages":1,"at":…}
//	{"sum":…,"settled":"unchanged","at":…}
package landing
