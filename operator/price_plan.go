package operator

import (
	"cmp"
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// priceDay reads from when prices hold: a date, which begins at midnight UTC, or a time as RFC 3339 has it. "" is at once, the zero time.
func priceDay(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, ok := reseller.ParseDate(text); ok {
		return at.Truncate(time.Second), nil
	}
	return time.Time{}, invalid(PathFrom, "%s is %q, it must be a date such as 2027-01-01, which begins at midnight UTC, or a time such as 2027-01-01T06:00:00Z", PathFrom, text)
}

// from is priceDay of a time to come.
func (u Prices) from(text string) (time.Time, error) {
	at, err := priceDay(text)
	if now := u.Clock.Now(); err == nil && !at.IsZero() && !at.After(now) {
		err = invalid(PathFrom, "%s is %s, and that is past: it is %s; leave it out to change prices at once", PathFrom, at.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return at, err
}

// plannedFrom are prices that a list has from a time on, or has no longer.
func plannedFrom(from time.Time, list []reseller.Price, removed bool) []reseller.PlannedPrice {
	planned := make([]reseller.PlannedPrice, len(list))
	for i, p := range list {
		planned[i] = reseller.PlannedPrice{Price: p, From: from, Removed: removed}
		if removed {
			planned[i].Net, planned[i].Cost = 0, 0
		}
	}
	return planned
}

// Coming lists what is planned of a list and of those that come after it, for an account's in its currency, in the order in which it applies;
// of one currency and one TLD or, for "", of all.
func (u Prices) Coming(ctx context.Context, of ListName, currency, tld string) ([]reseller.PlannedPrice, error) {
	if currency != "" {
		if err := checkCurrency(currency); err != nil {
			return nil, err
		}
	}
	owner, account, err := u.owner(ctx, of)
	if err != nil {
		return nil, err
	}
	planned, err := u.Store.PlannedPrices(ctx, owner, cmp.Or(currency, account.Currency))
	if err != nil {
		return nil, err
	}
	return inTLD(planned, tld, func(p reseller.PlannedPrice) string { return p.TLD })
}

// Cancel takes back what is planned of a list: r.From chooses one time or, for "", all. It gives what it took back.
func (u Prices) Cancel(ctx context.Context, r PriceRemoval) ([]reseller.PlannedPrice, error) {
	like, from, err := u.chosen(ctx, r)
	if err != nil {
		return nil, err
	}
	gone, err := u.Store.CancelPlannedPrices(ctx, reseller.PlannedPrice{Price: like, From: from}, r.Seen, reseller.OperatorIn(ctx))
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return nil, notFound("nothing like that is planned for .%s, and nothing was changed; %s shows what is", like.TLD, HintListPlanned)
	case errors.Is(err, reseller.ErrConflict):
		e := refused("what is planned for .%s has been changed meanwhile, and nothing was cancelled; look at it again", like.TLD)
		e.Code = reseller.CodePreconditionFailed
		return nil, e
	}
	return gone, err
}
