package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// spendCap is where a cap is kept: in the column spend_cap of an account or of a token.
type spendCap struct {
	table string
	id    int64
	token string // name of the token
}

// capReached is a cap that an order would have gone beyond.
type capReached struct{ event reseller.Event }

// beyondCap says what may be spent, what is spent, when it goes on, and who may raise the cap.
func beyondCap(tx *gorm.DB, c spendCap, day spendingRow, o orderRow) (*capReached, error) {
	var most *int64
	var available int64
	err := scanRow(tx.Raw("SELECT spend_cap FROM "+c.table+" WHERE id = ?", c.id), &most)
	if err == nil && most == nil {
		err = reseller.ErrConflict // it was taken away just now
	}
	if err != nil {
		return nil, err
	}
	var spent int64
	err = scanRow(tx.Raw("SELECT spent FROM spending WHERE account_id = ? AND day = ? AND budget = ?", day.AccountID, day.Day, day.Budget), &spent)
	if err != nil {
		return nil, err
	}
	if err = scanRow(tx.Raw("SELECT available FROM balances WHERE account_id = ?", o.AccountID), &available); err != nil {
		return nil, err
	}
	if available < o.Net+o.Tax {
		return nil, reseller.ErrFunds // a higher cap would not help
	}
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: o.Currency} }
	reached := &capReached{reseller.SpendCapReached(o.AccountID, day.Budget, c.token, money(*most), o.CreatedAt)}
	if c.token != "" {
		return reached, reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
			"nothing was charged: the token %q may spend %s in a day (UTC), has spent %s, and this costs %s: try again after %s, or ask the account's owner, administrators or billing, or us, for a higher cap",
			c.token, money(*most), money(spent), money(o.Net+o.Tax), nextDay(o.CreatedAt))
	}
	return reached, reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
		"nothing was charged: the account may spend %s in a day (UTC), has spent %s, and this costs %s: try again after %s, or ask the account's owner, administrators or billing, or us, for a higher cap",
		money(*most), money(spent), money(o.Net+o.Tax), nextDay(o.CreatedAt))
}

// tellCap writes the event of a cap that was reached, once a day. The refusal stands whether it can be told or not.
func (s *Store) tellCap(ctx context.Context, reached *capReached) {
	if reached == nil {
		return
	}
	if err := s.AddEvent(ctx, reached.event); err != nil {
		s.log.Warn("a spend cap was reached, and it could not be told", "account", reached.event.AccountID, "err", err)
	}
}

// SetTokenCap sets what a token may spend on a UTC day, and with it those that took its place or whose place it took; nil takes the cap away.
// check sees the token as it is now; its error leaves it so. ErrNotFound if the account has no such token.
func (s *Store) SetTokenCap(ctx context.Context, account, id int64, most *int64, by reseller.Actor, check func(reseller.Token) error) (t reseller.Token, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row tokenRow
		if err := asItIsNow(tx).Where("id = ? AND account_id = ?", id, account).Take(&row).Error; err != nil {
			return err
		}
		if t, err = row.toToken(); err != nil {
			return err
		}
		if err := check(t); err != nil {
			return err
		}
		was := t.SpendCap
		t.SpendCap = most
		err := tx.Exec("UPDATE tokens SET spend_cap = ? WHERE account_id = ? AND (id = ? OR budget = ?)", most, account, t.Budget, t.Budget).Error
		if err != nil {
			return err
		}
		return s.record(tx, by, account, "token.set", t.Name, "spend cap "+capWords(was)+" → "+capWords(most))
	})
	if err != nil {
		return t, fmt.Errorf("set the spend cap of token %d: %w", id, translate(err))
	}
	return t, nil
}

// capWords is a cap in audit records, in minor units.
func capWords(most *int64) string {
	if most == nil {
		return "none"
	}
	return fmt.Sprint(*most)
}
