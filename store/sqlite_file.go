package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// makeFile makes the file of a database that is not there, empty and for its owner alone: the owner of its folder. Who makes it as root does so
// for a service that runs as another user.
func makeFile(path string) error {
	if path == ":memory:" { // which is no file, and is refused for its pragmas
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), likeFolder(path))
}

// likeFolder gives a file that root made the owner of its folder. Nobody else may, and the system calls of a service are filtered: one that is
// not meant for it can be the end of the process.
func likeFolder(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	owner, known := folder.Sys().(*syscall.Stat_t)
	if !known {
		return nil
	}
	if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// closedTo says whose a file is that this user may not write, for whom SQLite says nothing but that it cannot open it; nil if it may.
func closedTo(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		return file.Close()
	}
	info, known := os.Stat(path)
	if !errors.Is(err, fs.ErrPermission) || known != nil {
		return nil
	}
	if owner, is := info.Sys().(*syscall.Stat_t); is {
		return fmt.Errorf("it belongs to the user with the number %d, and this is number %d: run the command as that user, or give the file to this one", owner.Uid, os.Geteuid())
	}
	return nil
}
