//go:build !linux

package storetest

import (
	"os"
	"syscall"
)

// serverAttributes: only Linux can tie the server's life to ours, so here a
// killed test binary leaves its server running.
func serverAttributes() *syscall.SysProcAttr { return nil }

// claimFolder makes a temporary folder in parent.
func claimFolder(parent string) (dir string, release func(), err error) {
	dir, err = os.MkdirTemp(parent, "nameyard-database-")
	return dir, func() {}, err
}

// inMemory: a folder in memory is not looked for here.
func inMemory() string { return "" }
