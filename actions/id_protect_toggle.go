package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// IDProtectToggle switches privacy.
type IDProtectToggle struct {
	Name    reseller.Name
	Private bool
}

// IDProtectToggle hides or shows the contacts of a name at the registry. A TLD without privacy is a KindUnsupported error.
func (s *Service) IDProtectToggle(ctx context.Context, call Call, r IDProtectToggle) (Ordered, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	if !rules.Privacy {
		return Ordered{}, reseller.NotSupported(rules.Name, "privacy")
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderPrivacy, Domain: &d, Subject: reseller.SubjectPrivacy, Desired: reseller.Desired{Privacy: &r.Private},
	})
	return Ordered{Order: result.Order}, err
}
