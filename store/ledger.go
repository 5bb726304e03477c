package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type balanceRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Currency  string
	Available int64
	Held      int64
}

func (balanceRow) TableName() string { return "balances" }

type entryRow struct {
	ID        int64
	Kind      string
	AccountID int64
	OrderID   *int64
	Ref       *string
	Refunds   *int64
	Note      string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (entryRow) TableName() string { return "entries" }

type postingRow struct {
	EntryID  int64 `gorm:"primaryKey;autoIncrement:false"`
	N        int   `gorm:"primaryKey;autoIncrement:false"`
	Account  string
	Currency string
	Amount   int64
}

func (postingRow) TableName() string { return "postings" }

// post appends an entry and moves the account's balance by it, with a guarded update: a balance never goes below zero,
// and the entry and the balance move together or not at all. The balance comes last, and post as late as it can in its
// transaction: all orders of an account wait for that row, from its update to the commit.
func (s *Store) post(tx *gorm.DB, e reseller.Entry) error {
	row := entryRow{Kind: string(e.Kind), AccountID: e.AccountID, Ref: nullText(e.Ref), Refunds: nullID(e.Refunds), Note: clip(e.Note, 255), CreatedAt: micro(e.At)}
	if e.OrderID != 0 {
		row.OrderID = &e.OrderID
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	rows := make([]postingRow, len(e.Postings))
	for i, p := range e.Postings {
		rows[i] = postingRow{row.ID, i, p.Account, p.Currency, p.Amount}
	}
	if err := tx.Create(&rows).Error; err != nil {
		return err
	}
	return moveBalance(tx, e)
}

// moveBalance applies the postings on the reseller's own ledger accounts to its balance row.
func moveBalance(tx *gorm.DB, e reseller.Entry) error {
	var sum int64
	for _, p := range e.Postings {
		sum += p.Amount
	}
	available, held := e.Moved()
	if sum != 0 {
		return fmt.Errorf("entry %s of account %d does not sum to zero", e.Kind, e.AccountID)
	}
	return addToBalance(tx, reseller.Balance{AccountID: e.AccountID, Currency: e.Postings[0].Currency, Available: available, Held: held})
}

// Balance reads an account's credit.
func (s *Store) Balance(ctx context.Context, account int64) (reseller.Balance, error) {
	row, err := rowsOf[balanceRow](s.reads).Where("account_id = ?", account).Take(ctx)
	if err != nil {
		return reseller.Balance{}, fmt.Errorf("balance of account %d: %w", account, translate(err))
	}
	return reseller.Balance(row), nil
}

// MoveCredit books a payment: see BookCredit.
func (s *Store) MoveCredit(ctx context.Context, a reseller.Account, amount int64, ref, note string) error {
	return s.BookCredit(ctx, a, reseller.CreditEntry{Kind: reseller.CreditPayment, Amount: amount, Ref: ref, Note: note})
}

// BookCredit adds credit or takes it. A reference posts once: a second time answers ErrDuplicate. ErrFunds if there is less to take than asked for.
// What refunds an order that kept no charge, or more than is left of its charge, is an error of kind invalid.
func (s *Store) BookCredit(ctx context.Context, a reseller.Account, c reseller.CreditEntry) error {
	amount, ref := c.Amount, c.Ref
	kind := c.Kind.Entry(amount < 0)
	if !kind.Adds(amount) {
		return fmt.Errorf("a %s of %d for %s is none", kind, amount, a.Email)
	}
	e := reseller.Entry{
		Kind: kind, AccountID: a.ID, Ref: ref, Refunds: c.Refunds, Note: c.Note, At: s.clock.Now(),
		Postings: []reseller.Posting{
			{Account: kind.House(), Currency: a.Currency, Amount: -amount},
			{Account: reseller.Available(a.ID), Currency: a.Currency, Amount: amount},
		},
	}
	if err := fits("ref", ref, 190); err != nil {
		return err
	}
	posted := func(tx *gorm.DB) (bool, error) {
		if ref == "" {
			return false, errors.New("it has no reference to find it by")
		}
		return exists(tx, &entryRow{}, "account_id = ? AND ref = ?", a.ID, ref)
	}
	err := s.txKeyed(ctx, posted, func(tx *gorm.DB) error {
		if err := s.mustBeOpen(tx, a.ID); err != nil {
			return err
		}
		if err := claimRef(tx, a.ID, ref); err != nil {
			return err
		}
		if err := s.post(tx, e); err != nil {
			return err
		}
		if err := checkBalanceBound(tx, a); err != nil {
			return err
		}
		if err := checkGoodwill(tx, e); err != nil {
			return err
		}
		if amount > 0 {
			if err := tryInvoices(tx, a.ID, e.At); err != nil {
				return err
			}
		}
		return s.recordCredit(tx, reseller.OperatorIn(ctx), a, e, amount)
	})
	if err != nil {
		return fmt.Errorf("move credit of %s: %w", a.Email, err)
	}
	return nil
}

// checkBalanceBound refuses a balance beyond reseller.MaxAmount. The row is locked since it was moved.
func checkBalanceBound(tx *gorm.DB, a reseller.Account) error {
	var row balanceRow
	if err := tx.Where("account_id = ?", a.ID).Take(&row).Error; err != nil {
		return err
	}
	if row.Available > reseller.MaxAmount || row.Held > reseller.MaxAmount {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeBadState, "the balance of %s would be more than %s; nothing was changed",
			a.Email, reseller.Money{Minor: reseller.MaxAmount, Currency: a.Currency})
	}
	return nil
}

// EntryByRef finds what a reference has posted on an account. ErrNotFound if it has not.
func (s *Store) EntryByRef(ctx context.Context, account int64, ref string) (reseller.Entry, error) {
	found, err := readEntries(ctx, s.scans, "account_id = ? AND ref = ?", account, ref)
	if err == nil && len(found) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return reseller.Entry{}, fmt.Errorf("entry of reference %s: %w", ref, err)
	}
	return found[0], nil
}

