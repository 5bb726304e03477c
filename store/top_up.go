package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type topUpRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Customer  string
	Method    string
	Brand     string
	Last4     string
	ExpMonth  int
	ExpYear   int
	State     string
	Below     int64
	Amount    int64
	MonthMax  int64
	Declines  int
	TryAt     *time.Time
	Version   int64
	CardFrom  int64
}

func (topUpRow) TableName() string { return "top_ups" }

func (r topUpRow) toTopUp() reseller.TopUp {
	return reseller.TopUp{
		AccountID: r.AccountID, Customer: r.Customer, Method: r.Method, Brand: r.Brand, Last4: r.Last4, ExpMonth: r.ExpMonth, ExpYear: r.ExpYear,
		State: reseller.TopUpState(r.State), Below: r.Below, Amount: r.Amount, MonthMax: r.MonthMax, Declines: r.Declines, TryAt: zeroTime(r.TryAt), Version: r.Version, CardFrom: r.CardFrom,
	}
}

func fromTopUp(t reseller.TopUp) topUpRow {
	return topUpRow{
		AccountID: t.AccountID, Customer: clip(t.Customer, 190), Method: clip(t.Method, 190), Brand: clip(t.Brand, 40), Last4: clip(t.Last4, 4), ExpMonth: t.ExpMonth,
		ExpYear: t.ExpYear, State: string(t.State), Below: t.Below, Amount: t.Amount, MonthMax: t.MonthMax, Declines: t.Declines, TryAt: nullTime(t.TryAt), Version: t.Version, CardFrom: t.CardFrom,
	}
}

// TopUp gives what an account has set of automatic top-up; switched off and without a card if it never has.
func (s *Store) TopUp(ctx context.Context, account int64) (reseller.TopUp, error) {
	rows, err := rowsOf[topUpRow](s.reads).Where("account_id = ?", account).Limit(1).Find(ctx)
	if err != nil {
		return reseller.TopUp{}, fmt.Errorf("automatic top-up of account %d: %w", account, translate(err))
	}
	if len(rows) == 0 {
		return reseller.TopUp{AccountID: account, State: reseller.TopUpOff}, nil
	}
	return rows[0].toTopUp(), nil
}

// ChangeTopUp changes what an account has set of automatic top-up, or its card. apply sees it as it is now; its error leaves it so. detail says what was done,
// for the audit record, which has what is set before and after.
func (s *Store) ChangeTopUp(ctx context.Context, account int64, by reseller.Actor, detail string, apply func(*reseller.TopUp) error) (changed reseller.TopUp, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		row := topUpRow{AccountID: account, State: string(reseller.TopUpOff)}
		there, err := exists(tx, &row, "account_id = ?", account)
		if err != nil {
			return err
		}
		if !there {
			row = topUpRow{AccountID: account, State: string(reseller.TopUpOff)}
		}
		if err := s.mustBeOpen(tx, account); err != nil {
			return err
		}
		was := row.toTopUp()
		changed = was
		if err := apply(&changed); err != nil {
			return err
		}
		if err := s.replaces(tx, was, changed); err != nil {
			return err
		}
		changed.Version++
		next := fromTopUp(changed)
		if !there {
			err = tx.Create(&next).Error
		} else {
			err = expectOneRow(tx.Model(&topUpRow{}).Where("account_id = ? AND version = ?", account, was.Version).Select("*").Updates(&next))
		}
		if err != nil {
			return err
		}
		return s.recordTopUp(tx, by, detail, fromTopUp(was), next)
	})
	if errors.Is(err, reseller.ErrDuplicate) { // written for the first time at this very moment by another
		return s.ChangeTopUp(ctx, account, by, detail, apply)
	}
	if err != nil {
		return changed, fmt.Errorf("change automatic top-up of account %d: %w", account, err)
	}
	return changed, nil
}

