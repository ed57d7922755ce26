// Command bench measures carehouse against the engine's own JSON reader, against encoding/json and against
// encoding/xml, and prints the ratios beside their goals. make bench calls it.
//
// # What makes a comparison fair
//
// Both sides read the same bytes, in one run, one after the other and in turns, each in a process of its own, so that
// seconds of CPU and peak memory are its own. Both make the same tables, which is proved row by row after the clock has
// stopped. Pages come as plain JSON files, since the engine cannot read a landing. They are written in the one plain
// spelling and without repeated keys, since the engine cannot read those either, and amounts are small enough for the
// double that it takes them through.
//
// The engine has no reader of XML. Answers of SOAP, as many megabytes as there are of JSON, are loaded out of a landing,
// and what stands beside that is encoding/xml reading the same answers into structs of texts, which is where everybody
// else begins. What it reads is counted and added up, and the warehouse has to hold the same.
//
// Missing a goal is no error. It is one when a side does not run, or when results differ.
package main
