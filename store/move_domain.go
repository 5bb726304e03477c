package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// MoveDomain moves a name between two accounts in one transaction: the giver's row is closed as transferred away, the
// taker's opens with the same registry facts and, where the move says so, the same records and forwards; the taker's order is
// recorded as done, what else it asked for is queued, and both are told. ErrConflict if the giver's row changed since it was
// read or an order for it is unfinished; code locked if it has a dispute lock; ErrDuplicate if the order exists; reseller.ErrSignedOut as every act.
func (s *Store) MoveDomain(ctx context.Context, m reseller.DomainMove) (reseller.Order, error) {
	row := fromOrder(m.Order)
	err := s.txKeyed(ctx, row.isOnRecord, func(tx *gorm.DB) error {
		row.ID = 0
		if err := s.sellable(tx); err != nil {
			return err
		}
		now := micro(s.clock.Now())
		if err := m.From.MustStay(); err != nil {
			return err
		}
		if err := giveAway(tx, m.From, now); err != nil {
			return err
		}
		if err := freeOldKey(tx, row); err != nil {
			return err
		}
		moving, err := readMovingZone(tx, m)
		if err != nil {
			return err
		}
		taken := takenRow(m, moving, now)
		d := fromDomain(taken)
		if err := s.openRow(tx, &d); err != nil {
			return err
		}
		if err := s.actorStands(tx, m.Order.By); err != nil {
			return err
		}
		if err := s.writeMoved(tx, moving, d.ID, m.From.AccountID); err != nil {
			return err
		}
		row.DomainID, row.State, row.EndedAt, row.Attempt = d.ID, string(reseller.OrderDone), &now, 0
		row.DueAt, row.LeaseEnd, row.SentAt = nil, nil, nil // there is nothing left to send or to look at
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := queueChanges(tx, m.Changes, d.ID); err != nil {
			return err
		}
		if err := s.tellBoth(tx, m.From, row, now, moving.words()); err != nil {
			return err
		}
		taken.ID = d.ID
		return tellHolds(tx, reseller.Domain{}, taken, now)
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("move %s between accounts: %w", m.From.Name, err)
	}
	return row.toOrder()
}

// giveAway closes the giver's row, if it is as it was read, no order for it is unfinished and it is not being taken apart.
func giveAway(tx *gorm.DB, from reseller.Domain, now time.Time) error {
	err := expectOneRow(tx.Exec(`UPDATE domains SET state = ?, live_name = NULL, closed_at = ?, reason = ?, version = version + 1
		WHERE id = ? AND version = ? AND state = ?`, string(reseller.DomainTransferredAway), now,
		movedAway, from.ID, from.Version, string(reseller.DomainActive)))
	if err != nil {
		return err
	}
	if err := noDeletion(tx, from.ID); err != nil {
		return err
	}
	return noOrderLeft(tx, from.ID)
}

// movedAway is why the giver has the name no more.
const movedAway = "moved to another account"

// takenRow is the taker's row: what the registry has of the name, and what the taker ordered. What goes on being published stays on.
func takenRow(m reseller.DomainMove, moving movingZone, now time.Time) reseller.Domain {
	taken := m.From
	taken.ID, taken.AccountID, taken.Version, taken.CreatedAt, taken.Invoiced = 0, m.Order.AccountID, 1, now, false
	taken.Removed = false
	if m.Into != nil {
		taken.ID, taken.Version = m.Into.ID, m.Into.Version
	}
	wish := m.Order.Desired
	taken.AutoRenew = wish.AutoRenew
	taken.DNSManagement = wish.DNSManagement || m.From.DNSManagement && moving.has(zone.DNS)
	taken.EmailForwarding = wish.EmailForwarding || m.From.EmailForwarding && moving.has(zone.Mail)
	return taken
}

// tellBoth writes the events of a move, and cancels the giver's unpaid renewal.
func (s *Store) tellBoth(tx *gorm.DB, from reseller.Domain, taking orderRow, now time.Time, words string) error {
	given := from
	given.State = reseller.DomainTransferredAway
	if err := s.cancelTermInvoices(tx, from, given); err != nil {
		return err
	}
	if err := addEvent(tx, reseller.DomainEvent(reseller.EventTransferredAway, given, movedAway+words, now)); err != nil {
		return err
	}
	done, err := taking.toOrder()
	if err != nil {
		return err
	}
	taken := from
	taken.AutoRenew = done.Desired.AutoRenew
	e := reseller.OrderEvent(done).Of(taken)
	if words != "" {
		e.Detail.Reason = "moved from another account" + words
	}
	return addEvent(tx, e)
}

// queueChanges records what the taker ordered with the name: changes that are sent once nothing else is.
func queueChanges(tx *gorm.DB, changes []reseller.Order, domain int64) error {
	for _, o := range changes {
		row := fromOrder(o)
		row.DomainID, row.State, row.LiveKey = domain, string(reseller.OrderQueued), nil
		row.LeaseEnd, row.SentAt, row.Attempt = nil, nil, 0
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// movingZone is what a name publishes that goes with it, with the version at which the giver left it.
type movingZone struct {
	version   int64
	documents []zoneRow
}

// has reports whether anything of a kind goes along.
func (z movingZone) has(kind zone.Kind) bool {
	for _, d := range z.documents {
		if d.Kind == string(kind) && d.Body != pack([]zone.Record{}) && d.Body != pack([]zone.Record(nil)) {
			return true
		}
	}
	return false
}

// words are what both accounts are told of it.
func (z movingZone) words() string {
	if z.has(zone.DNS) || z.has(zone.Mail) {
		return "; its DNS records and forwards went with it, because it is on our name servers"
	}
	return ""
}

// writeMoved saves what came along under the taker's row. Its version goes on where the giver's ended: what name servers count must not
// go back. It counts against the taker's budget of history and is never refused for it: the name's auth code is spent by now.
func (s *Store) writeMoved(tx *gorm.DB, z movingZone, domain, giver int64) error {
	if len(z.documents) == 0 {
		return nil
	}
	if err := expectOneRow(tx.Exec("UPDATE domains SET zone_version = ? WHERE id = ?", z.version+1, domain)); err != nil {
		return err
	}
	for _, d := range z.documents {
		save := zone.Save{Kind: zone.Kind(d.Kind), By: reseller.Actor{Name: "the move between accounts"}, TargetsOf: giver}
		if err := s.writeZone(tx, domain, save, d.Body, noBudget); err != nil {
			return err
		}
	}
	return s.noteIdleForwards(tx, domain)
}

// noOrderLeft gives ErrConflict while an order for a domain row is unfinished: its effect or its charge would fall to an
// account that no longer has the name. Opening an order writes the domain row, so under its lock none can come in between.
func noOrderLeft(tx *gorm.DB, domain int64) error {
	var n int64
	err := tx.Model(&orderRow{}).Where("domain_id = ? AND due_at IS NOT NULL", domain).Count(&n).Error
	if err == nil && n > 0 {
		err = reseller.ErrConflict
	}
	return err
}
