package orders

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"nameyard/reseller"
)

// Cost is what a purchase costs.
type Cost struct {
	Charge reseller.Charge
	Limit  int64 // the most that the registry may ask, minor units of Charge.Currency
}

// Costed is the answer for one of several requests.
type Costed struct {
	Cost
	Refusal error // why it cannot be bought, code no_price; nil = it can
}

// Cost tells what a request costs its caller, if it is placed now; code no_price if it cannot be bought. A renewal of an invoiced term,
// whoever triggers it, costs what the invoice says, if it is for the same years, whatever has become of the price.
func (s *Service) Cost(ctx context.Context, r Request) (Cost, error) {
	costs, err := s.Costs(ctx, []Request{r})
	if err != nil {
		return Cost{}, err
	}
	return costs[0].Cost, costs[0].Refusal
}

// Costs is Cost of requests of one caller and one kind, in their order. What they need is read at once.
func (s *Service) Costs(ctx context.Context, requests []Request) ([]Costed, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	invoices, err := s.invoicesOf(ctx, requests)
	if err != nil {
		return nil, err
	}
	prices, err := s.pricesOf(ctx, requests)
	if err != nil {
		return nil, err
	}
	costs := make([]Costed, len(requests))
	for i, r := range requests {
		price, sold := prices[r.priceKey()]
		costs[i].Cost, costs[i].Refusal = cost(r, price, sold, invoices)
	}
	return costs, nil
}

// cost is what a request costs by the price of today, if it has one, or by the invoice that it pays, by the domain's id.
func cost(r Request, price reseller.Price, sold bool, invoices map[int64]reseller.Invoice) (Cost, error) {
	account := r.Caller.Account
	if r.Domain != nil {
		invoice, is := invoices[r.Domain.ID]
		if is && invoice.Years() == r.Desired.Years && invoice.Charge.Currency == account.Currency {
			return Cost{invoice.Charge, limit(price, invoice.Charge)}, nil
		}
	}
	if !sold {
		key := r.priceKey()
		return Cost{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeNoPrice,
			"there is no %s price for .%s for %d years in %s on the price list; ask the operator", r.Kind.Operation(), key.tld, key.years, account.Currency).In(reseller.PathYears)
	}
	charge, err := reseller.ChargeOf(price, account.TaxRatePPM)
	return Cost{charge, limit(price, charge)}, err
}

// limit is the most that the registry may ask: the cost, and where none is known no more than the name is sold for.
func limit(price reseller.Price, charge reseller.Charge) int64 { return cmp.Or(price.Cost, charge.Net) }

// invoicesOf finds the unpaid invoices that renewals pay, by the domain's id.
func (s *Service) invoicesOf(ctx context.Context, requests []Request) (map[int64]reseller.Invoice, error) {
	var invoiced []reseller.Domain
	for _, r := range requests {
		if r.Kind == reseller.OrderRenew && r.Domain != nil && r.Domain.Invoiced {
			invoiced = append(invoiced, *r.Domain)
		}
	}
	if len(invoiced) == 0 {
		return nil, nil
	}
	return s.store.UnpaidInvoices(ctx, invoiced)
}

// priceKey is what a price is found by among those of one account and one operation.
type priceKey struct {
	tld   string
	years int
}

// priceKey is that of a request. A transfer and a restore have one price whatever the years.
func (r Request) priceKey() priceKey {
	if r.Kind == reseller.OrderTransfer || r.Kind == reseller.OrderRestore {
		return priceKey{r.Name.TLD(), 1}
	}
	return priceKey{r.Name.TLD(), r.Desired.Years}
}

// pricesOf finds what requests cost their caller by what it pays today.
func (s *Service) pricesOf(ctx context.Context, requests []Request) (map[priceKey]reseller.Price, error) {
	tlds, years := map[string]bool{}, map[int]bool{}
	for _, r := range requests {
		key := r.priceKey()
		tlds[key.tld], years[key.years] = true, true
	}
	first := requests[0]
	list, err := s.store.PricesFor(ctx, first.Caller.Account, first.Kind.Operation(), slices.Sorted(maps.Keys(tlds)), slices.Sorted(maps.Keys(years)))
	prices := make(map[priceKey]reseller.Price, len(list))
	for _, p := range list {
		prices[priceKey{p.TLD, p.Years}] = p.Price
	}
	return prices, err
}
