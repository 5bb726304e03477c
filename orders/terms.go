package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// terms say whether a command may be sent again. On err the database did not answer, and that decides nothing.
type terms struct {
	priceHolds bool // the frozen price is still the one on the list, or on the unpaid invoice that the order pays
	left       bool // the name has left the account: whoever has it now would be hit
	unreadable bool // the auth code cannot be opened any more
	err        error
}

// readTerms reads whether a command may be sent again, and opens the auth code that goes with it.
func (s *Service) readTerms(a *attempt) *terms {
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	var t terms
	if t.priceHolds, t.err = s.priceHolds(ctx, a.Order); t.err != nil {
		return &t
	}
	if a.Subject != "" {
		var domain reseller.Domain
		domain, t.err = s.store.DomainByID(ctx, a.DomainID)
		t.left = t.err == nil && !domain.State.Live()
	}
	if a.Kind == reseller.OrderTransfer && a.authCode == "" {
		t.unreadable, t.err = s.openAuthCode(ctx, a)
	}
	return &t
}

// openAuthCode opens the sealed auth code of a transfer, if it has one.
func (s *Service) openAuthCode(ctx context.Context, a *attempt) (unreadable bool, err error) {
	sealed, err := s.store.AuthCode(ctx, a.ID)
	if err != nil || len(sealed) == 0 {
		return false, err
	}
	if a.authCode, err = s.key.Open(sealed, a.ClTRIDBase); err != nil {
		s.log.Error("an auth code cannot be opened", "order", a.ID, "err", err)
		return true, nil
	}
	return false, nil
}

// priceHolds reports whether an order's frozen price is still on the list, or is that of the unpaid invoice which it pays.
func (s *Service) priceHolds(ctx context.Context, o reseller.Order) (bool, error) {
	if o.Charge.Total() == 0 {
		return true, nil
	}
	if o.Kind == reseller.OrderRenew {
		invoice, err := s.store.UnpaidInvoice(ctx, o.DomainID, o.PaidFrom)
		if err == nil && invoice.PaidBy(o) {
			return true, nil
		}
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			return false, err
		}
	}
	caller := reseller.Caller{Account: reseller.Account{Currency: o.Charge.Currency}}
	p, err := s.price(ctx, Request{Caller: caller, Kind: o.Kind, Name: o.Name, Desired: o.Desired})
	if reseller.IsKind(err, reseller.KindInvalid) {
		return false, nil
	}
	return p.Net == o.Charge.Net, err
}
