package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// renewalStopRow is a name whose automatic renewal is still to be switched off.
type renewalStopRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	DomainID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Active    bool
	Names     int64
}

func (renewalStopRow) TableName() string { return "renewal_stops" }

const (
	// stoppedAtOnce is how many names one transaction takes. On SQLite everything else that writes waits for it.
	stoppedAtOnce = 200
	// stopPause leaves the database to others between two of them: who waits for SQLite looks every 100 ms.
	stopPause = 100 * time.Millisecond
)

// StopRenewals disables an account and notes all its names that are renewed automatically, in one transaction with the audit record: from
// then on they are not renewed by themselves any more. Then it switches automatic renewal off, some names at a time (StopSome). It gives
// their number, those that are not here yet counted. Renewals that are under way go on, and names that come in later are left alone.
// ErrConflict if the active ones are not as many as were shown (NamesByEnd). Once the names are noted the stop stands: what is broken off the
// jobs carry on, or a second call.
func (s *Store) StopRenewals(ctx context.Context, account int64, shown int, reason string, by reseller.Actor) (names int, err error) {
	if names, err = s.BeginStop(ctx, account, shown, reason, by); err != nil || reseller.Rehearsing(ctx) {
		return names, err
	}
	if err := s.CarryStop(ctx, account, by.Decided()); err != nil {
		s.log.Warn("renewals are still to be switched off; the jobs go on with it", "account", account, "err", err)
	}
	return names, nil
}

// CarryStop switches automatic renewal off for the names of an account that are noted for it.
func (s *Store) CarryStop(ctx context.Context, account int64, by reseller.Actor) error {
	for {
		left, err := s.StopSome(ctx, account, stoppedAtOnce, by)
		if err != nil || left == 0 {
			return err
		}
		if !pause(ctx, stopPause) {
			return ctx.Err()
		}
	}
}

// BeginStop is the first transaction of StopRenewals.
func (s *Store) BeginStop(ctx context.Context, account int64, shown int, reason string, by reseller.Actor) (names int, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if err := asItIsNow(tx).Where("id = ?", account).Take(&row).Error; err != nil {
			return err
		}
		if row.ClosedAt != nil {
			return reseller.ErrClosed()
		}
		if err := tx.Model(&accountRow{}).Where("id = ?", account).Updates(map[string]any{"disabled": true, "disabled_reason": reason}).Error; err != nil {
			return err
		}
		all, active, err := noteStop(tx, account)
		switch {
		case err != nil:
			return err
		case active != int64(shown):
			return reseller.ErrConflict
		}
		names = int(all)
		disabled := between(one("disabled", strconv.FormatBool(row.Disabled)).and("disabled_reason", row.DisabledReason), one("disabled", "true").and("disabled_reason", reason))
		if err := s.record(tx, by, account, "account.set", row.Email, fmt.Sprintf("disable, and stop the renewals of %d names", names), disabled...); err != nil {
			return err
		}
		if names > 0 {
			return nil
		}
		return s.tellStopped(tx, account, 0)
	})
	if err != nil {
		return 0, fmt.Errorf("stop the renewals of account %d: %w", account, translate(err))
	}
	return names, nil
}

// noteStop notes the names of an account that are renewed automatically, in place of those that an earlier stop has left, and gives how
// many they are and how many of them are active: one statement reads them.
func noteStop(tx *gorm.DB, account int64) (all, active int64, err error) {
	if err := tx.Where("account_id = ?", account).Delete(&renewalStopRow{}).Error; err != nil {
		return 0, 0, err
	}
	err = tx.Exec(`INSERT INTO renewal_stops (account_id, domain_id, active, names)
		SELECT account_id, id, state = ?, 0 FROM domains WHERE account_id = ? AND auto_renew = ? AND live_name IS NOT NULL`,
		string(reseller.DomainActive), account, true).Error
	if err != nil {
		return 0, 0, err
	}
	err = scanRow(tx.Raw("SELECT COUNT(*), COALESCE(SUM(active), 0) FROM renewal_stops WHERE account_id = ?", account), &all, &active)
	if err != nil || all == 0 {
		return all, active, err
	}
	return all, active, tx.Exec("UPDATE renewal_stops SET names = ? WHERE account_id = ?", all, account).Error
}

