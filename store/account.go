package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type accountRow struct {
	ID             int64
	Email          string
	Name           string
	Currency       string
	TaxRatePPM     int64 `gorm:"column:tax_rate_ppm"`
	ReplaySeconds  int64
	Language       string
	PriceGroup     *string
	Disabled       bool
	DisabledReason string
	VATNumber      string `gorm:"column:vat_number"`
	BillingAddress string
	DefaultContact *string
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
	ClosedAt       *time.Time
	SpendCap       *int64
	CreditFloor    *int64
}

func (accountRow) TableName() string { return "accounts" }

func (r accountRow) toAccount() (reseller.Account, error) {
	a := reseller.Account{
		ID: r.ID, Email: r.Email, Name: r.Name, Currency: r.Currency, TaxRatePPM: r.TaxRatePPM,
		ReplayWindow: time.Duration(r.ReplaySeconds) * time.Second, Language: r.Language, Disabled: r.Disabled, CreatedAt: r.CreatedAt.UTC(),
		PriceGroup: zeroText(r.PriceGroup), ClosedAt: zeroTime(r.ClosedAt), SpendCap: r.SpendCap, CreditFloor: r.CreditFloor,
		DisabledReason: r.DisabledReason, VATNumber: r.VATNumber, BillingAddress: r.BillingAddress,
	}
	if r.DefaultContact != nil {
		c, err := unpack[reseller.Contact](*r.DefaultContact, "default contact")
		if err != nil {
			return a, err
		}
		a.DefaultContact = &c
	}
	return a, nil
}

func fromAccount(a reseller.Account) accountRow {
	r := accountRow{
		ID: a.ID, Email: a.Email, Name: a.Name, Currency: a.Currency, TaxRatePPM: a.TaxRatePPM,
		ReplaySeconds: int64(a.ReplayWindow / time.Second), Language: a.Language, Disabled: a.Disabled, CreatedAt: micro(a.CreatedAt),
		PriceGroup: nullText(a.PriceGroup), ClosedAt: nullTime(a.ClosedAt), SpendCap: a.SpendCap, CreditFloor: a.CreditFloor,
		DisabledReason: a.DisabledReason, VATNumber: a.VATNumber, BillingAddress: a.BillingAddress,
	}
	if a.DefaultContact != nil {
		body := pack(a.DefaultContact)
		r.DefaultContact = &body
	}
	return r
}

// AddAccount makes an account with a balance of zero. ErrDuplicate if the e-mail address is taken.
func (s *Store) AddAccount(ctx context.Context, a reseller.Account, by reseller.Actor) (reseller.Account, error) {
	if err := errors.Join(fits("email", a.Email, 254), fits("name", a.Name, 255)); err != nil {
		return reseller.Account{}, err
	}
	row := fromAccount(a)
	row.CreatedAt = micro(s.clock.Now())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		if err := groupIsThere(tx, reseller.GroupList(a.PriceGroup)); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		// The balance row exists from the start: a guarded update on a missing row would guard nothing.
		if err := tx.Create(&balanceRow{AccountID: row.ID, Currency: row.Currency}).Error; err != nil {
			return err
		}
		if err := s.record(tx, by, row.ID, "account.add", row.Email, "", made(accountFacts(a))...); err != nil || row.PriceGroup == nil {
			return err
		}
		return s.record(tx, by, row.ID, reseller.AuditAccountGroup, row.Email, reseller.GroupMove("", *row.PriceGroup), made(one("price_group", *row.PriceGroup))...)
	})
	if err != nil {
		return reseller.Account{}, fmt.Errorf("add account %s: %w", a.Email, err)
	}
	return row.toAccount()
}

