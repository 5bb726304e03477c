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

// OpenChange records the intent of a change to a domain that exists. Changes to one domain run one at a time, in order:
// behind a running one the new order is queued. It takes the place of an older one of its subject that is queued or whose
// outcome is unknown. If the newest unfinished order of the subject is equal, that one is returned with joined = true and
// nothing is written.
//
// Errors: code restoring before a restored database has been compared with the registries; ErrConflict if the domain is not the account's
// any more, if an exclusive change meets an unequal one, or if the name is to leave while a term or a restoration of it is being bought; ErrRefundLimit if its refund goes beyond the account's limit.
func (s *Store) OpenChange(ctx context.Context, o reseller.Opening) (order reseller.Order, joined bool, err error) {
	if err := fits(reseller.PathIdempotencyKey, o.Order.IdempotencyKey, 255); err != nil {
		return reseller.Order{}, false, err
	}
	row := fromOrder(o.Order)
	row.AuthCode, row.LeaseHolder = o.AuthCode, o.Holder
	var equal *orderRow
	err = s.txKeyed(ctx, row.isOnRecord, func(tx *gorm.DB) error {
		row.ID, equal = 0, nil
		if err := s.changeable(tx); err != nil {
			return err
		}
		if err := expectOneRow(startingFrom(tx, o, row).UpdateColumn("version", gorm.Expr("version + 1"))); err != nil {
			return err
		}
		if err := s.actorStands(tx, o.Order.By); err != nil {
			return err
		}
		if err := heedDeparture(tx, o.Order, row); err != nil {
			return err
		}
		queue, err := readQueue(tx, row.DomainID)
		if err != nil {
			return err
		}
		if newest := queue.newestOf(row.Subject); newest != nil {
			if newest.equals(row) {
				equal = newest
				return nil
			}
			if o.Exclusive {
				return reseller.ErrConflict
			}
		}
		if err := s.countOrder(tx, o, row); err != nil {
			return err
		}
		if row.RecheckAt, err = queue.supersede(tx, row.Subject, row.CreatedAt, o.Settle); err != nil {
			return err
		}
		if err := row.prepare(tx, queue, o); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return takeRefund(tx, o.Refund, row.ID)
	})
	if err != nil {
		return reseller.Order{}, false, fmt.Errorf("open %s of %s: %w", o.Order.Kind, o.Order.Name, err)
	}
	if equal != nil {
		order, err = equal.toOrder()
		return order, true, err
	}
	order, err = row.toOrder()
	return order, false, err
}

// heedDeparture refuses what mayDepart does, and calls off a deletion that the change contradicts.
func heedDeparture(tx *gorm.DB, o reseller.Order, row orderRow) error {
	if err := mayDepart(tx, row, o.Desired.Leaving); err != nil {
		return err
	}
	return callOffDeletion(tx, o)
}

// startingFrom is the domain row that an order starts from, if it is still the account's, and still as the order takes it to be.
func startingFrom(tx *gorm.DB, o reseller.Opening, row orderRow) *gorm.DB {
	guard := tx.Model(&domainRow{}).Where("id = ? AND account_id = ? AND live_name IS NOT NULL", row.DomainID, row.AccountID)
	if o.Version != 0 {
		guard = guard.Where("version = ?", o.Version)
	}
	return guard
}

// mayDepart gives ErrConflict for an order that gives the name away, or makes way for that, while a term or a restoration of it is being bought.
func mayDepart(tx *gorm.DB, row orderRow, leaving bool) error {
	if !leaving && !slices.Contains(departures, row.Kind) {
		return nil
	}
	return noneUnfinished(tx, row.DomainID, extensions)
}

// MayDepart gives ErrConflict while a term or a restoration of a name is being bought, which may take weeks: it cannot be given away then.
func (s *Store) MayDepart(ctx context.Context, domain int64) error {
	return translate(noneUnfinished(s.reads.WithContext(ctx), domain, extensions))
}

// prepare sets what a new change goes by, and makes way for it.
func (r *orderRow) prepare(tx *gorm.DB, queue changeQueue, o reseller.Opening) error {
	had, err := hadNow(tx, o.Order)
	if err != nil {
		return err
	}
	r.Had = packHad(had)
	r.sendOrQueue(queue, o.LiveKey)
	return freeOldKey(tx, *r)
}

// sendOrQueue sets whether the new change is sent now or waits in the queue.
func (r *orderRow) sendOrQueue(queue changeQueue, liveKey string) {
	r.LiveKey = &liveKey
	if queue.busy() {
		r.State, r.LiveKey, r.LeaseEnd, r.SentAt, r.Attempt = string(reseller.OrderQueued), nil, nil, nil, 0
	}
}

// equals reports whether two orders ask for the same: account, kind and parameters.
func (r *orderRow) equals(o orderRow) bool {
	return r.AccountID == o.AccountID && r.Kind == o.Kind && r.ParamsHash == o.ParamsHash
}

// changeQueue is the unfinished changes of one domain, oldest first.
type changeQueue []orderRow

func readQueue(tx *gorm.DB, domain int64) (changeQueue, error) {
	var rows changeQueue
	err := tx.Where("domain_id = ? AND state IN ? AND slot <> ''", domain, []string{
		string(reseller.OrderQueued), string(reseller.OrderSending), string(reseller.OrderUnknown),
	}).Order("id").Find(&rows).Error
	return rows, err
}

func (q changeQueue) busy() bool {
	for _, r := range q {
		if r.State == string(reseller.OrderSending) || r.State == string(reseller.OrderQueued) {
			return true
		}
	}
	return false
}

func (q changeQueue) newestOf(subject string) *orderRow {
	for i := len(q) - 1; i >= 0; i-- {
		if q[i].Subject == subject {
			return &q[i]
		}
	}
	return nil
}

// supersede ends the queued and unknown orders of a subject. If the outcome of one of them is unknown, its effect may still
// come: the time until which that can happen is returned, so that the newer order is compared with the registry then.
func (q changeQueue) supersede(tx *gorm.DB, subject string, now time.Time, settle time.Duration) (*time.Time, error) {
	var recheck *time.Time
	for _, r := range q {
		if r.Subject != subject || r.State == string(reseller.OrderSending) {
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
			return nil, errOvertaken // a worker has just sent it again, or it has ended: look again
		}
		if err != nil {
			return nil, err
		}
	}
	return recheck, nil
}

// NextChange takes the next queued change of a domain, to be sent, if none is running. ok is false if there is nothing
// to do. The oldest one goes first.
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
		queue, err := readQueue(tx, domain)
		if err != nil {
			return err
		}
		next := queue.nextQueued()
		if next == nil {
			return nil
		}
		now := micro(s.clock.Now())
		recheck, err := queue.before(next.ID).supersede(tx, next.Subject, now, settle)
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

func (q changeQueue) nextQueued() *orderRow {
	for i := range q {
		switch q[i].State {
		case string(reseller.OrderSending):
			return nil
		case string(reseller.OrderQueued):
			return &q[i]
		}
	}
	return nil
}

func (q changeQueue) before(id int64) changeQueue {
	for i, r := range q {
		if r.ID == id {
			return q[:i]
		}
	}
	return q
}
