package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// capReached is a cap that an order would have gone beyond.
type capReached struct{ event reseller.Event }

// withinCaps checks an order, which is written in this transaction, against the cap of its account and that of the token that asks. Beyond one the
// error is one for the caller, reached says which it is, and the transaction must end without effect. Where there is no cap nothing is counted.
func (s *Store) withinCaps(tx *gorm.DB, o orderRow, by reseller.Token) (*capReached, error) {
	if o.Budget == nil {
		return nil, nil
	}
	var ofAccount, ofToken *int64
	err := scanRow(tx.Raw("SELECT a.spend_cap, t.spend_cap FROM accounts a LEFT JOIN tokens t ON t.id = ? WHERE a.id = ?", by.ID, o.AccountID), &ofAccount, &ofToken)
	if err != nil || ofAccount == nil && ofToken == nil {
		return nil, err
	}
	spent, err := s.spentOn(tx, o.AccountID, o.CreatedAt)
	if err != nil {
		return nil, err
	}
	if all := spent.All(); ofAccount != nil && all > *ofAccount {
		return beyondCap(o, "", *ofAccount, all)
	}
	if its := spent[*o.Budget]; ofToken != nil && its > *ofToken {
		return beyondCap(o, by.Name, *ofToken, its)
	}
	return nil, nil
}

// beyondCap refuses an order that is in the sum of its day, as too much: it says what may be spent, what was spent without it, when it goes on, and who
// may raise the cap, that of a token, or of the account if none is named.
func beyondCap(o orderRow, token string, most, sum int64) (*capReached, error) {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: o.Currency} }
	budget, whose := int64(0), "account"
	if token != "" {
		budget, whose = *o.Budget, fmt.Sprintf("token %q", token)
	}
	cost := o.Net + o.Tax
	return &capReached{reseller.SpendCapReached(o.AccountID, budget, token, money(most), o.CreatedAt)},
		reseller.Errorf(reseller.KindLimited, reseller.CodeDayLimit,
			"nothing was charged: the %s may spend %s in a day (UTC), has spent %s, and this costs %s: try again after %s, or ask the account's owner, administrators or billing, or us, for a higher cap",
			whose, money(most), money(sum-cost), money(cost), nextDay(o.CreatedAt))
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
