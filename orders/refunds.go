package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// purchases are the done orders by which a name is held, oldest first, and the registry expiry that the books have of it.
type purchases struct {
	orders  []reseller.Order
	expires time.Time
	err     error
}

// readPurchases reads what a deletion may give back; nil for any other order.
func (s *Service) readPurchases(a attempt) *purchases {
	if a.Kind != reseller.OrderDelete || a.Desired.NoRefund {
		return nil
	}
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	domain, err := s.store.DomainByID(ctx, a.DomainID)
	if err != nil {
		return &purchases{err: err}
	}
	bought, err := s.store.HeldBy(ctx, a.DomainID)
	return &purchases{orders: bought, expires: domain.RegistryExpiry, err: err}
}

// refundsOf says what goes back with a deletion: what the registry says that it gives back or, where it does not tell, what its
// rules and its view of the name show. Nothing is given back of what nobody was charged for.
func refundsOf(o order, e effect, bought purchases) []reseller.Refund {
	if e.receipt.Credits == nil {
		return shownRefunds(o, e, bought)
	}
	years := map[int64]int{}
	for _, c := range e.receipt.Credits {
		if sold := chargedFor(c, o.SentAt, bought.orders); sold != nil {
			years[sold.ID] += c.Years
		}
	}
	var refunds []reseller.Refund
	for _, sold := range bought.orders {
		if n, back := years[sold.ID]; back {
			refunds = append(refunds, reseller.Refund{Order: sold, Years: n})
		}
	}
	return refunds
}

// chargedFor finds the order that a credit of a deletion takes back: the one with its transaction id or, for a year that the registry
// had added by itself, the renewal that kept it. nil if nobody paid for it: the renewal that kept the year before is none of it.
func chargedFor(c registry.Credit, deleted time.Time, bought []reseller.Order) *reseller.Order {
	base := reseller.ClTRIDBaseOf(c.ClTRID)
	for i := len(bought) - 1; i >= 0; i-- {
		sold := &bought[i]
		if base != "" && sold.ClTRIDBase == base {
			return sold
		}
		if c.ClTRID == "" && keptYears(*sold) > 0 && deleted.Before(reseller.AddYears(sold.PaidFrom, 1)) {
			return sold
		}
	}
	return nil
}

// keptYears is how many years of a renewal the registry had added by itself before.
func keptYears(o reseller.Order) int {
	if o.Kind != reseller.OrderRenew {
		return 0
	}
	return o.Desired.Years - registryYears(order{Order: o})
}

// shownRefunds says what a registry gave back that does not tell: every charge in its grace if the name is gone, else as many of the
// newest as the name has lost years.
func shownRefunds(o order, e effect, bought purchases) []reseller.Refund {
	lost := 0
	if e.shown != nil {
		for lost < maxYears && !reseller.PastExpiry(e.shown.Expires, reseller.AddYears(bought.expires, -lost-1)) {
			lost++
		}
	}
	var refunds []reseller.Refund
	for i := len(bought.orders) - 1; i >= 0; i-- {
		sold := bought.orders[i]
		if sold.Kind == reseller.OrderRestore {
			break // what was charged before was given back or lost then
		}
		years := yearsInGrace(o, sold)
		if years == 0 || e.shown != nil && years > lost {
			continue
		}
		lost -= years
		refunds = append(refunds, reseller.Refund{Order: sold, Years: years})
	}
	slices.Reverse(refunds)
	return refunds
}

// maxYears is the longest term of a name.
const maxYears = 10

// yearsInGrace is how many years of a purchase were in their grace when a deletion was sent.
func yearsInGrace(o order, sold reseller.Order) (years int) {
	runs := func(from time.Time, days int) bool {
		return days > 0 && o.SentAt.Before(from.Add(reseller.Days(days)))
	}
	switch {
	case sold.Kind == reseller.OrderRegister && o.rules.AddGraceRefund && runs(sold.EndedAt, o.rules.AddGraceDays):
		return sold.Desired.Years
	case sold.Kind == reseller.OrderTransfer && !sold.BetweenAccounts() && runs(sold.EndedAt, o.rules.TransferGraceDays):
		return o.rules.TransferYears
	case sold.Kind == reseller.OrderRenew:
		if runs(sold.PaidFrom, o.rules.AutorenewGraceDays) {
			years += keptYears(sold)
		}
		if runs(sold.EndedAt, o.rules.RenewGraceDays) {
			years += registryYears(order{Order: sold})
		}
	}
	return years
}
