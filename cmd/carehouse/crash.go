package main

import (
	"strconv"
	"strings"

	"carehouse/load/durable"
)

// crashVariable names a durable step at which this process is to be killed, as step or step:n for the nth time. The
// crash tests set it; nothing else does.
const crashVariable = "CAREHOUSE_TEST_KILL_AT"

// disk returns the way to the disk, with a hook when a test asks for one.
func disk(at string) durable.FS {
	if at == "" {
		return durable.FS{}
	}
	step, count, found := strings.Cut(at, ":")
	nth := 1
	if n, err := strconv.Atoi(count); found && err == nil {
		nth = n
	}
	return durable.FS{Step: durable.KillAt(step, nth)}
}
