// Command nameyard is the whole of Nameyard in one binary: the server, the demo, and the operator's tools.
//
// Each subcommand has a file of its own. cli.go has the grammar, app.go the wiring; no other package reads flags,
// environment or files of settings.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	keepFilesPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
