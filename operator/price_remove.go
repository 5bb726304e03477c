package operator

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/reseller"
)

// PriceRemoval chooses prices of a TLD to be taken off a list. What is not set chooses all.
type PriceRemoval struct {
	Of        ListName
	TLD       string // for example ".se"
	Currency  string
	Operation reseller.Operation
	Years     int
	From      string // the day from which they go, as in NewPrices; "" = at once
	Seen      string // of one that is cancelled: its tag (PlannedPrice.Tag) as it was shown; "" = whatever it is
}

// Check reports what is wrong with the request.
func (r PriceRemoval) Check() error {
	_, err := reseller.ParseTLD(r.TLD)
	_, when := priceDay(r.From)
	if err := r.Of.Check(); err != nil {
		return err
	}
	switch {
	case cmp.Or(err, when) != nil:
		return cmp.Or(err, when)
	case r.Operation != "" && !slices.Contains(reseller.Operations, r.Operation):
		return invalid(PathOperation, "%s is %q, it must be register, renew, transfer or restore", PathOperation, r.Operation)
	case r.Years < 0 || r.Years > 99:
		return invalid(PathYears, "%s is %d, it must be 1 to 99", PathYears, r.Years)
	case r.Currency != "":
		return checkCurrency(r.Currency)
	}
	return nil
}

// Remove takes prices off a list, at once or from a day on, and gives them as they are until then, each beside what is paid without it if they
// are an account's own or a group's. What the price list no longer has is not sold any more, but to accounts with a price of their own or of
// their group; without those an account pays what the price list has. Orders that are under way and invoices that are written keep their prices. With an error of
// CodePreconditionFailed it gives what would go now.
func (u Prices) Remove(ctx context.Context, r PriceRemoval) ([]PriceChange, error) {
	like, _, err := u.chosen(ctx, r)
	if err != nil {
		return nil, err
	}
	from, err := u.from(r.From)
	if err != nil {
		return nil, err
	}
	var changes []PriceChange
	agreed := func(held, listed []reseller.Price) error {
		if changes = goingLike(like, held, listed, from); len(changes) == 0 {
			return reseller.ErrNotFound
		}
		return u.asSeen(changes)
	}
	by := reseller.OperatorIn(ctx)
	if from.IsZero() {
		_, err = u.Store.RemovePrices(ctx, like, agreed, by)
	} else {
		err = u.Store.PlanPricesAs(ctx, like.Owner, []string{like.TLD}, from, func(held, listed []reseller.Price) ([]reseller.PlannedPrice, error) {
			err := agreed(held, listed)
			return plannedFrom(from, PricesOf(changes), true), err
		}, by)
	}
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, notFound("no price of .%s is like that, and nothing was changed; %s shows the list", like.TLD, HintListPrices)
	}
	return changes, err
}

// goingLike are the prices of a list that are like one.
func goingLike(like reseller.Price, held, listed []reseller.Price, from time.Time) (changes []PriceChange) {
	list := withoutIt(listed)
	for i, p := range held {
		if !p.Like(like) {
			continue
		}
		change := PriceChange{Price: p, From: from, Was: &held[i]}
		if !p.Owner.Everybody() {
			change.List = list[p.Key()]
		}
		changes = append(changes, change)
	}
	return changes
}

// chosen reads what a request chooses.
func (u Prices) chosen(ctx context.Context, r PriceRemoval) (like reseller.Price, from time.Time, err error) {
	if err := r.Check(); err != nil {
		return like, from, err
	}
	like = reseller.Price{Currency: r.Currency, Operation: r.Operation, Years: r.Years}
	if like.TLD, err = reseller.ParseTLD(r.TLD); err != nil {
		return like, from, err
	}
	if from, err = priceDay(r.From); err != nil {
		return like, from, err
	}
	like.Owner, _, err = u.owner(ctx, r.Of)
	return like, from, err
}
