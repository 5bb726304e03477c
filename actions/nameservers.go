package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// GetNameservers asks for the name servers of a name.
type GetNameservers struct {
	Name reseller.Name
}

// GetNameservers lists the name servers, in order. WHMCS add-on action GetNameservers.
func (s *Service) GetNameservers(ctx context.Context, call Call, r GetNameservers) ([]string, error) {
	state, hosts, err := s.store.Nameservers(ctx, call.Caller.Account.ID, r.Name)
	return hosts, mustBeLive(r.Name, state, err)
}

// SaveNameservers replaces the name servers of a name.
type SaveNameservers struct {
	Name        reseller.Name
	Nameservers []string
}

// NameserversSaved is the order of a change of name servers.
type NameserversSaved struct {
	Ordered
	Unsigned bool // DNSSEC data that the name had was taken away first
}

// SaveNameservers sets the name servers at the registry. Those inside the name need their addresses first. WHMCS add-on action SaveNameservers.
func (s *Service) SaveNameservers(ctx context.Context, call Call, r SaveNameservers) (NameserversSaved, error) {
	d, list, leaves, err := s.checkNameservers(ctx, call, r)
	if err != nil {
		return NameserversSaved{}, err
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderNameservers, Domain: &d, Subject: reseller.SubjectNameservers, Desired: reseller.Desired{Nameservers: list},
	})
	return NameserversSaved{Ordered{Order: result.Order}, leaves}, err
}

// checkNameservers finds the name and checks the name servers that it is to have, as a whole. leaves says that its DNSSEC data goes first.
func (s *Service) checkNameservers(ctx context.Context, call Call, r SaveNameservers) (d reseller.Domain, list []string, leaves bool, err error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return d, nil, false, err
	}
	if list, err = reseller.CheckNameservers(r.Name, r.Nameservers, rules); err != nil {
		return d, nil, false, err
	}
	if len(list) == 0 {
		return d, nil, false, reseller.Missing(reseller.PathNameservers)
	}
	if err := s.mustHaveAddresses(ctx, d, list, r.Nameservers); err != nil {
		return d, nil, false, err
	}
	leaves, err = s.leavesSigner(ctx, d, list)
	return d, list, leaves, err
}

// leavesSigner reports whether a change of name servers takes the DNSSEC data of a name away. Data that is only coming would come
// after it: then nothing is done.
func (s *Service) leavesSigner(ctx context.Context, d reseller.Domain, servers []string) (bool, error) {
	if !reseller.LeavesSigner(d.Nameservers, servers) {
		return false, nil
	}
	live, err := s.orders.LiveChange(ctx, d.ID, reseller.SubjectDNSSEC)
	if err != nil || live == nil || live.Desired.SecDNS.IsZero() {
		return !d.SecDNS.IsZero(), err
	}
	e := reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
		"DNSSEC of %s is being set by order %d, for the name servers that it has now; nothing was done: try again when that has ended", d.Name, live.ID)
	e.Order = live.ID
	return false, e
}