// Entries lists an account's ledger oldest first, after an entry id, at most limit of them.
func (s *Store) Entries(ctx context.Context, account, after int64, limit int) ([]reseller.Entry, error) {
	return readEntries(ctx, s.scans, "account_id = ? AND id > ? ORDER BY id LIMIT ?", account, after, limit)
}

// readEntries reads entries by a condition, in the order of their ids, with their postings: one statement, scanned by hand,
// because verify reads the whole ledger.
func readEntries(ctx context.Context, db *gorm.DB, where string, args ...any) ([]reseller.Entry, error) {
	rows, err := db.WithContext(ctx).Raw(`SELECT e.id, e.kind, e.account_id, e.order_id, e.ref, e.refunds, e.note, e.created_at, p.account, p.currency, p.amount
		FROM (SELECT * FROM entries WHERE `+where+`) e LEFT JOIN postings p ON p.entry_id = e.id ORDER BY e.id, p.n`, args...).Rows()
	if err != nil {
		return nil, fmt.Errorf("list ledger entries: %w", translate(err))
	}
	defer rows.Close()
	var entries []reseller.Entry
	for rows.Next() {
		var e reseller.Entry
		var order, refunds, amount sql.NullInt64
		var ref, account, currency sql.NullString
		if err := rows.Scan(&e.ID, &e.Kind, &e.AccountID, &order, &ref, &refunds, &e.Note, &e.At, &account, &currency, &amount); err != nil {
			return nil, fmt.Errorf("read a ledger entry: %w", err)
		}
		if n := len(entries); n == 0 || entries[n-1].ID != e.ID {
			e.OrderID, e.Ref, e.Refunds, e.At = order.Int64, ref.String, refunds.Int64, e.At.UTC()
			entries = append(entries, e)
		}
		if last := &entries[len(entries)-1]; account.Valid { // an entry without postings is for verify to find
			last.Postings = append(last.Postings, reseller.Posting{Account: account.String, Currency: currency.String, Amount: amount.Int64})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list ledger entries: %w", translate(err))
	}
	return entries, nil
}