// recordTopUp records what is set of automatic top-up, and the card, before and after; detail says what was done.
func (s *Store) recordTopUp(tx *gorm.DB, by reseller.Actor, detail string, was, is topUpRow) error {
	currency, err := currencyOf(tx, is.AccountID)
	if err != nil {
		return err
	}
	return s.record(tx, by, is.AccountID, "topup.set", detail, "", between(topUpFacts(was, currency), topUpFacts(is, currency))...)
}

// replaces notes that a card is to be removed in whose place another one comes. One that was removed never comes back: the provider has it no longer.
func (s *Store) replaces(tx *gorm.DB, was, now reseller.TopUp) error {
	if was.Method == now.Method {
		return nil
	}
	if gone, err := isRemoved(tx, now.Method); err != nil || gone {
		if err == nil {
			err = reseller.ErrCardRemoved
		}
		return err
	}
	if was.Method == "" {
		return nil
	}
	return s.wantCardRemoved(tx, s.removalOf(was))
}

// mayTopUp is what is set by accounts that may top up: those that are neither closed nor disabled, which is the false of its argument.
const mayTopUp = `FROM top_ups t JOIN accounts a ON a.id = t.account_id AND a.closed_at IS NULL AND a.disabled = ?`

// dueTopUp are the accounts whose card is to be charged: their credit is less than they have set, and they may top up.
const dueTopUp = mayTopUp + ` JOIN balances b ON b.account_id = t.account_id
	WHERE b.available < t.below AND t.method <> '' AND (t.state = 'on' OR t.state = 'paused' AND t.try_at <= ?)`

// DueTopUps lists all accounts whose card is to be charged at a wall time, and which have no automatic payment that is open. Those that cannot be charged now, as their
// month is full, are among them.
func (s *Store) DueTopUps(ctx context.Context, wall time.Time) ([]int64, error) {
	ids, err := s.ids(ctx, "SELECT t.account_id "+dueTopUp+` AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.account_id = t.account_id AND p.live_key IS NOT NULL)
		ORDER BY t.account_id`, false, micro(wall))
	if err != nil {
		return nil, fmt.Errorf("list accounts whose card is to be charged: %w", translate(err))
	}
	return ids, nil
}

// OpenTopUp writes the intent of an automatic payment, of no more than most, a decimal in the account's currency, if the account's credit is below what it has set, it has none that is open, and the month has room for it.
// ErrConflict or ErrDuplicate if not; full reports that the month has none.
//
// The row is written first, and all else is looked at afterwards: its key waits for a payment of the account that is being credited at this moment, whose credit is then
// seen. Looked at before, the same low credit would be charged for twice.
func (s *Store) OpenTopUp(ctx context.Context, account int64, p reseller.Payment, most string) (opened reseller.Payment, full bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		full = false
		if err := s.workable(tx); err != nil {
			return err
		}
		err := expectOneRow(tx.Exec("UPDATE top_ups SET version = version + 1 WHERE account_id = ?", account))
		if err != nil {
			return err
		}
		var set topUpRow
		var a accountRow
		if err := tx.Where("account_id = ?", account).Take(&set).Error; err != nil {
			return err
		}
		if err := tx.Where("id = ?", account).Take(&a).Error; err != nil {
			return err
		}
		p.AccountID, p.Kind, p.State, p.AccountNew = account, reseller.PaymentAutomatic, reseller.PaymentOpen, a.CreatedAt
		if p.Amount, err = topUpAmount(set.Amount, a.Currency, most); err != nil {
			return err
		}
		p.Customer, p.Method = set.Customer, set.Method
		row := fromPayment(p)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if full, err = s.mustCharge(tx, p); err != nil {
			return err
		}
		opened = row.toPayment()
		return s.record(tx, reseller.Actor{Name: p.By}, account, "payment.begun", fmt.Sprint(row.ID), fmt.Sprintf("automatic top-up, %s, card %s %s", amountFact(p.Amount.Minor, a.Currency), set.Brand, set.Last4))
	})
	if err != nil {
		return p, full, fmt.Errorf("charge the card of account %d: %w", account, err)
	}
	return opened, false, nil
}

