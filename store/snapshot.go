package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Snapshot is the database at one moment, read-only: what verify reads. It occupies one connection until Close. Use it
// from one goroutine.
type Snapshot struct {
	tx             *gorm.DB
	live           *gorm.DB // the database as it goes on
	dialect        dialect
	business, wall time.Time
}

// Snapshot opens a consistent view of everything committed by now.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.dialect == mysqlDialect {
		opts.Isolation = sql.LevelRepeatableRead
	}
	snap := &Snapshot{s.scans.WithContext(ctx).Begin(opts), s.reads, s.dialect, s.clock.Now(), s.clock.Wall()}
	if err := snap.tx.Error; err != nil {
		return nil, fmt.Errorf("open a snapshot: %w", err)
	}
	// Both engines fix the view at the first read, not at BEGIN.
	var n int64
	if err := scanRow(snap.tx.Raw("SELECT COUNT(*) FROM leases"), &n); err != nil {
		snap.Close()
		return nil, fmt.Errorf("open a snapshot: %w", err)
	}
	return snap, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.tx.Rollback() }

// Times are business time and wall time when the snapshot was opened.
func (s *Snapshot) Times() (business, wall time.Time) { return s.business, s.wall }

// SerialWrites reports whether one transaction at a time writes, so that ids follow commits.
func (s *Snapshot) SerialWrites() bool { return s.dialect == sqliteDialect }
