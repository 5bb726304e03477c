package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// What was done after a backup is gone from the restored books, and others remember it: readers of events keep a cursor, receivers of
// webhooks the ids that they have had, resellers the numbers of their orders. So none of these is given a second time.

type eventGapRow struct {
	NextSeq int64 `gorm:"primaryKey;autoIncrement:false"`
	LastSeq int64
}

func (eventGapRow) TableName() string { return "event_gaps" }

// leaveGap has the numbers of events go on from the time in milliseconds, which is above all that were ever given.
func (s *Store) leaveGap(tx *gorm.DB) error {
	var last int64
	// A gap behind which no event has come yet goes on into this one.
	err := scanRow(tx.Raw("SELECT MAX(seq) FROM (SELECT seq FROM outbox UNION ALL SELECT next_seq - 1 FROM event_gaps UNION ALL SELECT 0) s"), &last)
	if err != nil {
		return fmt.Errorf("find the last number of an event: %w", err)
	}
	gap := eventGapRow{NextSeq: max(last+1, s.clock.Wall().UnixMilli()), LastSeq: last}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&gap).Error // in the same millisecond it is the same gap
}

// restoredIDGap is how much higher ids go on in a database that has given none beyond those of the backup.
const restoredIDGap = 1_000_000

// raiseIDs has new rows take ids that rows since the backup cannot have had. A database that was restored over its own rows goes on
// from them by itself. The sandbox registry's rows are not the books'.
func (s *Store) raiseIDs(ctx context.Context) error {
	tables, err := s.shapes(ctx, s.scans)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if slices.Contains(registryTables, t.name) {
			continue
		}
		raise := s.raiseSequence
		if s.dialect == mysqlDialect {
			raise = s.raiseAutoIncrement
		}
		if err := raise(ctx, t.name); err != nil {
			return fmt.Errorf("raise the ids of %s: %w", t.name, err)
		}
	}
	return nil
}

// raiseSequence does so on SQLite, for a table that numbers its rows (AUTOINCREMENT).
func (s *Store) raiseSequence(ctx context.Context, table string) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		var numbered, top, given int64
		err := scanRow(tx.Raw("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ? AND sql LIKE '%AUTOINCREMENT%'", table), &numbered)
		if err != nil || numbered == 0 {
			return err
		}
		if err := scanRow(tx.Raw("SELECT COALESCE(MAX(id), 0) FROM `"+table+"`"), &top); err != nil {
			return err
		}
		if err := scanRow(tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = ?", table), &given); err != nil || given > top {
			return err
		}
		if err := tx.Exec("DELETE FROM sqlite_sequence WHERE name = ?", table).Error; err != nil {
			return err
		}
		return tx.Exec("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, top+restoredIDGap).Error
	})
}

// raiseAutoIncrement does so on MariaDB and MySQL.
func (s *Store) raiseAutoIncrement(ctx context.Context, table string) error {
	var next *int64
	err := scanRow(s.writes.WithContext(ctx).Raw("SELECT auto_increment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?", table), &next)
	if err != nil || next == nil {
		return err
	}
	var top int64
	if err := scanRow(s.writes.WithContext(ctx).Raw("SELECT COALESCE(MAX(id), 0) FROM `"+table+"`"), &top); err != nil || *next > top+1 {
		return err
	}
	return s.writes.WithContext(ctx).Exec(fmt.Sprintf("ALTER TABLE `%s` AUTO_INCREMENT = %d", table, top+restoredIDGap+1)).Error
}
