package notices

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// PriceKept is a line of what was planned and does not come, with what the account pays instead.
type PriceKept struct {
	Cancelled PriceAhead
	Now       reseller.Money
	Unsold    bool        // it is not sold to the account
	Instead   *PriceAhead // what is planned of it now; nil: nothing
}

// pricesCancelled tells an account that prices stay as they are, or what comes instead, if it was told that they would change: of a plan that was cancelled
// before its mail was written it has not heard.
func (s *Service) pricesCancelled(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	account, err := s.Store.Account(ctx, e.AccountID)
	if err != nil {
		return false, err
	}
	told, err := s.lastMail(ctx, e.AccountID, "prices_planned")
	if err != nil {
		return false, err
	}
	coming, err := s.Store.ComingPrices(ctx, account)
	if err != nil {
		return false, err
	}
	f := &draft.facts
	for _, c := range e.Detail.Cancelled {
		if told.Before(c.Planned) {
			continue
		}
		line, err := s.kept(ctx, account, c, coming)
		if err != nil {
			return false, err
		}
		f.Kept = append(f.Kept, line)
	}
	f.More = e.Detail.Count - len(e.Detail.Cancelled)
	draft.kind, f.Count = "prices_cancelled", len(f.Kept)+f.More
	return len(f.Kept) > 0, nil
}

// lastMail is when the newest mail of a kind to an account was written, business time; zero if there is none.
func (s *Service) lastMail(ctx context.Context, account int64, kind string) (at time.Time, err error) {
	newest, err := s.Store.SearchMails(ctx, reseller.MailSearch{Account: account, Kind: kind, Page: reseller.Page{Limit: 1}})
	for _, m := range newest {
		at = m.CreatedAt
	}
	return at, err
}

// kept says what an account pays in place of what does not come.
func (s *Service) kept(ctx context.Context, account reseller.Account, c reseller.CancelledPrice, coming []reseller.ComingPrice) (PriceKept, error) {
	line := PriceKept{Cancelled: PriceAhead{From: c.From, TLD: c.TLD, Operation: string(c.Operation), Years: c.Years, Gone: c.Net == nil}}
	if c.Net != nil {
		line.Cancelled.Will = reseller.Money{Minor: *c.Net, Currency: account.Currency}
	}
	for _, other := range coming {
		if other.TLD == c.TLD && other.Operation == c.Operation && other.Years == c.Years {
			instead := lineOf(other)
			line.Instead = &instead
			break
		}
	}
	now, err := s.Store.Price(ctx, account, c.TLD, c.Operation, c.Years)
	if errors.Is(err, reseller.ErrNotFound) {
		line.Unsold, err = true, nil
	}
	line.Now = reseller.Money{Minor: now.Net, Currency: account.Currency}
	return line, err
}
