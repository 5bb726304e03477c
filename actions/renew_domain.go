package actions

import (
	"context"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// RenewDomain asks for more years of a name.
type RenewDomain struct {
	Name  reseller.Name
	Years int
	// CurrentExpiry is the paid-through date that the caller knows; the renewal is refused unless it matches. Zero = any.
	CurrentExpiry time.Time
	// Most is what the caller was shown that it costs, tax included, in minor units of the account's currency: if it costs more by now,
	// nothing is ordered (code price_changed). nil = any.
	Most *int64
}

// RenewDomain adds years. One renewal of a term can run at a time, whoever asks. WHMCS add-on action RenewDomain.
func (s *Service) RenewDomain(ctx context.Context, call Call, r RenewDomain) (Ordered, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return Ordered{}, err
	}
	if err := rules.Allows(reseller.OpRenew, r.Years); err != nil {
		return Ordered{}, err
	}
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	desired := reseller.Desired{Years: r.Years}
	if !r.CurrentExpiry.IsZero() {
		desired.Expect = r.CurrentExpiry.Format(time.DateOnly)
	}
	return s.buy(ctx, call, orders.Request{
		Kind: reseller.OrderRenew, Name: r.Name, Domain: &d, Desired: desired, Most: r.Most,
		Check: func(d reseller.Domain) error { return s.renewable(d, rules, desired) },
	})
}

// renewable checks what only a renewal that is no repeat must fulfil.
func (s *Service) renewable(d reseller.Domain, rules reseller.TLD, desired reseller.Desired) error {
	if err := mustBeActive(d); err != nil {
		return err
	}
	if paid := d.PaidThrough.Format(time.DateOnly); desired.Expect != "" && desired.Expect != paid {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeExpiryMismatch,
			"%s is paid through %s, not %s; nothing was charged", d.Name, paid, desired.Expect).In(reseller.PathCurrentExpiry)
	}
	end, latest := reseller.AddYears(d.PaidThrough, desired.Years), reseller.AddYears(s.clock.Now(), rules.MaxYearsAhead)
	if end.After(latest) {
		return reseller.Invalid(reseller.PathYears, "%s would be paid through %s; .%s allows %d years from now at most", d.Name,
			end.Format(time.DateOnly), rules.Name, rules.MaxYearsAhead)
	}
	return nil
}
