package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// OpenPurchase records the intent of an order that costs money and holds the money, in one transaction. A renewal is
// guarded by the paid-through date that it starts from.
//
// Errors: ErrDuplicate if the live key, the idempotency key or the name is taken; ErrConflict if the domain is no longer
// what the order starts from; ErrFunds if the credit does not cover the charge. Nothing is written then.
func (s *Store) OpenPurchase(ctx context.Context, o reseller.Opening) (reseller.Order, error) {
	if err := fits(reseller.PathIdempotencyKey, o.Order.IdempotencyKey, 255); err != nil {
		return reseller.Order{}, err
	}
	row := fromOrder(o.Order)
	row.LiveKey, row.AuthCode, row.LeaseHolder = liveKeyOf(o.LiveKey), o.AuthCode, o.Holder
	err := s.txKeyed(ctx, row.isOnRecord, func(tx *gorm.DB) error {
		row.ID = 0
		if err := s.sellable(tx); err != nil {
			return err
		}
		if err := openDomain(tx, o, &row); err != nil {
			return err
		}
		if err := freeOldKey(tx, row); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.holdCharge(tx, row)
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("open %s of %s: %w", o.Order.Kind, o.Order.Name, err)
	}
	return row.toOrder()
}

// isOnRecord reports whether the order was written, and reads it if so. Its transaction base is random and unique.
func (r *orderRow) isOnRecord(tx *gorm.DB) (bool, error) {
	var written orderRow
	found, err := exists(tx, &written, "tr_base = ?", r.TrBase)
	if found {
		*r = written
	}
	return found, err
}

// openDomain writes the pending row of a new name, or guards the row that the order starts from.
func openDomain(tx *gorm.DB, o reseller.Opening, row *orderRow) error {
	if o.Domain != nil {
		d := fromDomain(*o.Domain)
		err := openRow(tx, &d)
		row.DomainID = d.ID
		return err
	}
	guard := tx.Model(&domainRow{}).Where("id = ? AND account_id = ? AND live_name IS NOT NULL", row.DomainID, row.AccountID)
	if row.PaidFrom != nil {
		guard = guard.Where("paid_through = ?", *row.PaidFrom)
	}
	if o.Version != 0 {
		guard = guard.Where("version = ?", o.Version)
	}
	if row.Kind == string(reseller.OrderRestore) {
		guard = guard.Where("state = ?", string(reseller.DomainRedemption))
	}
	if err := expectOneRow(guard.UpdateColumn("version", gorm.Expr("version + 1"))); err != nil {
		return err
	}
	return noneUnfinished(tx, row.DomainID, goings)
}

// What must not run beside one another on a domain: buying a term or a restoration, and giving the name away.
var (
	buyings = []string{string(reseller.OrderRenew), string(reseller.OrderRestore)}
	goings  = []string{string(reseller.OrderDelete), string(reseller.OrderRelease), string(reseller.OrderTransferApprove)}
)

// noneUnfinished gives ErrConflict while an order of one of the kinds is unfinished for a domain. The domain row has been
// written in this transaction, so none can be opened in between.
func noneUnfinished(tx *gorm.DB, domain int64, kinds []string) error {
	var n int64
	err := tx.Model(&orderRow{}).Where("domain_id = ? AND state IN ? AND kind IN ?", domain, []string{
		string(reseller.OrderQueued), string(reseller.OrderSending), string(reseller.OrderUnknown), string(reseller.OrderPending),
	}, kinds).Count(&n).Error
	if err == nil && n > 0 {
		err = reseller.ErrConflict
	}
	return err
}

// openRow writes the row of a name that an account is getting: a new one, or one that it has and that holds no name (a
// draft, a transfer that failed), guarded by its version. ErrConflict if that one has changed.
func openRow(tx *gorm.DB, d *domainRow) error {
	if d.ID == 0 {
		return tx.Create(d).Error
	}
	guard := tx.Model(&domainRow{}).Where("id = ? AND account_id = ? AND version = ? AND live_name IS NULL", d.ID, d.AccountID, d.Version)
	d.Version++
	return expectOneRow(guard.Select("*").Omit("id", "account_id", "name", "tld", "created_at").Updates(d))
}

// keysLive is how long an idempotency key belongs to its order.
const keysLive = 8 * 24 * time.Hour

// freeOldKey takes an idempotency key away from an order that is older than keys live.
func freeOldKey(tx *gorm.DB, row orderRow) error {
	if row.IdempotencyKey == nil {
		return nil
	}
	return tx.Model(&orderRow{}).Where("account_id = ? AND idempotency_key = ? AND created_at < ?",
		row.AccountID, *row.IdempotencyKey, row.CreatedAt.Add(-keysLive)).Update("idempotency_key", nil).Error
}

// holdCharge reserves the order's charge.
func (s *Store) holdCharge(tx *gorm.DB, row orderRow) error {
	charge := reseller.Charge{Currency: row.Currency, Net: row.Net, Tax: row.Tax}
	if charge.Total() == 0 {
		return nil
	}
	return s.post(tx, reseller.Entry{
		Kind: reseller.EntryHold, AccountID: row.AccountID, OrderID: row.ID, Note: row.Kind + " " + row.Name, At: row.CreatedAt,
		Postings: reseller.HoldPostings(row.AccountID, charge),
	})
}

// OpenChange records the intent of a change to a domain that exists. Changes to one domain run one at a time, in order:
// behind a running one the new order is queued. It takes the place of an older one of its slot that is queued or whose
// outcome is unknown. If the newest unfinished order of the slot is equal, that one is returned with joined = true and
// nothing is written.
//
// Errors: ErrConflict if the domain is not the account's any more, or if an exclusive change meets an unequal one.
func (s *Store) OpenChange(ctx context.Context, o reseller.Opening) (order reseller.Order, joined bool, err error) {
	if err := fits(reseller.PathIdempotencyKey, o.Order.IdempotencyKey, 255); err != nil {
		return reseller.Order{}, false, err
	}
	row := fromOrder(o.Order)
	row.AuthCode, row.LeaseHolder = o.AuthCode, o.Holder
	var met *orderRow
	err = s.txKeyed(ctx, row.isOnRecord, func(tx *gorm.DB) error {
		row.ID, met = 0, nil
		guard := tx.Model(&domainRow{}).Where("id = ? AND account_id = ? AND live_name IS NOT NULL", row.DomainID, row.AccountID)
		if o.Version != 0 {
			guard = guard.Where("version = ?", o.Version)
		}
		if err := expectOneRow(guard.UpdateColumn("version", gorm.Expr("version + 1"))); err != nil {
			return err
		}
		if slices.Contains(goings, row.Kind) {
			if err := noneUnfinished(tx, row.DomainID, buyings); err != nil {
				return err
			}
		}
		line, err := changeLine(tx, row.DomainID)
		if err != nil {
			return err
		}
		if met = line.newestIn(row.Slot); met != nil && met.equals(row) {
			return nil
		}
		if met != nil && o.Exclusive {
			return reseller.ErrConflict
		}
		met = nil
		if row.RecheckAt, err = line.supersede(tx, row.Slot, row.CreatedAt, o.Settle); err != nil {
			return err
		}
		supersede(&row, line, o.LiveKey)
		if err := freeOldKey(tx, row); err != nil {
			return err
		}
		return tx.Create(&row).Error
	})
	if err != nil {
		return reseller.Order{}, false, fmt.Errorf("open %s of %s: %w", o.Order.Kind, o.Order.Name, err)
	}
	if met != nil {
		order, err = met.toOrder()
		return order, true, err
	}
	order, err = row.toOrder()
	return order, false, err
}

// supersede sets whether the new change is sent now or waits in line.
func supersede(row *orderRow, line changes, liveKey string) {
	row.LiveKey = &liveKey
	if line.busy() {
		row.State, row.LiveKey, row.LeaseEnd, row.Attempt = string(reseller.OrderQueued), nil, nil, 0
		row.SentAt = nil
	}
}

// equals reports whether two orders ask for the same: account, kind and parameters.
func (r *orderRow) equals(o orderRow) bool {
	return r.AccountID == o.AccountID && r.Kind == o.Kind && r.ParamsHash == o.ParamsHash
}

// changes are the unfinished changes of one domain, oldest first.
type changes []orderRow

func changeLine(tx *gorm.DB, domain int64) (changes, error) {
	var rows changes
	err := tx.Where("domain_id = ? AND state IN ? AND slot <> ''", domain, []string{
		string(reseller.OrderQueued), string(reseller.OrderSending), string(reseller.OrderUnknown),
	}).Order("id").Find(&rows).Error
	return rows, err
}

func (c changes) busy() bool {
	for _, r := range c {
		if r.State == string(reseller.OrderSending) || r.State == string(reseller.OrderQueued) {
			return true
		}
	}
	return false
}

func (c changes) newestIn(slot string) *orderRow {
	for i := len(c) - 1; i >= 0; i-- {
		if c[i].Slot == slot {
			return &c[i]
		}
	}
	return nil
}

// supersede ends the queued and unknown orders of a slot. If the outcome of one of them is unknown, its effect may still
// come: the time until which that can happen is returned, so that the newer order is compared with the registry then.
func (c changes) supersede(tx *gorm.DB, slot string, now time.Time, settle time.Duration) (*time.Time, error) {
	var recheck *time.Time
	for _, r := range c {
		if r.Slot != slot || r.State == string(reseller.OrderSending) {
			continue
		}
		if r.State == string(reseller.OrderUnknown) || r.RecheckAt != nil {
			until := micro(now.Add(settle))
			recheck = &until
		}
		err := expectOneRow(tx.Exec(`UPDATE orders SET state = ?, live_key = NULL, due_at = NULL, lease_end = NULL, auth_code = NULL, ended_at = ?,
			code = ?, reason = ?, fence = fence + 1 WHERE id = ? AND state = ?`,
			string(reseller.OrderSuperseded), now, reseller.CodeSuperseded, "a newer change took its place", r.ID, r.State))
		if errors.Is(err, reseller.ErrConflict) {
			return nil, errOvertaken // its carrier has just sent it again, or it has ended: look again
		}
		if err != nil {
			return nil, err
		}
	}
	return recheck, nil
}

// NextChange takes the next queued change of a domain into carrying, if none is running. ok is false if there is nothing
// to do. The line's order is kept: the oldest queued one goes first.
func (s *Store) NextChange(ctx context.Context, domain int64, liveKey, holder string, leaseEnd time.Time, settle time.Duration) (order reseller.Order, ok bool, err error) {
	var taken *orderRow
	err = s.tx(ctx, func(tx *gorm.DB) error {
		taken = nil
		if err := s.sellable(tx); err != nil {
			return err
		}
		if err := lockDomain(tx, domain); err != nil {
			return err
		}
		line, err := changeLine(tx, domain)
		if err != nil {
			return err
		}
		next := line.nextQueued()
		if next == nil {
			return nil
		}
		now := micro(s.clock.Now())
		recheck, err := line.before(next.ID).supersede(tx, next.Slot, now, settle)
		if err != nil {
			return err
		}
		if recheck == nil {
			recheck = next.RecheckAt
		}
		next.State, next.LiveKey, next.LeaseHolder, next.LeaseEnd = string(reseller.OrderSending), &liveKey, holder, nullTime(leaseEnd)
		next.Attempt, next.Fence, next.SentAt, next.DueAt, next.RecheckAt = next.Attempt+1, next.Fence+1, &now, &now, recheck
		taken = next
		return expectOneRow(tx.Model(&orderRow{}).Where("id = ? AND state = ?", next.ID, string(reseller.OrderQueued)).
			Select("state", "live_key", "lease_holder", "lease_end", "attempt", "fence", "sent_at", "due_at", "recheck_at").Updates(next))
	})
	if err != nil || taken == nil {
		return reseller.Order{}, false, err
	}
	order, err = taken.toOrder()
	return order, err == nil, err
}

func (c changes) nextQueued() *orderRow {
	for i := range c {
		switch c[i].State {
		case string(reseller.OrderSending):
			return nil
		case string(reseller.OrderQueued):
			return &c[i]
		}
	}
	return nil
}

func (c changes) before(id int64) changes {
	for i, r := range c {
		if r.ID == id {
			return c[:i]
		}
	}
	return c
}
