package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type auditLinkRow struct {
	Chain    string `gorm:"primaryKey"`
	Seq      int64  `gorm:"primaryKey;autoIncrement:false"`
	RecordID int64
	Hash     string
}

func (auditLinkRow) TableName() string { return "audit_chain" }

const (
	// linkedAtOnce is how many records one transaction chains.
	linkedAtOnce = 500
	// lateRecords is how far behind the newest link a record is looked for that committed late.
	lateRecords = 10_000
)

// unlinked are the records that are in no chain yet.
const unlinked = "NOT EXISTS (SELECT 1 FROM audit_chain l WHERE l.record_id = audit.id)"

// ChainAudit puts records of the audit log that are in no chain yet at the ends of their chains, in the order of their ids, at
// most limit, and tells how many. The primary key of a link carries the rule that there is one after another, whoever else chains
// at the same time.
func (s *Store) ChainAudit(ctx context.Context, limit int) (int, error) {
	linked := 0
	for linked < limit {
		n := 0
		err := s.tx(ctx, func(tx *gorm.DB) error {
			var err error
			n, err = chainAudit(tx, min(linkedAtOnce, limit-linked))
			return err
		})
		if err != nil {
			return linked, fmt.Errorf("chain the audit log: %w", err)
		}
		linked += n
		if n < linkedAtOnce {
			break
		}
	}
	return linked, nil
}

func chainAudit(tx *gorm.DB, limit int) (int, error) {
	var newest *int64
	if err := scanRow(tx.Raw("SELECT MAX(record_id) FROM audit_chain"), &newest); err != nil {
		return 0, err
	}
	var records []auditRow
	err := tx.Where("id > ? AND "+unlinked, zeroID(newest)-lateRecords).Order("id").Limit(limit).Find(&records).Error
	if err != nil || len(records) == 0 {
		return 0, err
	}
	heads := map[string]auditLinkRow{}
	for _, chain := range reseller.AuditChains {
		head := auditLinkRow{Chain: chain}
		err := tx.Where("chain = ?", chain).Order("seq DESC").Take(&head).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return 0, err
		}
		heads[chain] = head
	}
	links := make([]auditLinkRow, len(records))
	for i, row := range records {
		r := row.toRecord()
		before := heads[r.Chain()]
		links[i] = auditLinkRow{Chain: r.Chain(), Seq: before.Seq + 1, RecordID: r.ID, Hash: r.Hash(before.Hash)}
		heads[r.Chain()] = links[i]
	}
	if err = tx.Create(&links).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
		err = errOvertaken // another server chains, too
	}
	return len(links), err
}

// pruneAudit deletes records that are past their time with their links, from the beginning of their chain on; its last link stays, so that
// the next record has one to be chained to.
func (s *Store) pruneAudit(ctx context.Context) (gone int64, err error) {
	before := micro(s.clock.Wall().Add(-reseller.AuditKept))
	for range pruneRounds {
		n, err := s.pruneAuditPage(ctx, before)
		gone += n
		if n < pruneAtOnce || err != nil {
			return gone, err
		}
	}
	return gone, nil
}

func (s *Store) pruneAuditPage(ctx context.Context, before time.Time) (gone int64, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		gone = 0
		var oldest []struct {
			Seq, RecordID int64
			Old           bool
		}
		err := tx.Raw(`SELECT l.seq, l.record_id, a.created_at < ? AND l.seq < (SELECT MAX(seq) FROM audit_chain WHERE chain = ?) AS old
			FROM audit_chain l JOIN audit a ON a.id = l.record_id WHERE l.chain = ? ORDER BY l.seq LIMIT ?`,
			before, reseller.AuditForTime, reseller.AuditForTime, pruneAtOnce).Scan(&oldest).Error
		if err != nil {
			return err
		}
		var ids []int64
		for _, o := range oldest {
			if !o.Old {
				break
			}
			ids = append(ids, o.RecordID)
		}
		if gone = int64(len(ids)); gone == 0 {
			return nil
		}
		last := oldest[len(ids)-1].Seq
		return errors.Join(
			tx.Exec("DELETE FROM audit_chain WHERE chain = ? AND seq <= ?", reseller.AuditForTime, last).Error,
			tx.Exec("DELETE FROM audit WHERE id IN ?", ids).Error,
		)
	})
	return gone, err
}
