package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type restoreRow struct {
	ID            int64
	State         string
	Source        string
	BackupAt      time.Time
	BusinessAt    time.Time
	KeepsRegistry bool
	ThroughDomain int64
	Compared      int64
	StartedAt     time.Time
	LoadedAt      *time.Time
	LiftedAt      *time.Time
}

func (restoreRow) TableName() string { return "restores" }

func (r restoreRow) toRestore() reseller.Restore {
	return reseller.Restore{
		ID: r.ID, State: reseller.RestoreState(r.State), Source: r.Source, BackupAt: r.BackupAt.UTC(), BusinessAt: r.BusinessAt.UTC(), KeepsRegistry: r.KeepsRegistry,
		Through: r.ThroughDomain, Compared: r.Compared, StartedAt: r.StartedAt.UTC(), LoadedAt: zeroTime(r.LoadedAt), LiftedAt: zeroTime(r.LiftedAt),
	}
}

// ErrHalfRestored says that a restore into this database did not end.
var ErrHalfRestored = errors.New("a restore into this database did not end")

// checkWhole gives ErrHalfRestored while a restore is loading, and says what to do.
func (s *Store) checkWhole(ctx context.Context) error {
	there, err := s.hasTable(ctx, "restores")
	if err != nil || !there {
		return err
	}
	var row restoreRow
	found := s.scans.WithContext(ctx).Where("state = ?", string(reseller.RestoreLoading)).Limit(1).Find(&row)
	if found.Error != nil {
		return fmt.Errorf("look for a restore: %w", found.Error)
	}
	if found.RowsAffected > 0 {
		return fmt.Errorf("%w: it began at %s from %s, and what is there is not whole; run \"nameyard restore FILE\" again with the same --data or --db",
			ErrHalfRestored, row.StartedAt.UTC().Format("2006-01-02 15:04:05"), row.Source)
	}
	return nil
}

// markCheckedFor is how long a database without a mark counts as having none. A restore wants all servers stopped, and
// stopping takes longer.
const markCheckedFor = 5 * time.Second

// sellable refuses sales and changes with code restoring while a restored database has not been compared with the registries.
func (s *Store) sellable(tx *gorm.DB) error {
	now := s.clock.Wall().UnixMicro()
	if now < s.unmarkedUntil.Load() {
		return nil
	}
	var n int64
	if err := scanRow(tx.Raw("SELECT COUNT(*) FROM restores WHERE state <> ?", string(reseller.RestoreDone)), &n); err != nil {
		return err
	}
	if n > 0 {
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeRestoring,
			"the books were restored from a backup and are being compared with the registries; nothing is sold or changed until that is done: try again later")
	}
	s.unmarkedUntil.Store(now + markCheckedFor.Microseconds())
	return nil
}

// Compared gives an error with code restoring while a restored database has not been compared with the registries.
func (s *Store) Compared(ctx context.Context) error { return s.workable(s.reads.WithContext(ctx)) }

// Restoring gives the restore that has not been reconciled. ErrNotFound if there is none.
func (s *Store) Restoring(ctx context.Context) (reseller.Restore, error) {
	return s.findRestore(ctx, "state <> ?", string(reseller.RestoreDone))
}

// LastRestore gives the newest restore into this database. ErrNotFound if there was none.
func (s *Store) LastRestore(ctx context.Context) (reseller.Restore, error) {
	return s.findRestore(ctx, "id > ?", 0)
}

func (s *Store) findRestore(ctx context.Context, where string, args ...any) (reseller.Restore, error) {
	row, err := rowsOf[restoreRow](s.scans).Where(where, args...).Order("id DESC").Take(ctx)
	if err != nil {
		return reseller.Restore{}, fmt.Errorf("restore: %w", translate(err))
	}
	return row.toRestore(), nil
}

// RestoreThrough notes how far the comparison has come: all names up to a domain row's id.
func (s *Store) RestoreThrough(ctx context.Context, restore, domain, compared int64) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Model(&restoreRow{}).Where("id = ? AND through_domain < ?", restore, domain).
			Updates(map[string]any{"through_domain": domain, "compared": compared}).Error
	})
	if err != nil {
		return fmt.Errorf("note the progress of restore %d: %w", restore, err)
	}
	return nil
}

// LiftRestore ends a restore: from now on names are sold again. ErrConflict if it has ended.
func (s *Store) LiftRestore(ctx context.Context, restore int64, by reseller.Actor, report string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Model(&restoreRow{}).Where("id = ? AND state = ?", restore, string(reseller.RestoreReconciling)).
			Updates(map[string]any{"state": string(reseller.RestoreDone), "lifted_at": micro(s.clock.Wall())}))
		if err != nil {
			return err
		}
		return s.record(tx, by, 0, "restore.done", fmt.Sprint(restore), report)
	})
	if err != nil {
		return fmt.Errorf("end restore %d: %w", restore, err)
	}
	return nil
}
