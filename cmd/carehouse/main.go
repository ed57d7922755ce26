// Command carehouse pulls practice and claims data out of healthcare APIs and publishes it as Parquet files and a
// DuckDB database. See carehouse --help.
package main

import (
	"os"

	"carehouse/cmd/internal/cli"
)

func main() {
	os.Exit(cli.Main(cli.Program{Drivers: sources()}))
}
