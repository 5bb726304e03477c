//go:build linux || darwin || freebsd

package store

import (
	"path/filepath"
	"syscall"
)

// FreeDisk is the room on the disk of an embedded database, in bytes that anybody may write; false for other databases.
func (s *Store) FreeDisk() (uint64, bool) {
	if s.path == "" {
		return 0, false
	}
	var space syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(s.path), &space); err != nil {
		return 0, false
	}
	return uint64(space.Bavail) * uint64(space.Bsize), true
}
