package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Page asks for one page of a list that is kept in the order of ids.
type Page struct {
	After int64 // only ids beyond it
	Limit int   // at most this many; 0 = a page of usual size
}

func (p Page) limit() int {
	if p.Limit <= 0 || p.Limit > pageSize {
		return pageSize
	}
	return p.Limit
}

// Balance gives the account's credit: what it may spend, and what its unfinished orders hold.
func (s *Service) Balance(ctx context.Context, call Call, _ struct{}) (reseller.Balance, error) {
	return s.store.Balance(ctx, call.Caller.Account.ID)
}

// LedgerLine is an entry as its account sees it, in minor units of the account's currency.
type LedgerLine struct {
	Entry     reseller.Entry
	Available int64 // what it adds to the available credit
	Held      int64 // what it adds to the credit that orders hold
}

// Ledger lists the account's entries, oldest first.
func (s *Service) Ledger(ctx context.Context, call Call, r Page) ([]LedgerLine, error) {
	account := call.Caller.Account.ID
	entries, err := s.store.Entries(ctx, account, r.After, r.limit())
	if err != nil {
		return nil, err
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
	return lines, nil
}

// OrderByID names an order of the account.
type OrderByID struct {
	ID int64
}

// OrderStatus tells how an order stands. Another account's does not exist.
func (s *Service) OrderStatus(ctx context.Context, call Call, r OrderByID) (reseller.Order, error) {
	o, err := s.store.Order(ctx, r.ID)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && o.AccountID != call.Caller.Account.ID {
		return reseller.Order{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no order %d in this account", r.ID).In(reseller.PathID)
	}
	return o, err
}
