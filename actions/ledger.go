package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// Ledger asks for a page of the account's ledger.
type Ledger struct {
	Page
	Newest bool               // newest first
	Posted reseller.Between   // business time
	Kind   reseller.EntryKind // empty = any
	Name   string             // that entries are for: a name, or a pattern in which * stands for any text; empty = any
}

// Whole reports whether no entry between two of a page is left out, so that what was there after each is told.
func (r Ledger) Whole() bool { return r.Kind == "" && r.Name == "" }

// search is what the store is asked for.
func (r Ledger) search(account int64) (q reseller.EntrySearch, err error) {
	q = reseller.EntrySearch{Account: account, Posted: r.Posted, Kind: r.Kind, Page: r.keyset(r.Newest)}
	if r.Kind != "" && !slices.Contains(reseller.EntryKinds, r.Kind) {
		return q, reseller.Invalid(reseller.PathKind, "%.40q is not a kind of movements, such as deposit, hold or settle", r.Kind)
	}
	q.Name, err = reseller.ParseNamePattern(r.Name)
	return q, err
}

// Ledger lists the account's entries, with what was on the account after each where none between them is left out.
func (s *Service) Ledger(ctx context.Context, call Call, r Ledger) (Paged[reseller.LedgerLine], error) {
	account := call.Caller.Account
	q, err := r.search(account.ID)
	if err != nil {
		return Paged[reseller.LedgerLine]{}, err
	}
	entries, err := s.store.SearchEntries(ctx, q)
	if err != nil || len(entries) == 0 {
		return Paged[reseller.LedgerLine]{}, err
	}
	var after reseller.Balance
	if r.Whole() {
		if after, err = s.store.BalanceAfter(ctx, account.ID, account.Currency, entries[len(entries)-1].ID); err != nil {
			return Paged[reseller.LedgerLine]{}, err
		}
	}
	lines := reseller.LedgerLines(entries, after)
	if r.Newest {
		slices.Reverse(lines)
	}
	if !r.Whole() {
		for i := range lines {
			lines[i].AvailableAfter, lines[i].HeldAfter = 0, 0
		}
	}
	return paged(lines, r.limit(), func(l reseller.LedgerLine) int64 { return l.ID }), nil
}

// SumLedger adds up what the account's entries come to that a search finds, on all its pages.
func (s *Service) SumLedger(ctx context.Context, call Call, r Ledger) (reseller.Moves, error) {
	q, err := r.search(call.Caller.Account.ID)
	if err != nil {
		return reseller.Moves{}, err
	}
	return s.store.SumEntries(ctx, q, call.Caller.Account.Currency)
}
