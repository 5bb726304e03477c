package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// RestoreDomain names a deleted name to bring back.
type RestoreDomain struct {
	Name reseller.Name
	Most *int64 // as of RenewDomain: what it may cost
}

// RestoreDomain brings a name back from redemption, at the restore price. An extension of the WHMCS add-on's protocol (RFC 3915).
func (s *Service) RestoreDomain(ctx context.Context, call Call, r RestoreDomain) (Ordered, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	return s.buy(ctx, call, orders.Request{
		Kind: reseller.OrderRestore, Name: r.Name, Domain: &d, Desired: reseller.Desired{Years: 1}, Most: r.Most,
		Check: restorable,
	})
}

// restorable checks what only a restore that is no repeat must fulfil.
func restorable(d reseller.Domain) error {
	if d.State == reseller.DomainRedemption {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is not in redemption; there is nothing to restore", d.Name).In(reseller.PathName)
}
