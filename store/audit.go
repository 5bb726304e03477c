package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type auditRow struct {
	ID        int64
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	AccountID int64
	Actor     string
	Action    string
	Object    string
	Detail    string
	RequestID string
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) toRecord() reseller.AuditRecord {
	return reseller.AuditRecord{
		ID: r.ID, At: r.CreatedAt.UTC(), Account: r.AccountID, Actor: r.Actor, Action: r.Action, Object: r.Object, Detail: r.Detail, RequestID: r.RequestID,
	}
}

// record writes the audit record of a mutation, in its transaction. Those that a reseller causes are limited by the day.
func (s *Store) record(tx *gorm.DB, by reseller.Actor, account int64, action, object, detail string) error {
	if by.Caller {
		if err := s.countFree(tx, account); err != nil {
			return err
		}
	}
	return tx.Create(&auditRow{
		CreatedAt: micro(s.clock.Wall()), AccountID: account, Actor: clip(by.Name, 255), Action: action,
		Object: clip(object, 255), Detail: clip(detail, 1000), RequestID: clip(by.RequestID, 64),
	}).Error
}

// RecordAudit writes an audit record of a decision whose effects are recorded elsewhere, such as the operator's word on an
// order.
func (s *Store) RecordAudit(ctx context.Context, by reseller.Actor, account int64, action, object, detail string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.record(tx, by, account, action, object, detail) })
	if err != nil {
		return fmt.Errorf("record %s of %s: %w", action, object, err)
	}
	return nil
}
