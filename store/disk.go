package store

import (
	"context"
	"errors"
	"time"

	driver "github.com/go-sql-driver/mysql"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"nameyard/reseller"
)

// The numbers of MySQL's errors for a disk or table space without room.
const (
	erDiskFull       = 1021
	erRecordFileFull = 1114
)

// isFull reports whether the database had no room to write.
func isFull(err error) bool {
	var lite *modernc.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == sqlite3.SQLITE_FULL
	}
	var said *driver.MySQLError
	return errors.As(err, &said) && (said.Number == erDiskFull || said.Number == erRecordFileFull)
}

func diskFull(then string) *reseller.Error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the disk of the database is full; %s", then)
}

// noteDisk notes, and says once, that the disk is full, or that it is no longer.
func (s *Store) noteDisk(err error) {
	switch full := isFull(err); {
	case full && !s.full.Swap(true):
		s.log.Error("the disk of the database is full: nothing is sold or changed until there is room; make some, no restart is needed", "err", err)
	case err == nil && s.full.Load() && s.hasRoom() && s.full.Swap(false):
		s.log.Info("the disk of the database has room again")
	}
}

// leastRoom is how much must be free before a disk that was full is not, in bytes.
const leastRoom = 1 << 20

// hasRoom reports whether the disk may have room again. A write that went well does not tell: it may have fitted into what was there
// already, or have written nothing.
func (s *Store) hasRoom() bool {
	free, known := s.FreeDisk()
	return !known || free >= leastRoom
}

// Writable reports why nothing can be written, nil if it can as far as is known. After a write failed for want of room it tries one.
func (s *Store) Writable(ctx context.Context) error {
	if !s.full.Load() {
		return nil
	}
	if !s.hasRoom() {
		return diskFull("the server waits for room")
	}
	if _, err := s.TakeLease(ctx, "disk", "probe", time.Second); err != nil {
		return diskFull("the server waits for room").Because(err)
	}
	return nil
}
