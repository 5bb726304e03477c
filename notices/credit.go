package notices

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

const (
	// tellAgain is how often an account hears that its credit still will not do.
	tellAgain = 7 * 24 * time.Hour
	// tellAnew is how long an account that has just been told is left alone if its credit was enough in between.
	tellAnew = 24 * time.Hour
	// listed is how many renewals a mail lists.
	listed = 100
)

// Credit tells accounts whose credit does not cover the automatic renewals of the next 30 days: when that becomes true, and
// weekly while it stays true.
func (o *Service) Credit(ctx context.Context) error {
	accounts, err := o.Store.AccountsWithRenewals(ctx, o.Clock.Now().Add(reseller.Days(reseller.ForecastDays)))
	if err != nil {
		return err
	}
	for _, id := range accounts {
		if err := o.lookAtCredit(ctx, id); err != nil {
			return fmt.Errorf("forecast of account %d: %w", id, err)
		}
	}
	return nil
}

func (o *Service) lookAtCredit(ctx context.Context, id int64) error {
	account, err := o.Store.Account(ctx, id)
	if err != nil {
		return err
	}
	f, err := o.Forecasts.Forecast(ctx, account)
	if err != nil {
		return err
	}
	before, err := o.Store.LowCredit(ctx, id)
	if err != nil {
		return err
	}
	now := reseller.LowCredit{AccountID: id, Low: !f.Enough(), ToldAt: before.ToldAt}
	var mails []reseller.Mail
	switch silent := o.Clock.Now().Sub(before.ToldAt); {
	case now.Low && (!before.Low && silent >= tellAnew || silent >= tellAgain):
		now.ToldAt = o.Clock.Now()
		m, ok, err := o.write(ctx, o.lowCredit(f, now.ToldAt))
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
	case now.Low || !before.Low:
		return nil
	}
	err = o.Store.SaveLowCredit(ctx, before, now, mails...)
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil // another server has told it
	}
	return err
}

// lowCredit is the letter with the forecast.
func (o *Service) lowCredit(f reseller.Forecast, now time.Time) mail {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: f.Currency} }
	l := mail{
		kind: "low_credit", cause: fmt.Sprintf("low_credit:%d:%s", f.AccountID, now.Format(time.RFC3339)), account: f.AccountID,
		expires: now.Add(tellAgain), facts: Facts{
			At: now, Until: f.Until, Days: reseller.ForecastDays, Count: f.Count, Amount: money(f.Total), Available: money(f.Available),
			Missing: money(f.Missing()),
		},
	}
	for _, r := range f.Renewals[:min(len(f.Renewals), listed)] {
		l.facts.Renewals = append(l.facts.Renewals, Renewal{Domain: shown(r.Name), PaidThrough: r.PaidThrough, Amount: money(r.Charge.Total()), Priced: r.Priced()})
	}
	l.facts.More = f.Count - len(l.facts.Renewals)
	return l
}

// unclearAfter is how long an order's outcome may be unknown, in business time, before the operator hears of it.
const unclearAfter = time.Hour

// Unclear tells the operator of orders whose outcome has been unknown for an hour, once each.
func (o *Service) Unclear(ctx context.Context) error {
	orders, err := o.Store.UnclearOrders(ctx, o.Clock.Now().Add(-unclearAfter), 100)
	if err != nil {
		return err
	}
	var mails []reseller.Mail
	for _, order := range orders {
		l := mail{kind: "operator_order_unclear", cause: fmt.Sprintf("unclear:%d", order.ID), domain: order.DomainID, facts: Facts{
			At: order.UnknownAt, Domain: shown(order.Name), Order: order.ID, Operation: string(order.Kind), Reason: oneLine(order.Reason),
		}}
		m, ok, err := o.write(ctx, l)
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
	}
	return o.Store.AddMails(ctx, mails)
}

// NextCredit is when the next account is told again that its credit will not do, zero if there is none.
func (o *Service) NextCredit(ctx context.Context) (time.Time, error) {
	told, err := o.Store.FirstLowCredit(ctx, o.Clock.Now().Add(-tellAgain))
	if err != nil || told.IsZero() {
		return time.Time{}, err
	}
	return told.Add(tellAgain), nil
}