// ChangeAccount changes an account as it is now: its row is read under a lock, changed and written in one transaction, so
// that two changes at once both count. The currency stays. apply may run several times; its error leaves the account as it is.
// ErrNotFound if there is none; ErrDuplicate if another has its new e-mail address; reseller.ErrClosed if it is closed.
func (s *Store) ChangeAccount(ctx context.Context, id int64, by reseller.Actor, detail string, apply func(*reseller.Account) error) (a reseller.Account, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		if a, err = row.toAccount(); err != nil {
			return err
		}
		if a.Closed() {
			return reseller.ErrClosed()
		}
		before := accountFacts(a)
		if err := apply(&a); err != nil {
			return err
		}
		if err := errors.Join(fits("name", a.Name, 255), fits("email", a.Email, 254)); err != nil {
			return err
		}
		if a.Email != row.Email {
			if err := s.rename(tx, id, row.Email, a.Email, by); err != nil {
				return err
			}
		}
		changed := fromAccount(a)
		err := expectOneRow(tx.Model(&accountRow{}).Where("id = ?", id).
			Select("name", "tax_rate_ppm", "replay_seconds", "language", "disabled", "default_contact", "spend_cap", "credit_floor",
				"disabled_reason", "vat_number", "billing_address").Updates(&changed))
		if err != nil {
			return err
		}
		moves := zeroText(row.PriceGroup) != a.PriceGroup
		changes := between(before, accountFacts(a))
		if len(changes) > 0 || !moves && a.Email == row.Email { // those two have records of their own
			err = s.record(tx, by, id, "account.set", row.Email, detail, changes...)
		}
		if err != nil || !moves {
			return err
		}
		return s.moveToGroup(tx, row, changed.PriceGroup, by)
	})
	if err != nil {
		return a, fmt.Errorf("change account %d: %w", id, translate(err))
	}
	return a, nil
}

// RenameAccount gives an account another e-mail address. ErrDuplicate if another account has it, ErrNotFound if there is no such
// account.
func (s *Store) RenameAccount(ctx context.Context, id int64, email string, by reseller.Actor) (a reseller.Account, err error) {
	if err := fits("email", email, 254); err != nil {
		return a, err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row accountRow
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		was := row.Email
		row.Email = email
		if a, err = row.toAccount(); err != nil {
			return err
		}
		return s.rename(tx, id, was, email, by)
	})
	if err != nil {
		return a, fmt.Errorf("rename account %d: %w", id, translate(err))
	}
	return a, nil
}

// rename writes an account's new e-mail address, with its record.
func (s *Store) rename(tx *gorm.DB, id int64, was, email string, by reseller.Actor) error {
	if err := tx.Model(&accountRow{}).Where("id = ?", id).Update("email", email).Error; err != nil {
		return err
	}
	return s.record(tx, by, id, "account.rename", was, "", between(one("email", was), one("email", email))...)
}

// AccountByEmail finds an account. ErrNotFound if there is none.
func (s *Store) AccountByEmail(ctx context.Context, email string) (reseller.Account, error) {
	row, err := rowsOf[accountRow](s.reads).Where("email = ?", email).Take(ctx)
	if err != nil {
		return reseller.Account{}, fmt.Errorf("account %s: %w", email, translate(err))
	}
	return row.toAccount()
}

// Account finds an account by id. ErrNotFound if there is none.
func (s *Store) Account(ctx context.Context, id int64) (reseller.Account, error) {
	row, err := rowsOf[accountRow](s.reads).Where("id = ?", id).Take(ctx)
	if err != nil {
		return reseller.Account{}, fmt.Errorf("account %d: %w", id, translate(err))
	}
	return row.toAccount()
}

// Accounts lists all accounts by e-mail address.
func (s *Store) Accounts(ctx context.Context) ([]reseller.Account, error) {
	rows, err := rowsOf[accountRow](s.reads).Order("email").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", translate(err))
	}
	return each(rows, accountRow.toAccount)
}

// each converts rows and stops at the first damaged one.
func each[R, T any](rows []R, convert func(R) (T, error)) ([]T, error) {
	out := make([]T, 0, len(rows))
	var damaged error
	for _, r := range rows {
		v, err := convert(r)
		damaged = errors.Join(damaged, err)
		out = append(out, v)
	}
	return out, damaged
}
