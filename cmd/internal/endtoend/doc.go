// Package endtoend tries the whole program, as a person at a shell would: the real binary, a real home folder, and the
// simulator behind a loopback address. It has tests only.
//
// Three habits hold in all of them. What a test asserts about tables it asserts about their content, in the database
// and in the Parquet files, and leaves out only where a row was met (its page and place) and when: these are different
// each time, and everything else must be equal. What ought to be there is told by the simulator's truth, or by another
// home in which nothing went wrong. And every simulator plants words that belong into no log: all that the program says
// or leaves outside the tables and the landed pages is kept, and searched for them when the last test is over, see
// [carehouse/extract/tpastream/simulator.Simulator.Canaries].
//
// The binary is built once, without the race detector even where the tests have it: the program is started several
// hundred times and killed most of them. So that its goroutines are watched all the same, some tests run the program
// inside the test process, which is also how a disk is made full at a certain step.
package endtoend
