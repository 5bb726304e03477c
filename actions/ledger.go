package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// Ledger asks for a page of the account's ledger.
type Ledger struct {
	Page
	Newest bool             // newest first
	Posted reseller.Between // business time
}

// Ledger lists the account's entries with what was on the account after each.
func (s *Service) Ledger(ctx context.Context, call Call, r Ledger) (Paged[reseller.LedgerLine], error) {
	account := call.Caller.Account
	entries, err := s.store.SearchEntries(ctx, reseller.EntrySearch{Account: account.ID, Posted: r.Posted, Page: r.keyset(r.Newest)})
	if err != nil || len(entries) == 0 {
		return Paged[reseller.LedgerLine]{}, err
	}
	after, err := s.store.BalanceAfter(ctx, account.ID, account.Currency, entries[len(entries)-1].ID)
	if err != nil {
		return Paged[reseller.LedgerLine]{}, err
	}
	lines := reseller.LedgerLines(entries, after)
	if r.Newest {
		slices.Reverse(lines)
	}
	return paged(lines, r.limit(), func(l reseller.LedgerLine) int64 { return l.ID }), nil
}
