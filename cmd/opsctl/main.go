// Command opsctl is the ledger's command line: for scripts, for the center's batch work, and for testing from
// outside. It is thin: each command calls the use case the window calls. Results go to standard output, messages in
// Chinese to standard error; --json answers for machines.
package main

import (
	"os"

	"opsledger/cmd/internal/boot"
)

func main() {
	boot.OwnFonts()
	os.Exit(run(os.Args[1:], std()))
}
