package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
)

// Foreseen is what a change of a name would come to, as far as that is known here. The registry has not been asked.
type Foreseen struct {
	Obstacle *reseller.Error // why it would be refused; nil = nothing is known that is in its way
	Already  bool            // the name is so already
	Unsigned bool            // its DNSSEC data would be taken away first
}

// foreseen tells refusals from failures.
func foreseen(f Foreseen, err error) (Foreseen, error) {
	if err == nil {
		return f, nil
	}
	e := reseller.AsError(err)
	if slices.Contains([]reseller.Kind{reseller.KindInvalid, reseller.KindConflict, reseller.KindUnsupported, reseller.KindNotFound, reseller.KindPending}, e.Kind) {
		return Foreseen{Obstacle: e}, nil
	}
	return f, err
}

// ForeseeNameservers tells what SaveNameservers would do. Nothing is done.
func (s *Service) ForeseeNameservers(ctx context.Context, call Call, r SaveNameservers) (Foreseen, error) {
	d, list, leaves, err := s.checkNameservers(ctx, call, r)
	return foreseen(Foreseen{Already: slices.Equal(d.Nameservers, list), Unsigned: leaves}, err)
}

// ForeseeLock tells what DomainUpdateLockingStatus would do. Nothing is done.
func (s *Service) ForeseeLock(ctx context.Context, call Call, r DomainUpdateLockingStatus) (Foreseen, error) {
	d, err := s.lockable(ctx, call, r.Name)
	return foreseen(Foreseen{Already: d.Locked == r.Locked}, err)
}

// ForeseeAutoRenew tells what SetAutoRenew would do. Nothing is done.
func (s *Service) ForeseeAutoRenew(ctx context.Context, call Call, r SetAutoRenew) (Foreseen, error) {
	d, err := s.domain(ctx, call, r.Name)
	return foreseen(Foreseen{Already: d.AutoRenew == r.AutoRenew}, err)
}
