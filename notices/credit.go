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
// weekly while it stays true; and those whose credit is less than they want to be told of.
func (s *Service) Credit(ctx context.Context) error {
	until := s.Clock.Now().Add(reseller.Days(reseller.ForecastDays))
	for _, span := range s.Rules.RenewalsBetween(time.Time{}, until).Spans {
		until = later(until, span.Until)
	}
	accounts, err := s.Store.AccountsWithRenewals(ctx, until)
	if err != nil {
		return err
	}
	for _, id := range accounts {
		if err := s.lookAtCredit(ctx, id); err != nil {
			return fmt.Errorf("forecast of account %d: %w", id, err)
		}
	}
	return s.floors(ctx)
}

// later is the later one of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (s *Service) lookAtCredit(ctx context.Context, id int64) error {
	account, err := s.Store.Account(ctx, id)
	if err != nil {
		return err
	}
	f, err := s.Forecasts.LookAhead(ctx, account, reseller.ForecastChoice{Days: reseller.ForecastDays, Listed: listed, FirstLost: true})
	if err != nil {
		return err
	}
	before, err := s.Store.LowCredit(ctx, id)
	if err != nil {
		return err
	}
	now := reseller.LowCredit{AccountID: id, Low: !f.Enough(), ToldAt: before.ToldAt}
	var mails []reseller.Mail
	switch silent := s.Clock.Now().Sub(before.ToldAt); {
	case now.Low && (!before.Low && silent >= tellAnew || silent >= tellAgain):
		now.ToldAt = s.Clock.Now()
		m, ok, err := s.write(ctx, s.lowCredit(f, now.ToldAt))
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
	case now.Low || !before.Low:
		return nil
	}
	err = s.Store.SaveLowCredit(ctx, before, now, mails...)
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil // another server has told it
	}
	return err
}

// lowCredit is the mail with the forecast.
func (s *Service) lowCredit(f reseller.Forecast, now time.Time) mail {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: f.Currency} }
	draft := mail{
		kind: "low_credit", cause: fmt.Sprintf("low_credit:%d:%s", f.AccountID, now.Format(time.RFC3339)), account: f.AccountID,
		expires: now.Add(tellAgain), facts: Facts{
			At: now, Until: f.Until, Days: reseller.ForecastDays, Count: f.Count, Amount: money(f.Total), Available: money(f.Available),
			Missing: money(f.Missing()),
		},
	}
	line := func(r reseller.ForecastRenewal) Renewal {
		return Renewal{Domain: r.Name.BothForms(), ChargedAt: r.ChargedAt, Amount: money(r.Charge.Total()), Priced: r.Priced()}
	}
	for _, r := range f.Renewals[:min(len(f.Renewals), listed)] {
		draft.facts.Renewals = append(draft.facts.Renewals, line(r))
	}
	if f.FirstLost.DomainID != 0 {
		draft.facts.FirstLost = line(f.FirstLost)
	}
	draft.facts.More = f.Count - len(draft.facts.Renewals)
	return draft
}

// unclearAfter is how long an order's outcome may be unknown, in business time, before the operator hears of it.
const unclearAfter = time.Hour

// Unclear tells the operator of orders whose outcome has been unknown for an hour, once each.
func (s *Service) Unclear(ctx context.Context) error {
	orders, err := s.Store.UnclearOrders(ctx, s.Clock.Now().Add(-unclearAfter), 100)
	if err != nil {
		return err
	}
	var mails []reseller.Mail
	for _, order := range orders {
		draft := mail{kind: "operator_order_unclear", cause: fmt.Sprintf("unclear:%d", order.ID), domain: order.DomainID, facts: Facts{
			At: order.UnknownAt, Domain: order.Name.BothForms(), Order: order.ID, Operation: string(order.Kind), Reason: oneLine(order.Reason),
		}}
		m, ok, err := s.write(ctx, draft)
		if err != nil {
			return err
		}
		if ok {
			mails = append(mails, m)
		}
	}
	return s.Store.AddMails(ctx, mails)
}

// Alert tells the operator of something that needs a person, once a day (wall time, UTC) while it is so. Name tells it from others,
// page says where it is explained.
func (s *Service) Alert(ctx context.Context, name, words, page string) error {
	today := s.Clock.Wall().UTC()
	draft := mail{kind: "operator_alert", cause: clipped("alert:" + today.Format(time.DateOnly) + ":" + name), facts: Facts{
		At: today, Operation: name, Reason: oneLine(words), Page: page,
	}}
	m, ok, err := s.write(ctx, draft)
	if err != nil || !ok {
		return err
	}
	return s.Store.AddMails(ctx, []reseller.Mail{m})
}

// longestCause is how long a cause may be, in bytes.
const longestCause = 190

func clipped(cause string) string { return cause[:min(len(cause), longestCause)] }

// NextCredit is when the next account is told again that its credit will not do, zero if there is none.
func (s *Service) NextCredit(ctx context.Context) (time.Time, error) {
	told, err := s.Store.FirstLowCredit(ctx, s.Clock.Now().Add(-tellAgain))
	if err != nil || told.IsZero() {
		return time.Time{}, err
	}
	return told.Add(tellAgain), nil
}