// mustCharge gives ErrConflict unless an account's card is to be charged now for a payment that is written already. full reports that the month has no room for it.
func (s *Store) mustCharge(tx *gorm.DB, p reseller.Payment) (full bool, err error) {
	may, full, err := s.mayCharge(tx, p)
	if err == nil && !may {
		err = reseller.ErrConflict
	}
	return full, err
}

// mayCharge reports whether a card is to be charged for an automatic payment that is written already: the account's credit is low, it is open, it has that card and top-up
// switched on, and the payment is within what is set now. full reports that all but the month has room for it.
func (s *Store) mayCharge(db *gorm.DB, p reseller.Payment) (may, full bool, err error) {
	var due []topUpRow
	err = db.Raw("SELECT t.* "+dueTopUp+" AND t.account_id = ? AND t.customer = ? AND t.method = ?", false, micro(s.clock.Wall()), p.AccountID, p.Customer, p.Method).Scan(&due).Error
	if err != nil || len(due) == 0 {
		return false, false, err
	}
	month, err := chargedInMonth(db, p.AccountID, p.CreatedAt)
	if err != nil {
		return false, false, err
	}
	once, room := withinTopUp(due[0], p.Amount.Minor, month)
	return once && room, once && !room, nil
}

// MayStillCharge reports whether the card of an automatic payment that is open is to be charged yet, by the rule for a new one. Not while the books are being compared with the
// registries.
func (s *Store) MayStillCharge(ctx context.Context, p reseller.Payment) (may bool, err error) {
	if err = s.Compared(ctx); err == nil {
		may, _, err = s.mayCharge(s.reads.WithContext(ctx), p)
	}
	if err != nil {
		return false, fmt.Errorf("whether card payment %d is to be charged: %w", p.ID, translate(err))
	}
	return may, nil
}

// chargedInMonth is what was charged by itself, or may have been, since the calendar month (UTC) of a time began, minor units. The time is that of the charge which asks,
// so that one that is begun as a month ends is counted in the month that it is held against.
func chargedInMonth(tx *gorm.DB, account int64, at time.Time) (sum int64, err error) {
	at = at.UTC()
	from := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	err = scanRow(tx.Raw("SELECT COALESCE(SUM(amount), 0) FROM payments WHERE account_id = ? AND kind = ? AND created_at >= ? AND state IN (?, ?, ?)", account,
		string(reseller.PaymentAutomatic), micro(from), string(reseller.PaymentOpen), string(reseller.PaymentPaid), string(reseller.PaymentStranded)), &sum)
	return sum, err
}

// declined pauses automatic top-up after a payment of it that was declined: it is tried a day later, some times, and where the bank wants the card's holder not at all. A card
// that was saved since has declined nothing.
func (s *Store) declined(tx *gorm.DB, p reseller.Payment) error {
	if p.Kind != reseller.PaymentAutomatic || p.State != reseller.PaymentDeclined {
		return nil
	}
	var again *time.Time
	if p.Reason != reseller.DeclinedNeedsYou {
		at := micro(s.clock.Wall().Add(24 * time.Hour))
		again = &at
	}
	return tx.Exec(`UPDATE top_ups SET state = ?, try_at = CASE WHEN declines + 1 < ? THEN ? ELSE NULL END, declines = declines + 1, version = version + 1
		WHERE account_id = ? AND method = ? AND (state = ? OR state = ? AND declines > 0)`,
		string(reseller.TopUpPaused), reseller.MaxDeclines, again, p.AccountID, p.Method, string(reseller.TopUpOn), string(reseller.TopUpPaused)).Error
}

// cardIsGood ends the pause of automatic top-up after a payment of it that was received: declines are counted in a row. A restore's pause, which has none, is a
// person's to end.
func cardIsGood(tx *gorm.DB, p reseller.Payment) error {
	if p.Kind != reseller.PaymentAutomatic {
		return nil
	}
	return tx.Exec("UPDATE top_ups SET state = ?, try_at = NULL, declines = 0, version = version + 1 WHERE account_id = ? AND state = ? AND declines > 0",
		string(reseller.TopUpOn), p.AccountID, string(reseller.TopUpPaused)).Error
}
