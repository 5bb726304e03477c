package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// namesShown is how many of the names that are left are listed.
const namesShown = 20

// Remains tells what is left in an account.
func (s *Store) Remains(ctx context.Context, account int64) (reseller.Remains, error) {
	r, err := remains(s.reads.WithContext(ctx), account)
	if err != nil {
		return r, fmt.Errorf("look what is left in account %d: %w", account, translate(err))
	}
	return r, nil
}

func remains(db *gorm.DB, account int64) (r reseller.Remains, err error) {
	both := []bool{false, true}
	err = scanRow(db.Raw(`SELECT
		(SELECT COUNT(*) FROM (SELECT 1 FROM domains WHERE account_id = ? AND removed IN ? AND state IN ? LIMIT ?) counted),
		(SELECT COUNT(*) FROM domains WHERE account_id = b.account_id AND removed IN ? AND state = 'draft'),
		(SELECT COUNT(*) FROM orders WHERE account_id = b.account_id AND state IN ?),
		(SELECT COUNT(*) FROM invoices WHERE account_id = b.account_id AND status = 'unpaid'),
		(SELECT COUNT(*) FROM tokens WHERE account_id = b.account_id AND revoked_at IS NULL),
		(SELECT COUNT(*) FROM webhook_endpoints WHERE account_id = b.account_id AND removed_at IS NULL),
		b.available, b.held FROM balances b WHERE b.account_id = ?`, account, both, liveStates, reseller.ManyNames+1, both, unfinishedStates, account),
		&r.AllNames, &r.Drafts, &r.Orders, &r.Unpaid, &r.Tokens, &r.Webhooks, &r.Available, &r.Held)
	if err != nil || r.AllNames == 0 {
		return r, err
	}
	err = db.Model(&domainRow{}).Where("account_id = ? AND live_name IS NOT NULL", account).Order("name").Limit(namesShown).Pluck("name", &r.Names).Error
	return r, err
}

// CloseAccount closes an account in which nothing is left (reseller.Remains): its callers are refused, nothing comes into it, and what
// waits for its webhooks is given up. Its books stay. ErrConflict if something is left, reseller.ErrClosed if it is closed already.
func (s *Store) CloseAccount(ctx context.Context, id int64, by reseller.Actor) (a reseller.Account, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		// Whoever brings something into the account holds its row until he has committed (mustBeOpen), or sees it closed.
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		if row.ClosedAt != nil {
			return reseller.ErrClosed()
		}
		left, err := remains(tx, id)
		if err != nil {
			return err
		}
		if !left.Empty() {
			return reseller.ErrConflict
		}
		if err := touchEmptyBalance(tx, id); err != nil {
			return err
		}
		now := micro(s.clock.Now())
		row.ClosedAt = &now
		if err := expectOneRow(tx.Exec("UPDATE accounts SET closed_at = ? WHERE id = ? AND closed_at IS NULL", now, id)); err != nil {
			return err
		}
		if err := dropAllDeliveries(tx, id); err != nil {
			return err
		}
		if a, err = row.toAccount(); err != nil {
			return err
		}
		return s.record(tx, by, id, reseller.AuditAccountClosed, row.Email, "", between(nil, one("closed", timeFact(now)))...)
	})
	if err != nil {
		return a, fmt.Errorf("close account %d: %w", id, err)
	}
	return a, nil
}

// touchEmptyBalance writes the balance of an account, which must be zero: on a cluster a deposit at another node then meets the closing.
func touchEmptyBalance(tx *gorm.DB, account int64) error {
	err := expectOneRow(tx.Exec("UPDATE balances SET held = 1 WHERE account_id = ? AND available = 0 AND held = 0", account))
	if err != nil {
		return err
	}
	return expectOneRow(tx.Exec("UPDATE balances SET held = 0 WHERE account_id = ? AND available = 0 AND held = 1", account))
}

// dropAllDeliveries gives up what waits for the webhooks of an account.
func dropAllDeliveries(tx *gorm.DB, account int64) error {
	var ids []int64
	if err := tx.Model(&endpointRow{}).Where("account_id = ?", account).Order("id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		// Whoever writes something for it has committed, or sees the account closed (keepLive).
		if err := tx.Exec("UPDATE webhook_endpoints SET failures = failures WHERE id = ?", id).Error; err != nil {
			return err
		}
		if err := dropDeliveries(tx, id, "the account was closed"); err != nil {
			return err
		}
	}
	return nil
}

// ReopenAccount opens a closed account again, with its tokens and webhooks. ErrConflict if it is not closed.
func (s *Store) ReopenAccount(ctx context.Context, id int64, by reseller.Actor) (a reseller.Account, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		if err := expectOneRow(tx.Exec("UPDATE accounts SET closed_at = NULL WHERE id = ? AND closed_at IS NOT NULL", id)); err != nil {
			return err
		}
		was := zeroTime(row.ClosedAt)
		row.ClosedAt = nil
		if a, err = row.toAccount(); err != nil {
			return err
		}
		return s.record(tx, by, id, reseller.AuditAccountReopened, row.Email, "", between(one("closed", timeFact(was)), nil)...)
	})
	if err != nil {
		return a, fmt.Errorf("reopen account %d: %w", id, err)
	}
	return a, nil
}
