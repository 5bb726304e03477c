package actions

import (
	"context"

	"nameyard/reseller"
)

// LedgerLine is an entry as its account sees it, in minor units of the account's currency.
type LedgerLine struct {
	Entry     reseller.Entry
	Available int64 // what it adds to the available credit
	Held      int64 // what it adds to the credit that orders hold
}

// Ledger lists the account's entries, oldest first.
func (s *Service) Ledger(ctx context.Context, call Call, r Page) (Paged[LedgerLine], error) {
	account := call.Caller.Account.ID
	entries, err := s.store.Entries(ctx, account, r.After, r.limit()+1)
	if err != nil {
		return Paged[LedgerLine]{}, err
	}
	lines := make([]LedgerLine, len(entries))
	for i, e := range entries {
		lines[i].Entry = e
		for _, p := range e.Postings {
			switch p.Account {
			case reseller.Available(account):
				lines[i].Available += p.Amount
			case reseller.Held(account):
				lines[i].Held += p.Amount
			}
		}
	}
	return paged(lines, r.limit(), func(l LedgerLine) int64 { return l.Entry.ID }), nil
}
