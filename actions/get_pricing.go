package actions

import (
	"context"

	"nameyard/reseller"
)

// Pricing is what names cost the account, in its currency.
type Pricing struct {
	Currency string
	TLDs     []TLDPricing // in alphabetical order
}

// TLDPricing is what the account pays in one TLD, net, with the rules that clients show beside it.
type TLDPricing struct {
	Rules  reseller.TLD
	Prices []reseller.AccountPrice // by operation, then years
}

// Net finds one price; ok is false if there is none.
func (p TLDPricing) Net(op reseller.Operation, years int) (net int64, ok bool) {
	for _, price := range p.Prices {
		if price.Operation == op && price.Years == years {
			return price.Net, true
		}
	}
	return 0, false
}

// GetPricing gives the prices of every TLD that is sold to the account.
func (s *Service) GetPricing(ctx context.Context, call Call, _ struct{}) (Pricing, error) {
	list := Pricing{Currency: call.Caller.Account.Currency}
	prices, err := s.store.AccountPrices(ctx, call.Caller.Account)
	if err != nil {
		return list, err
	}
	byTLD := map[string][]reseller.AccountPrice{}
	for _, p := range prices {
		byTLD[p.TLD] = append(byTLD[p.TLD], p)
	}
	rules := s.routes.Rules()
	for _, tld := range rules.Names() {
		if len(byTLD[tld]) > 0 {
			list.TLDs = append(list.TLDs, TLDPricing{rules[tld], byTLD[tld]})
		}
	}
	return list, nil
}
