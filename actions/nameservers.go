package actions

import (
	"context"
	"errors"
	"slices"

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
	IfMatch     IfMatch // of ServersSet; a name that has the name servers already is as it was to be
}

// ServersSet is what tells what SaveNameservers does to a name, as a tag stands for it: its name servers, and the DNSSEC data that may go with them.
func ServersSet(d reseller.Domain) any {
	return struct {
		Nameservers []string
		DNSSEC      any
	}{d.Nameservers, DNSSECSet(d)}
}

// NameserversSaved is the order of a change of name servers.
type NameserversSaved struct {
	Ordered
	Unsigned bool // DNSSEC data that the name had was taken away first
}

// SaveNameservers sets the name servers at the registry. Those inside the name need their addresses first. WHMCS add-on action SaveNameservers.
func (s *Service) SaveNameservers(ctx context.Context, call Call, r SaveNameservers) (NameserversSaved, error) {
	for range patchTries {
		d, rules, err := s.active(ctx, call, r.Name)
		if err != nil {
			return NameserversSaved{}, err
		}
		list, leaves, err := s.checkNameservers(ctx, d, rules, r)
		if err == nil {
			err = s.serversSeen(ctx, d, list, r.IfMatch)
		}
		if err != nil {
			return NameserversSaved{}, err
		}
		result, err := s.change(ctx, call, orders.Request{
			Kind: reseller.OrderNameservers, Domain: &d, Subject: reseller.SubjectNameservers, Desired: reseller.Desired{Nameservers: list}, Guarded: len(r.IfMatch) > 0,
		})
		if !errors.Is(err, reseller.ErrConflict) {
			return NameserversSaved{Ordered{Order: result.Order}, leaves}, err
		}
	}
	return NameserversSaved{}, busy(r.Name)
}

// serversSeen refuses a change of a name that is not as its caller has seen it. One that has the name servers, or is on the way to them, has been
// changed by this very request, or by another that agreed to the same.
func (s *Service) serversSeen(ctx context.Context, d reseller.Domain, list []string, seen IfMatch) error {
	err := seen.check(ServersSet(d))
	if err == nil || slices.Equal(d.Nameservers, list) {
		return nil
	}
	if live, failed := s.orders.LiveChange(ctx, d.ID, reseller.SubjectNameservers); failed != nil || live != nil && slices.Equal(live.Desired.Nameservers, list) {
		return failed
	}
	return err
}

// checkNameservers checks the name servers that a name is to have, as a whole. leaves says that its DNSSEC data goes first.
func (s *Service) checkNameservers(ctx context.Context, d reseller.Domain, rules reseller.TLD, r SaveNameservers) (list []string, leaves bool, err error) {
	if list, err = reseller.CheckNameservers(r.Name, r.Nameservers, rules); err != nil {
		return nil, false, err
	}
	if len(list) == 0 {
		return nil, false, reseller.Missing(reseller.PathNameservers)
	}
	if err := s.mustHaveAddresses(ctx, d, list, r.Nameservers); err != nil {
		return nil, false, err
	}
	leaves, err = s.leavesSigner(ctx, d, list)
	return list, leaves, err
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
