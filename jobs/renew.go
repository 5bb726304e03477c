package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

const (
	renewPage    = 500              // how many names or invoices are read at once
	renewWorkers = 16               // how many are worked on at once
	payWait      = 30 * time.Second // how long a worker waits for one renewal, wall time
	payClaim     = 10 * time.Minute // in which nobody else tries the invoice, business time
	payAgain     = 24 * time.Hour   // until an invoice that could not be paid is tried again, business time
)

// autoRenew keeps the promise of auto-renew: when a name's renewal window opens its next term is invoiced, and the invoice
// is paid from credit by one renewal order; what cannot be paid is tried again daily, and right after a top-up.
func autoRenew(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		return errors.Join(carryStops(ctx, d), issueInvoices(ctx, d), payInvoices(ctx, d))
	}
}

// carryStops goes on where somebody who stopped the renewals of an account was broken off.
func carryStops(ctx context.Context, d Deps) error {
	accounts, err := d.Books.UnfinishedStops(ctx)
	for _, account := range accounts {
		if stopped := d.Books.CarryStop(ctx, account, actor(AutoRenew)); !errors.Is(stopped, reseller.ErrConflict) {
			err = errors.Join(err, stopped) // else somebody else goes on with it
		}
	}
	return err
}

// issueInvoices writes the invoices of all names whose renewal window is open, TLDs with equal windows together.
func issueInvoices(ctx context.Context, d Deps) error {
	var all error
	for _, w := range d.Routes.Rules().RenewalWindows() {
		until := d.Clock.Now().Add(reseller.Days(w.Days))
		for after := (reseller.Domain{}); ctx.Err() == nil; {
			page, err := d.Books.RenewalCandidates(ctx, w.TLDs, until, after, renewPage)
			if err != nil {
				return errors.Join(all, err)
			}
			all = errors.Join(all, inParallel(ctx, d.Log, page, func(domain reseller.Domain) error { return issueInvoice(ctx, d, domain) }))
			if len(page) < renewPage {
				break
			}
			after = page[len(page)-1]
		}
	}
	return all
}

func issueInvoice(ctx context.Context, d Deps, domain reseller.Domain) error {
	_, err := d.Orders.IssueInvoice(ctx, domain)
	switch {
	case errors.Is(err, reseller.ErrConflict), errors.Is(err, reseller.ErrDuplicate):
		return nil // the row has just changed, or another server was first
	case err != nil:
		return errors.Join(fmt.Errorf("invoice %s: %w", domain.Name, err), renewalFailed(ctx, d, domain, reseller.Charge{}, err))
	}
	return nil
}

// renewalFailed tells the account why a name could not be renewed automatically, once for each term and reason, and what it costs, where that is known.
func renewalFailed(ctx context.Context, d Deps, domain reseller.Domain, costs reseller.Charge, why error) error {
	e := reseller.AsError(why)
	if e.Code == reseller.CodeInProgress || e.Code == reseller.CodeBadState || e.Kind == reseller.KindInternal {
		return nil // somebody else renews it, the claim has ended, or it is for the operator's log
	}
	event := reseller.DomainEvent(reseller.EventRenewalFailed, domain, e.Words, d.Clock.Now())
	event.Detail.Code, event.Detail.Total, event.Detail.Currency = e.Code, costs.Total(), costs.Currency
	event.Once += ":" + e.Code
	return d.Books.AddEvent(ctx, event)
}

// renewalDue is when the next renewal window opens or the next invoice is tried.
func renewalDue(d Deps) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (time.Time, error) {
		now := d.Clock.Now()
		next, err := d.Books.NextInvoiceTry(ctx, now)
		if err != nil {
			return next, err
		}
		for _, w := range d.Routes.Rules().RenewalWindows() {
			open := reseller.Domain{ID: math.MaxInt64, PaidThrough: now.Add(reseller.Days(w.Days))}
			page, err := d.Books.RenewalCandidates(ctx, w.TLDs, now.AddDate(100, 0, 0), open, 1)
			if err != nil {
				return next, err
			}
			for _, first := range page {
				next = earlier(next, d.Routes.Rules()[first.Name.TLD()].RenewalOpens(first.PaidThrough))
			}
		}
		return next, nil
	}
}

// inParallel does the same to all items, several at once, and gives the errors together.
func inParallel[T any](ctx context.Context, log *slog.Logger, items []T, do func(T) error) error {
	return errors.Join(safely.Each(log, "job", renewWorkers, items, func(_ int, item T) error {
		if ctx.Err() != nil {
			return nil // the next run takes it up
		}
		return do(item)
	})...)
}
