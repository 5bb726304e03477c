package jobs

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/safely"
)

// claimedAhead is how many invoices of an account are claimed at a time, side by side: their renewals are then ordered one after another.
const claimedAhead = 16

// payInvoices has every invoice paid whose time has come. Each is claimed first, by the time at which it is tried next, so
// one worker has it and it leaves the list. A run ends when it can claim none.
func payInvoices(ctx context.Context, d Deps) error {
	var all error
	for ctx.Err() == nil {
		page, err := d.Books.DueInvoices(ctx, d.Clock.Now(), renewPage)
		if err != nil || len(page) == 0 {
			return errors.Join(all, err)
		}
		p := payer{Deps: d, slots: make(chan struct{}, renewWorkers)}
		all = errors.Join(all, p.pay(ctx, page))
		if p.claimed == 0 {
			break
		}
	}
	return all
}

// payer has invoices paid, the accounts side by side. What credit an account has goes to the name whose paid time ends first: its renewals are
// ordered, which holds their money, one after another. What takes long is the registry's answer, and for that nothing waits.
type payer struct {
	Deps
	slots   chan struct{} // for renewals under way
	answers safely.Group

	mu      sync.Mutex
	claimed int
	failed  []error
}

// pay has a page of invoices paid that has those of one account in the order in which they are to be paid.
func (p *payer) pay(ctx context.Context, page []reseller.Invoice) error {
	var accounts []int64
	of := map[int64][]reseller.Invoice{}
	for _, i := range page {
		if len(of[i.AccountID]) == 0 {
			accounts = append(accounts, i.AccountID)
		}
		of[i.AccountID] = append(of[i.AccountID], i)
	}
	err := inParallel(ctx, p.Log, accounts, func(account int64) error {
		for next := range slices.Chunk(of[account], claimedAhead) {
			for _, i := range p.claim(ctx, next) {
				if ctx.Err() != nil {
					return nil // a later run takes it up
				}
				p.note(safely.Do(p.Log, "job", func() error { return p.order(ctx, i) }))
			}
		}
		return nil
	})
	p.answers.Wait()
	return errors.Join(err, errors.Join(p.failed...))
}

// note keeps an error of the run.
func (p *payer) note(err error) {
	if err == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed = append(p.failed, err)
}

// claim claims some invoices of an account, and gives those that nobody else has in hand, in their order.
func (p *payer) claim(ctx context.Context, some []reseller.Invoice) (claimed []reseller.Invoice) {
	mine := make([]*reseller.Invoice, len(some))
	p.note(errors.Join(safely.Each(p.Log, "job", renewWorkers, some, func(n int, i reseller.Invoice) error {
		i, err := p.Books.PostponeInvoice(ctx, i, p.Clock.Now().Add(payClaim))
		if errors.Is(err, reseller.ErrConflict) || ctx.Err() != nil {
			return nil
		}
		if err == nil {
			mine[n] = &i
		}
		return err
	})...))
	for _, i := range mine {
		if i != nil {
			claimed = append(claimed, *i)
		}
	}
	p.mu.Lock()
	p.claimed += len(claimed)
	p.mu.Unlock()
	return claimed
}

// order orders the renewal of a claimed invoice, once fewer than renewWorkers are under way. It does not wait for the end.
func (p *payer) order(ctx context.Context, i reseller.Invoice) error {
	p.slots <- struct{}{}
	left := func() { <-p.slots }
	defer func() { left() }()
	result, err := p.Orders.PayInvoice(ctx, i, time.Time{})
	if err != nil || !result.Order.State.Live() {
		return p.end(ctx, i, result, err)
	}
	free := left
	left = func() {} // the slot goes with the renewal
	p.answers.Go(p.Log, "job", func() {
		defer free()
		result, err := p.Orders.Await(ctx, result.Order, p.Clock.Wall().Add(payWait))
		p.note(p.end(ctx, i, result, err))
	})
	return nil
}

// end sees to it that a claimed invoice that was not paid is tried again.
func (p *payer) end(ctx context.Context, i reseller.Invoice, result orders.Result, err error) error {
	if err == nil && result.Order.State == reseller.OrderDone {
		return nil
	}
	_, late := p.Books.PostponeInvoice(ctx, i, p.Clock.Now().Add(payAgain))
	if errors.Is(late, reseller.ErrConflict) {
		late = nil // paid, cancelled, or to be tried at once after a top-up
	}
	if err == nil {
		return late // it is under way, or the registry refused it: the end of the order is an event
	}
	domain, missing := p.Books.DomainByID(ctx, i.DomainID)
	if missing != nil {
		return errors.Join(err, late, missing)
	}
	failed := renewalFailed(ctx, p.Deps, domain, i.Charge, err)
	if kind := reseller.AsError(err).Kind; kind == reseller.KindFunds || kind == reseller.KindConflict || kind == reseller.KindForbidden {
		err = nil // not our fault, and told
	}
	return errors.Join(err, late, failed)
}
