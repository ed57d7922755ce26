package main

import "carehouse/cmd/internal/config"

// sources lists the APIs that this program can ask, one line each.
func sources() []config.Driver {
	return []config.Driver{}
}
