package store

import (
	"context"
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
	row := entryRow{Kind: string(e.Kind), AccountID: e.AccountID, Ref: nullText(e.Ref), Note: clip(e.Note, 255), CreatedAt: micro(e.At)}
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
	var available, held, sum int64
	for _, p := range e.Postings {
		sum += p.Amount
		switch p.Account {
		case reseller.Available(e.AccountID):
			available += p.Amount
		case reseller.Held(e.AccountID):
			held += p.Amount
		}
	}
	if sum != 0 {
		return fmt.Errorf("entry %s of account %d does not sum to zero", e.Kind, e.AccountID)
	}
	return addToBalance(tx, reseller.Balance{AccountID: e.AccountID, Currency: e.Postings[0].Currency, Available: available, Held: held})
}

// Balance reads an account's credit.
func (s *Store) Balance(ctx context.Context, account int64) (reseller.Balance, error) {
	row, err := gorm.G[balanceRow](s.reads).Where("account_id = ?", account).Take(ctx)
	if err != nil {
		return reseller.Balance{}, fmt.Errorf("balance of account %d: %w", account, translate(err))
	}
	return reseller.Balance(row), nil
}

// MoveCredit adds credit (amount > 0) or takes it (amount < 0), in minor units of the account's currency. A reference
// posts once: a second time answers ErrDuplicate. ErrFunds if there is less to take than asked for.
func (s *Store) MoveCredit(ctx context.Context, a reseller.Account, amount int64, ref, note string) error {
	kind := reseller.EntryDeposit
	if amount < 0 {
		kind = reseller.EntryWithdrawal
	}
	e := reseller.Entry{
		Kind: kind, AccountID: a.ID, Ref: ref, Note: note, At: s.clock.Now(),
		Postings: []reseller.Posting{
			{Account: reseller.HouseDeposits, Currency: a.Currency, Amount: -amount},
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
		return marked(tx, &entryRow{}, "account_id = ? AND ref = ?", a.ID, ref)
	}
	err := s.txKeyed(ctx, posted, func(tx *gorm.DB) error {
		if err := s.post(tx, e); err != nil {
			return err
		}
		return s.record(tx, reseller.Operator, a.ID, "credit."+string(kind), ref, fmt.Sprintf("%d %s %s", amount, a.Currency, note))
	})
	if err != nil {
		return fmt.Errorf("move credit of %s: %w", a.Email, err)
	}
	return nil
}

// Entries lists an account's ledger oldest first, after an entry id, at most limit of them.
func (s *Store) Entries(ctx context.Context, account, after int64, limit int) ([]reseller.Entry, error) {
	return withPostings(ctx, s.reads, gorm.G[entryRow](s.reads).Where("account_id = ? AND id > ?", account, after).Order("id").Limit(limit))
}

// withPostings reads entries and their postings.
func withPostings(ctx context.Context, db *gorm.DB, entries gorm.ChainInterface[entryRow]) ([]reseller.Entry, error) {
	rows, err := entries.Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list ledger entries: %w", translate(err))
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	postings, err := gorm.G[postingRow](db).Where("entry_id IN ?", ids).Order("entry_id, n").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list postings: %w", translate(err))
	}
	byEntry := map[int64][]reseller.Posting{}
	for _, p := range postings {
		byEntry[p.EntryID] = append(byEntry[p.EntryID], reseller.Posting{Account: p.Account, Currency: p.Currency, Amount: p.Amount})
	}
	out := make([]reseller.Entry, len(rows))
	for i, r := range rows {
		out[i] = reseller.Entry{
			ID: r.ID, Kind: reseller.EntryKind(r.Kind), AccountID: r.AccountID, Ref: zeroText(r.Ref), Note: r.Note,
			At: r.CreatedAt.UTC(), Postings: byEntry[r.ID],
		}
		if r.OrderID != nil {
			out[i].OrderID = *r.OrderID
		}
	}
	return out, nil
}
