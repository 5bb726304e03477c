package orders

import (
	"context"

	"nameyard/reseller"
)

// graceRefund says which refund of a registration a deletion is to bring; nil if none. It refuses one beyond the account's limit
// (code refund_limit), before anything is done.
func (s *Service) graceRefund(ctx context.Context, r Request, rules reseller.TLD) (*reseller.GraceRefund, error) {
	if r.Desired.NoRefund || !rules.AddGraceRefund {
		return nil, nil
	}
	bought, err := s.store.HeldBy(ctx, r.Domain.ID)
	if err != nil || len(bought) == 0 {
		return nil, err
	}
	now := s.clock.Now()
	deletion := order{Order: reseller.Order{SentAt: now}, rules: rules}
	sold := bought[0]
	if sold.Kind != reseller.OrderRegister || sold.Charge.Total() == 0 || yearsInGrace(deletion, sold) == 0 {
		return nil, nil
	}
	refund := &reseller.GraceRefund{Account: sold.AccountID, Month: reseller.MonthOf(now), Limit: *s.set.RefundLimit}
	left, err := s.store.RefundLeft(ctx, *refund)
	if err == nil && !left {
		err = beyondLimit(r.Name, s.set.RefundLimit)
	}
	return refund, err
}

func beyondLimit(name reseller.Name, l *reseller.RefundLimit) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeRefundLimit,
		"%s is not deleted: its registration would be refunded, and no more than %d registrations, or %d per cent of a month's, are refunded in a month; ask with %s=1 (in JSON: true) to have it deleted without a refund",
		name, l.Names, l.Percent, reseller.PathNoRefund)
}

// DeletionRefund is what a deletion would give back of what was charged for a name, tax included, as far as the TLD's rules tell: its registry
// has the last word. Code refund_limit says that it can be deleted without a refund only.
func (s *Service) DeletionRefund(ctx context.Context, d reseller.Domain) (reseller.Money, error) {
	rules, _, err := s.routes.Of(d)
	if err != nil {
		return reseller.Money{}, err
	}
	if _, err := s.graceRefund(ctx, Request{Name: d.Name, Domain: &d}, rules); err != nil {
		return reseller.Money{}, err
	}
	return s.givenBack(ctx, d, rules)
}

// givenBack is DeletionRefund whatever the account's limit is.
func (s *Service) givenBack(ctx context.Context, d reseller.Domain, rules reseller.TLD) (back reseller.Money, err error) {
	bought, err := s.store.HeldBy(ctx, d.ID)
	deletion := order{Order: reseller.Order{SentAt: s.clock.Now()}, rules: rules}
	for _, refund := range shownRefunds(deletion, effect{}, purchases{orders: bought, expires: d.RegistryExpiry}) {
		charge := refund.Charge()
		back.Minor, back.Currency = back.Minor+charge.Total(), charge.Currency
	}
	return back, err
}
