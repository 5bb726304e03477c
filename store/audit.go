package store

import (
	"context"
	"fmt"
	"net/netip"
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
	Face      string
	Address   string
	RequestID string
	Changes   *string
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) toRecord() reseller.AuditRecord {
	return reseller.AuditRecord{
		ID: r.ID, At: r.CreatedAt.UTC(), Account: r.AccountID, Actor: r.Actor, Action: r.Action, Object: r.Object, Detail: r.Detail,
		Face: r.Face, Address: r.Address, RequestID: r.RequestID, Changes: keptChanges(r.Changes),
	}
}

// record writes the audit record of a mutation, in its transaction, with what it changed: reseller.AuditKinds says which action has to have that. Those that a reseller causes are limited by the day, and a person's is refused with
// reseller.ErrSignedOut when the person is signed in no more. What a reseller sets as it is already is counted, and has no record.
func (s *Store) record(tx *gorm.DB, by reseller.Actor, account int64, action, object, detail string, changes ...reseller.AuditChange) error {
	if by.Caller {
		if err := s.countFree(tx, account); err != nil {
			return err
		}
	}
	return s.recordCounted(tx, by, account, action, object, detail, changes...)
}

// recordCounted is record for what is counted in another way.
func (s *Store) recordCounted(tx *gorm.DB, by reseller.Actor, account int64, action, object, detail string, changes ...reseller.AuditChange) error {
	if err := s.actorStands(tx, by); err != nil || by.Caller && reseller.SaysNothing(action, changes) {
		return err
	}
	return s.recordDecided(tx, by, account, action, object, detail, changes...)
}

// recordDecided is record for what ends that somebody has decided who stood then: it is not limited any more, and asks nobody.
func (s *Store) recordDecided(tx *gorm.DB, by reseller.Actor, account int64, action, object, detail string, changes ...reseller.AuditChange) error {
	return tx.Create(&auditRow{
		CreatedAt: micro(s.clock.Wall()), AccountID: account, Actor: clip(by.Name, 255), Action: action,
		Object: clip(object, 255), Detail: clip(detail, 1000), Face: by.Face, Address: addressText(by.Address), RequestID: clip(by.RequestID, 64), Changes: packChanges(changes),
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

// addressText is an address as it is kept: empty for none.
func addressText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.Unmap().String()
}

// keptAddress reads what addressText wrote.
func keptAddress(text string) netip.Addr {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return a
}