// StopSome switches automatic renewal off for some of the names of an account that are noted for it, in one transaction, and gives how many
// are left. Unpaid renewal invoices end with it. With the last of them an event tells how many names it was in all. A name that has gone
// meanwhile stays as it is.
func (s *Store) StopSome(ctx context.Context, account int64, most int, by reseller.Actor) (left int64, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		left = 0
		var rows []renewalStopRow
		if err := asItIsNow(tx).Where("account_id = ?", account).Order("domain_id").Limit(most).Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		ids := make([]int64, len(rows))
		for i, r := range rows {
			ids[i] = r.DomainID
		}
		if err := s.stopThese(tx, account, ids, by); err != nil {
			return err
		}
		gone := tx.Where("account_id = ? AND domain_id IN ?", account, ids).Delete(&renewalStopRow{})
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected != int64(len(ids)) {
			return reseller.ErrConflict
		}
		if err := tx.Model(&renewalStopRow{}).Where("account_id = ?", account).Count(&left).Error; err != nil || left > 0 {
			return err
		}
		return s.tellStopped(tx, account, int(rows[0].Names))
	})
	if err != nil {
		return 0, fmt.Errorf("stop renewals of account %d: %w", account, translate(err))
	}
	return left, nil
}

// stopThese switches automatic renewal off for those of some names that the account still has and that are still renewed.
func (s *Store) stopThese(tx *gorm.DB, account int64, ids []int64, by reseller.Actor) error {
	var still []int64
	err := tx.Model(&domainRow{}).Where("id IN ? AND account_id = ? AND auto_renew = ? AND live_name IS NOT NULL", ids, account, true).Order("id").Pluck("id", &still).Error
	if err != nil {
		return err
	}
	for _, id := range still {
		if err := s.stopRenewal(tx, id, by); err != nil {
			return err
		}
	}
	return nil
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
	return s.recordSettings(tx, by, "domain.set", before, after)
}

// tellStopped writes the event that ends a stop.
func (s *Store) tellStopped(tx *gorm.DB, account int64, names int) error {
	return addEvent(tx, reseller.Event{AccountID: account, Kind: reseller.EventRenewalsStopped, Detail: reseller.EventDetail{Count: names}, At: s.clock.Now()})
}

// UnfinishedStops lists the accounts that still have names whose automatic renewal is to be switched off.
func (s *Store) UnfinishedStops(ctx context.Context) ([]int64, error) {
	var accounts []int64
	if err := s.reads.WithContext(ctx).Raw("SELECT DISTINCT account_id FROM renewal_stops").Scan(&accounts).Error; err != nil {
		return nil, fmt.Errorf("look for stopped renewals: %w", translate(err))
	}
	return accounts, nil
}

// NamesByEnd lists the active names of an account, those that are renewed automatically or the others, by the end of their paid
// time, at most limit of them, and tells how many there are.
func (s *Store) NamesByEnd(ctx context.Context, account int64, renewed bool, limit int) (names []reseller.Domain, all int, err error) {
	if all, err = s.CountByEnd(ctx, account, renewed, math.MaxInt32); err != nil {
		return nil, 0, err
	}
	names, err = s.FirstByEnd(ctx, account, renewed, limit)
	return names, all, err
}

// CountByEnd tells how many active names an account has that are renewed automatically, or how many others. It counts up to a number.
func (s *Store) CountByEnd(ctx context.Context, account int64, renewed bool, most int) (n int, err error) {
	err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 FROM domains WHERE account_id = ? AND auto_renew = ? AND state = ? LIMIT ?) counted",
		account, renewed, string(reseller.DomainActive), most), &n)
	if err != nil {
		return 0, fmt.Errorf("count names of account %d: %w", account, translate(err))
	}
	return n, nil
}

// FirstByEnd lists the active names of an account, those that are renewed automatically or the others, by the end of their paid time, at most
// limit of them.
func (s *Store) FirstByEnd(ctx context.Context, account int64, renewed bool, limit int) ([]reseller.Domain, error) {
	// Those with an invoice and those without stand apart in the index, each by the end of their time.
	const first = "SELECT * FROM (SELECT id, paid_through FROM domains WHERE account_id = ? AND auto_renew = ? AND state = ? AND invoiced = ? ORDER BY paid_through, id LIMIT ?) "
	chosen := func(invoiced bool) []any {
		return []any{account, renewed, string(reseller.DomainActive), invoiced, limit}
	}
	ids, err := s.ids(ctx, "SELECT id FROM ("+first+"a UNION ALL "+first+"b) found ORDER BY paid_through, id LIMIT ?", append(append(chosen(false), chosen(true)...), limit)...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := rowsOf[domainRow](s.reads).Where("id IN ?", ids).Order("paid_through, id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list names of account %d: %w", account, translate(err))
	}
	return each(rows, domainRow.toDomain)
}
