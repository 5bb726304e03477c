package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// folderPrefix begins the name of every temporary folder of ours.
const folderPrefix = "nameyard-database-"

// serverAttributes keeps a terminal's Ctrl-C away from the server and has the
// kernel kill it when the thread that started it is gone (see spawn).
func serverAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// claimFolder makes a temporary folder in parent and holds a lock on it until
// release. First it removes the folders whose lock nobody holds any more:
// those of test binaries that were killed.
func claimFolder(parent string) (dir string, release func(), err error) {
	stale, _ := filepath.Glob(filepath.Join(parent, folderPrefix+"*"))
	for _, old := range stale {
		if lock := lockFolder(old); lock != nil {
			_ = os.RemoveAll(old)
			_ = lock.Close()
		}
	}
	for range 10 {
		dir, err = os.MkdirTemp(parent, folderPrefix)
		if err != nil {
			return "", nil, err
		}
		// Another binary may have taken the new folder for a stale one.
		if lock := lockFolder(dir); lock != nil {
			return dir, func() { _ = lock.Close() }, nil
		}
	}
	return "", nil, fmt.Errorf("cannot lock folders in %s: set TMPDIR to a local file system", parent)
}

// lockFolder returns the locked folder, or nil if somebody else has the lock or
// the folder is gone.
func lockFolder(dir string) *os.File {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	locked := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
	ours, err := f.Stat()
	if err == nil && locked {
		if there, err := os.Stat(dir); err == nil && os.SameFile(ours, there) {
			return f
		}
	}
	_ = f.Close()
	return nil
}
