package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// StopRenewals disables an account and switches automatic renewal off for all its names, in one transaction: unpaid renewal invoices
// end with it, and an event tells how many names it was. It gives their number, those that are not here yet counted. Renewals that are under
// way go on. ErrConflict if the active ones are not as many as were shown (NamesByEnd).
func (s *Store) StopRenewals(ctx context.Context, account int64, shown int, by reseller.Actor) (names int, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if err := asItIsNow(tx).Where("id = ?", account).Take(&row).Error; err != nil {
			return err
		}
		if row.ClosedAt != nil {
			return reseller.ErrClosed()
		}
		if err := tx.Model(&accountRow{}).Where("id = ?", account).Update("disabled", true).Error; err != nil {
			return err
		}
		var active int64
		err := tx.Model(&domainRow{}).Where("account_id = ? AND auto_renew = ? AND state = ?", account, true, string(reseller.DomainActive)).Count(&active).Error
		switch {
		case err != nil:
			return err
		case active != int64(shown):
			return reseller.ErrConflict
		}
		var ids []int64
		if err := tx.Model(&domainRow{}).Where("account_id = ? AND auto_renew = ? AND live_name IS NOT NULL", account, true).Order("id").Pluck("id", &ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.stopRenewal(tx, id, by); err != nil {
				return err
			}
		}
		names = len(ids)
		e := reseller.Event{AccountID: account, Kind: reseller.EventRenewalsStopped, Detail: reseller.EventDetail{Count: names}, At: s.clock.Now()}
		if err := addEvent(tx, e); err != nil {
			return err
		}
		return s.record(tx, by, account, "account.set", row.Email, fmt.Sprintf("disable, and stop the renewals of %d names", names))
	})
	if err != nil {
		return 0, fmt.Errorf("stop the renewals of account %d: %w", account, translate(err))
	}
	return names, nil
}

// stopRenewal switches automatic renewal of one name off.
func (s *Store) stopRenewal(tx *gorm.DB, id int64, by reseller.Actor) error {
	before, after, err := s.changeDomain(tx, id, func(d *reseller.Domain) error { d.AutoRenew = false; return nil })
	if err != nil {
		return err
	}
	if err := s.cancelTermInvoices(tx, before, after); err != nil {
		return err
	}
	return s.recordSettings(tx, by, "domain.set", after)
}

// NamesByEnd lists the active names of an account, those that are renewed automatically or the others, by the end of their paid
// time, at most limit of them, and tells how many there are.
func (s *Store) NamesByEnd(ctx context.Context, account int64, renewed bool, limit int) (names []reseller.Domain, all int, err error) {
	of := gorm.G[domainRow](s.reads).Where("account_id = ? AND auto_renew = ? AND state = ?", account, renewed, string(reseller.DomainActive))
	count, err := of.Count(ctx, "*")
	if err != nil {
		return nil, 0, fmt.Errorf("count names of account %d: %w", account, translate(err))
	}
	rows, err := gorm.G[domainRow](s.reads).Where("account_id = ? AND auto_renew = ? AND state = ?", account, renewed, string(reseller.DomainActive)).
		Order("paid_through, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("list names of account %d: %w", account, translate(err))
	}
	names, err = each(rows, domainRow.toDomain)
	return names, int(count), err
}
