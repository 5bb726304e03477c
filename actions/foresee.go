package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// Foreseen is what a change of a name would come to, as far as that is known here. The registry has not been asked.
type Foreseen struct {
	Obstacle *reseller.Error // why it would be refused; nil = nothing is known that is in its way
	Already  bool            // the name is so already
	Unsigned bool            // its DNSSEC data would be taken away first
	Seen     string          // tag of what this follows from, for the IfMatch of the change; "" = it says all by itself

	Records   zone.Import // what would become of its DNS records
	Elsewhere bool        // none of its name servers is the house's: nobody would see them
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
	return foreseen(Foreseen{Already: slices.Equal(d.Nameservers, list), Unsigned: leaves, Seen: reseller.Tag(ServersSet(d))}, err)
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

// ForeseeRecords tells what ImportZone would do. Nothing is done.
func (s *Service) ForeseeRecords(ctx context.Context, call Call, r ImportZone) (Foreseen, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return foreseen(Foreseen{}, err)
	}
	r.Apply = false
	made, err := s.importZone(ctx, call, d, r)
	return foreseen(Foreseen{Already: !made.Changes(), Seen: made.Seen, Records: made, Elsewhere: s.Elsewhere(d)}, err)
}

// Elsewhere reports whether nobody sees the DNS records of a name here, because none of its name servers is the house's, or because a name that the
// registry has confirmed has none. Where the house's are not known it cannot tell, and says no.
func (s *Service) Elsewhere(d reseller.Domain) bool {
	if len(d.Nameservers) == 0 && d.State != reseller.DomainActive {
		return false // it may be about to get some
	}
	return len(s.operator.Nameservers) > 0 && !s.servesSome(d.Nameservers)
}
