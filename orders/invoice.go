package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// IssueInvoice writes the unpaid invoice of a domain's next term, at the price of today, for the shortest period that the
// TLD renews. ErrConflict if the row has changed since it was read; ErrDuplicate if the term has an invoice.
func (s *Service) IssueInvoice(ctx context.Context, domain reseller.Domain) (reseller.Invoice, error) {
	account, err := s.store.Account(ctx, domain.AccountID)
	if err != nil {
		return reseller.Invoice{}, err
	}
	rules, err := s.routes.Rules().Lookup(domain.Name.TLD())
	if err != nil {
		return reseller.Invoice{}, err
	}
	years := rules.RenewYears[0]
	cost, err := s.Cost(ctx, Request{
		Caller: reseller.Caller{Account: account}, Kind: reseller.OrderRenew, Name: domain.Name, Desired: reseller.Desired{Years: years},
	})
	if err != nil {
		return reseller.Invoice{}, err
	}
	return s.store.IssueInvoice(ctx, domain, reseller.RenewalInvoiceOf(domain, years, cost.Charge, s.clock.Now()))
}

// PayInvoice has an unpaid renewal invoice paid from its account's credit, by a renewal order of its term at its price, and
// waits for the end of that until answerBy (wall time; zero = it does not wait). A term that is being renewed or has been renewed by somebody else is
// not ordered again. Errors are those of Buy; code bad_state if the invoice's term is not the domain's next one any more.
func (s *Service) PayInvoice(ctx context.Context, i reseller.Invoice, answerBy time.Time) (Result, error) {
	account, err := s.store.Account(ctx, i.AccountID)
	if err != nil {
		return Result{}, err
	}
	domain, err := s.store.DomainByID(ctx, i.DomainID)
	if err != nil {
		return Result{}, err
	}
	return s.Buy(ctx, Request{
		Caller: reseller.Caller{Account: account}, Kind: reseller.OrderRenew, Name: domain.Name, Domain: &domain,
		Desired: reseller.Desired{Years: i.Years()}, Guarded: true, Unattended: true, AnswerBy: answerBy,
		Check: func(now reseller.Domain) error { return stillClaimed(i, now) },
	})
}

// stillClaimed refuses to pay an invoice whose claim the domain row, as it is now, does not bear out.
func stillClaimed(i reseller.Invoice, d reseller.Domain) error {
	if d.State == reseller.DomainActive && d.AutoRenew && d.Invoiced && d.PaidThrough.Equal(i.Term) {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
		"the invoice for %s is for a term that is not to be renewed any more; nothing was charged", d.Name)
}
