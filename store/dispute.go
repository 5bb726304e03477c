package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// nullDispute is NULL where there never was one.
func nullDispute(lock reseller.DisputeLock) *string {
	if lock == (reseller.DisputeLock{}) {
		return nil
	}
	lock.Reason, lock.Since, lock.Lifted = clip(lock.Reason, 1000), micro(lock.Since), micro(lock.Lifted)
	text := pack(lock)
	return &text
}

// SetDisputeLock keeps a name of an account where it is, from the end of this transaction on, with the audit record. Whether its account has the
// transfer lock is noted, as it is at that moment. ErrConflict if the name is not active any more or has such a lock already.
func (s *Store) SetDisputeLock(ctx context.Context, domain int64, lock reseller.DisputeLock, by reseller.Actor) (reseller.Domain, error) {
	return s.turnDispute(ctx, domain, by, func(d *reseller.Domain) error {
		if d.State != reseller.DomainActive || d.Dispute.Stands() {
			return reseller.ErrConflict
		}
		d.Dispute = lock
		d.Dispute.Unlocked = !d.Locked
		return nil
	}, func(d reseller.Domain) string {
		return "set; the account may read why: " + strconv.FormatBool(d.Dispute.Told)
	})
}

// LiftDisputeLock lets a name go again of which its registry has no part of the lock, with the audit record. ErrConflict if none stands.
func (s *Store) LiftDisputeLock(ctx context.Context, domain int64, why string, by reseller.Actor) (reseller.Domain, error) {
	now := s.clock.Now()
	return s.turnDispute(ctx, domain, by, func(d *reseller.Domain) error {
		if !d.Dispute.Stands() {
			return reseller.ErrConflict
		}
		d.Dispute.Hold = d.Dispute.Lift(now)
		return nil
	}, func(reseller.Domain) string { return "lift: " + why })
}

func (s *Store) turnDispute(ctx context.Context, domain int64, by reseller.Actor, apply func(*reseller.Domain) error, words func(reseller.Domain) string) (d reseller.Domain, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		before, after, err := s.changeDomain(tx, domain, apply)
		if err != nil {
			return err
		}
		d = after
		return s.record(tx, by, after.AccountID, "domain.dispute_lock", after.Name.String(), words(after), disputeChanges(before, after)...)
	})
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("dispute lock of domain %d: %w", domain, err)
	}
	return d, nil
}

func disputeChanges(before, after reseller.Domain) []reseller.AuditChange {
	return between(one("dispute_lock", holdFact(before.Dispute.Hold)), one("dispute_lock", holdFact(after.Dispute.Hold)))
}

// recordDisputeEnd writes the audit record of an order that has lifted a dispute lock. One is set before its registry hears of it, which has its own record.
func (s *Store) recordDisputeEnd(tx *gorm.DB, o reseller.Order, before, after reseller.Domain) error {
	if o.Kind != reseller.OrderDispute || o.State != reseller.OrderDone || o.Desired.Dispute.On {
		return nil
	}
	return s.recordDecided(tx, o.By, o.AccountID, "domain.dispute_lock", o.Name.String(), "lift: "+o.Desired.Why, disputeChanges(before, after)...)
}
