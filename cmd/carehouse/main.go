// Command carehouse pulls practice and claims data out of healthcare APIs and publishes it as Parquet files and a
// DuckDB database. See carehouse --help.
package main

import (
	"os"
	"time"

	"carehouse/cmd/internal/cli"
	"carehouse/cmd/internal/pipeline"
)

func main() {
	p := &pipeline.Pipeline{Drivers: sources(), Clock: time.Now, Disk: disk(os.Getenv(crashVariable))}
	os.Exit(cli.Main(cli.Program{Engine: p.Engine(), Drivers: p.Known()}))
}
