package main

import (
	"carehouse/extract"
	"carehouse/extract/nextech"
	"carehouse/extract/supergood"
	"carehouse/extract/tebra"
	"carehouse/extract/tpastream"
)

// sources lists the APIs that this program can ask, one line each.
func sources() []extract.Driver {
	return []extract.Driver{
		tpastream.Driver(),
		tebra.Driver(),
		nextech.Driver(),
		supergood.Driver(),
	}
}
