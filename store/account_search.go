package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

// accountSorts is the ORDER BY of each sort.
var accountSorts = map[reseller.AccountSort]string{
	reseller.AccountsByEmail:   "a.email",
	reseller.AccountsByBalance: "a.currency, b.available, a.email",
	reseller.AccountsByNames:   "names DESC, a.email",
	reseller.AccountsBySpend:   "a.currency, COALESCE(c.spent, 0) DESC, a.email",
}

type accountSummaryRow struct {
	Account   accountRow `gorm:"embedded"`
	Available int64
	Held      int64
	Names     int64
	Spent     *int64
	CountedAt *time.Time
}

// SearchAccounts lists accounts with their balances, how many names are in them, and what they have bought.
func (s *Store) SearchAccounts(ctx context.Context, q reseller.AccountSearch) ([]reseller.AccountSummary, error) {
	order, known := accountSorts[q.Sort]
	if !known {
		return nil, fmt.Errorf("search accounts: there is no order %q", q.Sort)
	}
	where, args := "1 = 1", []any{}
	if q.Text != "" {
		like := "%" + reseller.NamePattern(q.Text).Like() + "%"
		where, args = "(LOWER(a.email) LIKE LOWER(?) ESCAPE '!' OR LOWER(a.name) LIKE LOWER(?) ESCAPE '!')", []any{like, like}
	}
	const joined = ` a JOIN balances b ON b.account_id = a.id LEFT JOIN account_spend c ON c.account_id = a.id`
	paged, args := ` WHERE `+where+` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(args, q.Limit, q.Offset)
	from := `accounts` + joined + paged
	if q.Sort != reseller.AccountsByNames { // names are counted for the accounts of the page alone
		from = `(SELECT a.id AS of_page FROM accounts` + joined + paged + `) page JOIN accounts a ON a.id = page.of_page JOIN balances b ON b.account_id = a.id
			LEFT JOIN account_spend c ON c.account_id = a.id ORDER BY ` + order
	}
	var rows []accountSummaryRow
	err := s.reads.WithContext(ctx).Raw(`SELECT a.*, b.available, b.held, c.spent, c.counted_at,
		(SELECT COUNT(*) FROM domains d WHERE d.account_id = a.id AND d.removed IN ? AND d.state IN ?) AS names FROM `+from,
		slices.Concat([]any{[]bool{false, true}, liveStates}, args)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("search accounts: %w", translate(err))
	}
	return each(rows, accountSummaryRow.toSummary)
}

// EmailsOf gives the e-mail addresses of some accounts, by their ids.
func (s *Store) EmailsOf(ctx context.Context, ids []int64) (map[int64]string, error) {
	var rows []accountRow
	if err := s.reads.WithContext(ctx).Select("id, email").Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("addresses of accounts: %w", translate(err))
	}
	emails := make(map[int64]string, len(rows))
	for _, r := range rows {
		emails[r.ID] = r.Email
	}
	return emails, nil
}

// AccountsByID finds accounts by their ids. Those that there are not are missing.
func (s *Store) AccountsByID(ctx context.Context, ids []int64) (map[int64]reseller.Account, error) {
	rows, err := rowsOf[accountRow](s.scans).Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("some accounts: %w", translate(err))
	}
	found := make(map[int64]reseller.Account, len(rows))
	for _, r := range rows {
		if found[r.ID], err = r.toAccount(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// ChooseAccounts lists accounts, newest first.
func (s *Store) ChooseAccounts(ctx context.Context, q reseller.AccountChoice) ([]reseller.Account, error) {
	var chosen search
	if q.Name != "" {
		like := "%" + reseller.NamePattern(q.Name).Like() + "%"
		chosen.add("(LOWER(email) LIKE LOWER(?) ESCAPE '!' OR LOWER(name) LIKE LOWER(?) ESCAPE '!')", like, like)
	}
	switch q.State {
	case reseller.AccountClosed:
		chosen.add("closed_at IS NOT NULL")
	case reseller.AccountDisabled:
		chosen.add("closed_at IS NULL AND disabled = ?", true)
	case reseller.AccountEnabled:
		chosen.add("closed_at IS NULL AND disabled = ?", false)
	}
	chosen.between("created_at", q.Made)
	rows, err := find[accountRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", translate(err))
	}
	return each(rows, accountRow.toAccount)
}

func (r accountSummaryRow) toSummary() (reseller.AccountSummary, error) {
	a, err := r.Account.toAccount()
	balance := reseller.Balance{AccountID: a.ID, Currency: a.Currency, Available: r.Available, Held: r.Held}
	summary := reseller.AccountSummary{Account: a, Balance: balance, Names: r.Names}
	if r.CountedAt != nil {
		summary.Spent, summary.SpentAt = *r.Spent, r.CountedAt.UTC()
	}
	return summary, err
}
