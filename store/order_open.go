package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// OpenPurchase records the intent of an order that costs money and holds the money, in one transaction. A renewal is
// guarded by the paid-through date that it starts from.
//
// Errors: ErrDuplicate if the live key, the idempotency key or the name is taken; ErrConflict if the domain is no longer
// what the order starts from; code day_limit if a spend cap of its caller is reached; ErrFunds if the credit does not cover the charge. Nothing
// is written then, but the event of a cap.
func (s *Store) OpenPurchase(ctx context.Context, o reseller.Opening) (reseller.Order, error) {
	if err := fits(reseller.PathIdempotencyKey, o.Order.IdempotencyKey, 255); err != nil {
		return reseller.Order{}, err
	}
	row := fromOrder(o.Order)
	row.LiveKey, row.AuthCode, row.LeaseHolder, row.Budget = liveKeyOf(o.LiveKey), o.AuthCode, o.Holder, budgetOf(o)
	var reached *capReached
	err := s.txKeyed(ctx, row.isOnRecord, func(tx *gorm.DB) error {
		row.ID, reached = 0, nil
		if err := s.sellable(tx); err != nil {
			return err
		}
		if err := s.keyStands(tx, row.AuthCode); err != nil {
			return err
		}
		if err := s.countOrder(tx, o, row); err != nil {
			return err
		}
		if err := s.openDomain(tx, o, &row); err != nil {
			return err
		}
		if err := s.actorStands(tx, o.Order.By); err != nil {
			return err
		}
		if err := freeOldKey(tx, row); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		var err error
		reached, err = s.holdWithinCaps(tx, row, o.Token)
		return err
	})
	s.tellCap(ctx, reached)
	if err != nil {
		return reseller.Order{}, fmt.Errorf("open %s of %s: %w", o.Order.Kind, o.Order.Name, err)
	}
	return row.toOrder()
}

// countOrder counts an order that costs nothing against what its account may do in the day; one for a new name may cost nothing in
// the end, too.
func (s *Store) countOrder(tx *gorm.DB, o reseller.Opening, row orderRow) error {
	switch {
	case !o.ByCaller:
		return nil
	case row.Net+row.Tax == 0:
		return s.countFree(tx, row.AccountID)
	case o.Domain != nil:
		return s.mayChange(tx, row.AccountID)
	}
	return nil
}

// isOnRecord reports whether the order was written, and reads it if so. The base of its client transaction ids is random and unique.
func (r *orderRow) isOnRecord(tx *gorm.DB) (bool, error) {
	var written orderRow
	found, err := exists(tx, &written, "tr_base = ?", r.ClTRIDBase)
	if found {
		*r = written
	}
	return found, err
}

// openDomain writes the pending row of a new name, or guards the row that the order starts from.
func (s *Store) openDomain(tx *gorm.DB, o reseller.Opening, row *orderRow) error {
	if o.Domain != nil {
		d := fromDomain(*o.Domain)
		err := s.openRow(tx, &d)
		row.DomainID = d.ID
		if err == nil && o.ZoneFile != "" {
			err = s.beginZone(tx, d.ID, o)
		}
		return err
	}
	if row.Kind == string(reseller.OrderRenew) && !o.ByCaller {
		if err := renewsByItself(tx, row.AccountID, row.DomainID); err != nil {
			return err
		}
	}
	guard := startingFrom(tx, o, *row)
	if row.PaidFrom != nil {
		guard = guard.Where("paid_through = ?", *row.PaidFrom)
	}
	if row.Kind == string(reseller.OrderRestore) {
		guard = guard.Where("state = ?", string(reseller.DomainRedemption))
	}
	if err := expectOneRow(guard.UpdateColumn("version", gorm.Expr("version + 1"))); err != nil {
		return err
	}
	return noneUnfinished(tx, row.DomainID, departures)
}

// renewsByItself gives ErrConflict for a name that is not to be renewed without being asked for.
func renewsByItself(tx *gorm.DB, account, domain int64) error {
	if err := notStopped(tx, account, domain); err != nil {
		return err
	}
	return notLeaving(tx, domain)
}

// What must not run beside one another on a domain: buying a term or a restoration, and giving the name away.
var (
	extensions = []string{string(reseller.OrderRenew), string(reseller.OrderRestore)}
	departures = []string{string(reseller.OrderDelete), string(reseller.OrderRelease), string(reseller.OrderTransferApprove)}
)

// unfinishedStates are those of orders that have not ended.
var unfinishedStates = []string{
	string(reseller.OrderQueued), string(reseller.OrderSending), string(reseller.OrderUnknown), string(reseller.OrderPending),
}

// noneUnfinished gives ErrConflict while an order of one of the kinds is unfinished for a domain. The domain row has been
// written in this transaction, so none can be opened in between.
func noneUnfinished(tx *gorm.DB, domain int64, kinds []string) error {
	var n int64
	err := tx.Model(&orderRow{}).Where("domain_id = ? AND state IN ? AND kind IN ?", domain, unfinishedStates, kinds).Count(&n).Error
	if err == nil && n > 0 {
		err = reseller.ErrConflict
	}
	return err
}

// openRow writes the row of a name that an account is getting: a new one, or one that it has and that never held a name (a
// draft, a transfer that failed), guarded by its version. ErrConflict if that one has changed or has held a name: the facts of a
// name that has left are kept. reseller.ErrClosed if the account is closed.
func (s *Store) openRow(tx *gorm.DB, d *domainRow) error {
	if err := s.mustBeOpen(tx, d.AccountID); err != nil {
		return err
	}
	if err := s.raiseSerialOf(tx, d.Name); err != nil {
		return err
	}
	if d.ID == 0 {
		return addName(tx, d)
	}
	guard := neverHeld(tx.Model(&domainRow{}).Where("id = ? AND account_id = ? AND version = ? AND live_name IS NULL", d.ID, d.AccountID, d.Version))
	d.Version++
	if err := expectOneRow(guard.Select("*").Omit("id", "account_id", "name", "tld", "created_at").Updates(d)); err != nil {
		return err
	}
	return indexServers(tx, *d)
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
		Kind: reseller.EntryHold, AccountID: row.AccountID, OrderID: row.ID, Note: reseller.OrderNote(reseller.OrderKind(row.Kind), row.Name), At: row.CreatedAt,
		Postings: reseller.HoldPostings(row.AccountID, charge),
	})
}
