package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// capReached is a cap that an order would have gone beyond.
type capReached struct{ event reseller.Event }

// withinCaps checks an order, which is written in this transaction, against the caps of who asks. Beyond one the error is one for the caller, reached
// says which it is, and the transaction must end without effect.
func (s *Store) withinCaps(tx *gorm.DB, o orderRow, by reseller.Token) (*capReached, error) {
	if o.Budget == nil {
		return nil, nil
	}
	cost := reseller.Money{Minor: o.Net + o.Tax, Currency: o.Currency}
	caps, err := s.capsOf(tx, o.AccountID, by, o.CreatedAt)
	if err != nil {
		return nil, err
	}
	for _, c := range caps {
		c.Spent.Minor -= cost.Minor // it is in the sum
		if !c.Allows(cost.Minor) {
			return &capReached{c.Reached(o.AccountID, o.CreatedAt)}, c.Refuse(cost, o.CreatedAt)
		}
	}
	return nil, nil
}

// capsOf reads the caps that bound an account's caller on the UTC day of a time. Where there is none nothing is summed up.
func (s *Store) capsOf(db *gorm.DB, account int64, by reseller.Token, at time.Time) ([]reseller.SpendCap, error) {
	var ofAccount, ofToken *int64
	var currency string
	err := scanRow(db.Raw("SELECT a.spend_cap, t.spend_cap, a.currency FROM accounts a LEFT JOIN tokens t ON t.id = ? WHERE a.id = ?", by.ID, account), &ofAccount, &ofToken, &currency)
	if err != nil || ofAccount == nil && ofToken == nil {
		return nil, err
	}
	spent, err := s.spentOn(db, account, at)
	if err != nil {
		return nil, err
	}
	return reseller.SpendCaps(ofAccount, ofToken, by, spent, currency), nil
}

// SpendCaps gives the caps that bound what an account's caller, a token or the zero token of a person, buys today.
func (s *Store) SpendCaps(ctx context.Context, account int64, by reseller.Token) ([]reseller.SpendCap, error) {
	caps, err := s.capsOf(s.reads.WithContext(ctx), account, by, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("spend caps of account %d: %w", account, translate(err))
	}
	return caps, nil
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
		before, err := tokenFacts(tx, row)
		if err != nil {
			return err
		}
		row.SpendCap, t.SpendCap = most, most
		err = tx.Exec("UPDATE tokens SET spend_cap = ? WHERE account_id = ? AND (id = ? OR budget = ?)", most, account, t.Budget, t.Budget).Error
		if err != nil {
			return err
		}
		after, err := tokenFacts(tx, row)
		if err != nil {
			return err
		}
		return s.record(tx, by, account, "token.set", t.Name, row.rights(), between(before, after)...)
	})
	if err != nil {
		return t, fmt.Errorf("set the spend cap of token %d: %w", id, translate(err))
	}
	return t, nil
}
