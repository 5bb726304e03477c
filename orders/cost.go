package orders

import (
	"cmp"
	"context"
	"errors"

	"nameyard/reseller"
)

// Cost is what a purchase costs.
type Cost struct {
	Charge reseller.Charge
	Limit  int64 // the most that the registry may ask, minor units of Charge.Currency
}

// Cost tells what a request costs its caller, if it is placed now; code no_price if it cannot be bought. A renewal of an invoiced term,
// whoever triggers it, costs what the invoice says, if it is for the same years, whatever has become of the price.
func (s *Service) Cost(ctx context.Context, r Request) (Cost, error) {
	invoiced, err := s.invoiced(ctx, r)
	if err != nil {
		return Cost{}, err
	}
	price, err := s.price(ctx, r)
	if invoiced != nil && (err == nil || reseller.IsKind(err, reseller.KindInvalid)) {
		return Cost{*invoiced, limit(price, *invoiced)}, nil
	}
	if err != nil {
		return Cost{}, err
	}
	charge, err := reseller.ChargeOf(price, r.Caller.Account.TaxRatePPM)
	return Cost{charge, limit(price, charge)}, err
}

// limit is the most that the registry may ask: the cost, and where none is known no more than the name is sold for.
func limit(price reseller.Price, charge reseller.Charge) int64 { return cmp.Or(price.Cost, charge.Net) }

// invoiced is the charge of the unpaid invoice that a renewal pays; nil if it pays none.
func (s *Service) invoiced(ctx context.Context, r Request) (*reseller.Charge, error) {
	if r.Kind != reseller.OrderRenew || r.Domain == nil || !r.Domain.Invoiced {
		return nil, nil
	}
	invoice, err := s.store.UnpaidInvoice(ctx, r.Domain.ID, r.Domain.PaidThrough)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, nil
	}
	if err != nil || invoice.Years() != r.Desired.Years || invoice.Charge.Currency != r.Caller.Account.Currency {
		return nil, err
	}
	return &invoice.Charge, nil
}

// price finds what the request costs its caller by what it pays today. A transfer and a restore have one price whatever the years.
func (s *Service) price(ctx context.Context, r Request) (reseller.Price, error) {
	years := r.Desired.Years
	if r.Kind == reseller.OrderTransfer || r.Kind == reseller.OrderRestore {
		years = 1
	}
	op := r.Kind.Operation()
	p, err := s.store.Price(ctx, r.Caller.Account, r.Name.TLD(), op, years)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Price{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeNoPrice,
			"there is no %s price for .%s for %d years in %s on the price list; ask the operator", op, r.Name.TLD(), years, r.Caller.Account.Currency).In(reseller.PathYears)
	}
	return p.Price, err
}
