package notices

import (
	"context"
	"time"

	"nameyard/reseller"
)

// PriceAhead is a line of what an account will pay, without tax.
type PriceAhead struct {
	From      time.Time
	TLD       string
	Operation string // register, renew, transfer or restore
	Years     int
	Was, Will reseller.Money
	New, Gone bool // it was not sold until then; it is not sold any more
}

// pricesPlanned tells an account what it will pay, as it is planned now. It is not told what was cancelled in between.
func (s *Service) pricesPlanned(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	account, err := s.Store.Account(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	coming, err := s.Store.ComingPrices(ctx, account)
	if err != nil || len(coming) == 0 {
		return false, err
	}
	f := &draft.facts
	draft.kind, f.Count, f.Until = "prices_planned", len(coming), coming[0].From
	f.More = max(len(coming)-listed, 0)
	for _, c := range coming[:len(coming)-f.More] {
		f.Prices = append(f.Prices, lineOf(c))
	}
	return true, nil
}

// lineOf is a change as a mail has it.
func lineOf(c reseller.ComingPrice) PriceAhead {
	line := PriceAhead{From: c.From, TLD: c.TLD, Operation: string(c.Operation), Years: c.Years, New: c.Was == nil, Gone: c.Will == nil}
	if c.Was != nil {
		line.Was = reseller.Money{Minor: c.Was.Net, Currency: c.Currency}
	}
	if c.Will != nil {
		line.Will = reseller.Money{Minor: c.Will.Net, Currency: c.Currency}
	}
	return line
}
