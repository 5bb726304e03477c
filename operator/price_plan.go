package operator

import (
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/reseller"
	"nameyard/store"
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

// heldOn are the prices of a list (an account's own or, for 0, the price list) and those of the price list: those that will hold at a time to
// come, as it is planned so far.
func (u Prices) heldOn(ctx context.Context, account int64, from time.Time) (held, listed []reseller.Price, err error) {
	planned, err := u.Store.PlannedPrices(ctx, account, "") // read first: what applies meanwhile is then in both
	if err != nil {
		return nil, nil, err
	}
	all, err := u.Store.Prices(ctx, 0, "")
	if err != nil {
		return nil, nil, err
	}
	if account != 0 {
		own, err := u.Store.Prices(ctx, account, "")
		if err != nil {
			return nil, nil, err
		}
		all = slices.Concat(all, own)
	}
	for _, p := range reseller.PricesOn(all, planned, from) {
		if p.Account == account {
			held = append(held, p)
		}
		if p.Account == 0 {
			listed = append(listed, p)
		}
	}
	return held, listed, nil
}

func (u Prices) plan(ctx context.Context, list []reseller.Price, from time.Time, removed bool) error {
	planned := make([]reseller.PlannedPrice, len(list))
	for i, p := range list {
		planned[i] = reseller.PlannedPrice{Price: p, From: from, Removed: removed}
		if removed {
			planned[i].Net, planned[i].Cost = 0, 0
		}
	}
	return u.Store.PlanPrices(ctx, planned, reseller.OperatorIn(ctx))
}

// planRemoval plans that prices go, of those that will be there then, if agreed has nothing against it.
func (u Prices) planRemoval(ctx context.Context, like reseller.Price, from time.Time, agreed store.Agreement) error {
	held, listed, err := u.heldOn(ctx, like.Account, from)
	if err != nil {
		return err
	}
	if err := agreed(held, listed); err != nil {
		return err
	}
	gone := slices.DeleteFunc(held, func(p reseller.Price) bool { return !p.Like(like) })
	return u.plan(ctx, gone, from, true)
}

// Coming lists what is planned of the price list or, for an account, of its own and of the list in its currency, in the order in which it
// applies; of one currency and one TLD or, for "", of all.
func (u Prices) Coming(ctx context.Context, email, currency, tld string) ([]reseller.PlannedPrice, error) {
	if currency != "" {
		if err := checkCurrency(currency); err != nil {
			return nil, err
		}
	}
	account := reseller.Account{}
	if email != "" {
		var err error
		if account, err = (Accounts{Store: u.Store}).Find(ctx, email); err != nil {
			return nil, err
		}
		if currency == "" {
			currency = account.Currency
		}
	}
	planned, err := u.Store.PlannedPrices(ctx, account.ID, currency)
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
