package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type bulkActRow struct {
	ID        int64
	AccountID int64
	Act       string
	Form      string
	Confirmed *string
	Names     int
	Asked     *string
	ByActor   string
	Result    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	LeaseEnd  time.Time
	EndedAt   *time.Time
}

// maxAsked is how much of what all names of an act get is kept, in characters: many times what any name can have.
const maxAsked = 10_000

func (bulkActRow) TableName() string { return "bulk_acts" }

func (r bulkActRow) toBulkAct() (reseller.BulkAct, error) {
	return reseller.BulkAct{
		ID: r.ID, AccountID: r.AccountID, Act: r.Act, Form: r.Form, Confirmed: zeroText(r.Confirmed), Names: r.Names, Asked: zeroText(r.Asked), By: r.ByActor, Result: r.Result,
		CreatedAt: r.CreatedAt.UTC(), LeaseEnd: r.LeaseEnd.UTC(), EndedAt: zeroTime(r.EndedAt),
	}, nil
}

// OpenBulkAct records that an act begins, before anything is done. If its form has begun one before, that is given, and mine is false, unless that
// one has stopped: then it is to be carried on. The error has code day_limit if the account may begin no more of them today.
func (s *Store) OpenBulkAct(ctx context.Context, act reseller.BulkAct, by reseller.Actor) (opened reseller.BulkAct, mine bool, err error) {
	held := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &bulkActRow{}, "account_id = ? AND form = ? AND lease_end = ?", act.AccountID, act.Form, micro(act.LeaseEnd))
	}
	err = s.txKeyed(ctx, held, func(tx *gorm.DB) error {
		mine = false
		var row bulkActRow
		found := asItIsNow(tx).Where("account_id = ? AND form = ?", act.AccountID, act.Form).Limit(1).Find(&row)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected == 0 {
			row = bulkActRow{
				AccountID: act.AccountID, Act: act.Act, Form: act.Form, Confirmed: nullText(act.Confirmed), Names: act.Names, Asked: nullText(clip(act.Asked, maxAsked)), ByActor: clip(by.Name, 255), CreatedAt: micro(s.clock.Now()), LeaseEnd: micro(act.LeaseEnd),
			}
			mine = true
			if err := s.mustBeOpen(tx, act.AccountID); err != nil {
				return err
			}
			if by.Caller {
				if err := s.countBulkAct(tx, act.AccountID); err != nil {
					return err
				}
			}
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
			opened, _ = row.toBulkAct()
			return s.recordCounted(tx, by, act.AccountID, "bulk.start", fmt.Sprintf("%s %d", act.Act, row.ID), fmt.Sprintf("%d names", act.Names), made(one("nameservers", act.Asked))...)
		}
		opened, _ = row.toBulkAct()
		if mine = opened.CarriesOn(s.clock.Wall(), s.clock.Now()); mine {
			opened.LeaseEnd = micro(act.LeaseEnd)
			return expectOneRow(tx.Exec("UPDATE bulk_acts SET lease_end = ? WHERE id = ? AND lease_end = ? AND ended_at IS NULL", micro(act.LeaseEnd), row.ID, row.LeaseEnd))
		}
		return nil
	})
	if errors.Is(err, reseller.ErrDuplicate) { // begun by another press at this very moment
		return s.OpenBulkAct(ctx, act, by)
	}
	if err != nil {
		return opened, false, fmt.Errorf("open an act on many names: %w", translate(err))
	}
	return opened, mine, nil
}

// HoldBulkAct prolongs the time until which an act is being carried out, as a sign of life. ErrConflict if it has ended, or another carries it on.
func (s *Store) HoldBulkAct(ctx context.Context, act reseller.BulkAct, until time.Time) error {
	held := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &bulkActRow{}, "id = ? AND lease_end = ? AND ended_at IS NULL", act.ID, micro(until))
	}
	err := s.txKeyed(ctx, held, func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("UPDATE bulk_acts SET lease_end = ? WHERE id = ? AND lease_end = ? AND ended_at IS NULL", micro(until), act.ID, micro(act.LeaseEnd)))
	})
	if err != nil {
		return fmt.Errorf("hold act %d: %w", act.ID, err)
	}
	return nil
}

// NoteBulkAct keeps what became of the names of an act so far; ended says that there are no more. The end may be noted again as it is kept;
// anything else is ErrConflict then.
func (s *Store) NoteBulkAct(ctx context.Context, act reseller.BulkAct, ended bool) error {
	var at *time.Time
	if ended {
		at = nullTime(s.clock.Now())
	}
	noted := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &bulkActRow{}, "id = ? AND account_id = ? AND result = ? AND (ended_at IS NOT NULL) = ?", act.ID, act.AccountID, act.Result, ended)
	}
	err := s.txKeyed(ctx, noted, func(tx *gorm.DB) error {
		if is, err := noted(tx); err != nil || is {
			return err
		}
		return expectOneRow(tx.Exec("UPDATE bulk_acts SET result = ?, ended_at = ?, confirmed = CASE WHEN ? THEN NULL ELSE confirmed END WHERE id = ? AND account_id = ? AND ended_at IS NULL", act.Result, at, ended, act.ID, act.AccountID))
	})
	if err != nil {
		return fmt.Errorf("note act %d: %w", act.ID, err)
	}
	return nil
}

// BulkAct finds an act of an account. ErrNotFound if the account has none of this id.
func (s *Store) BulkAct(ctx context.Context, account, id int64) (reseller.BulkAct, error) {
	row, err := rowsOf[bulkActRow](s.reads).Where("id = ? AND account_id = ?", id, account).Take(ctx)
	if err != nil {
		return reseller.BulkAct{}, fmt.Errorf("act %d: %w", id, translate(err))
	}
	return row.toBulkAct()
}

// BulkActBegun reports whether a form has begun an act of an account.
func (s *Store) BulkActBegun(ctx context.Context, account int64, form string) (bool, error) {
	found, err := rowsOf[bulkActRow](s.reads).Where("account_id = ? AND form = ?", account, form).Limit(1).Find(ctx)
	if err != nil {
		return false, fmt.Errorf("act of a form: %w", translate(err))
	}
	return len(found) > 0, nil
}

// BulkActs lists acts of an account, newest first, those before an id if it is not 0.
func (s *Store) BulkActs(ctx context.Context, account, before int64, limit int) ([]reseller.BulkAct, error) {
	q := rowsOf[bulkActRow](s.reads).Where("account_id = ?", account)
	if before != 0 {
		q = q.Where("id < ?", before)
	}
	rows, err := q.Order("id DESC").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list acts on many names: %w", translate(err))
	}
	return each(rows, bulkActRow.toBulkAct)
}

// OrderStates gives the states of those of an account's orders that have an id of a list.
func (s *Store) OrderStates(ctx context.Context, account int64, ids []int64) (map[int64]reseller.OrderState, error) {
	states := make(map[int64]reseller.OrderState, len(ids))
	if len(ids) == 0 {
		return states, nil
	}
	var rows []struct {
		ID    int64
		State string
	}
	err := s.reads.WithContext(ctx).Raw("SELECT id, state FROM orders WHERE id IN ? AND account_id = ?", ids, account).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("states of orders: %w", translate(err))
	}
	for _, r := range rows {
		states[r.ID] = reseller.OrderState(r.State)
	}
	return states, nil
}
