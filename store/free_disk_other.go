//go:build !linux && !darwin && !freebsd

package store

// FreeDisk is the room on the disk of an embedded database; false where it is not known.
func (s *Store) FreeDisk() (uint64, bool) { return 0, false }
