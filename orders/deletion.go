package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/reseller"
)

// DeleteUnpaid orders the deletion of a name that the registry has renewed by itself and nobody has paid for, and waits
// until answerBy (wall time). A registry keeps a name while its own hosts exist (RFC 5731 §3.2.2), so those go first: the
// name servers are set to others, then each host is deleted, then the name, one step after the other as far as they
// succeed at once. A name that is paid for, or that somebody else deletes, while its hosts go is left alone from there on. The
// order of the last step comes back; ErrConflict if the row has changed since it was read.
func (s *Service) DeleteUnpaid(ctx context.Context, domain reseller.Domain, answerBy time.Time) (Result, error) {
	account, err := s.store.Account(ctx, domain.AccountID)
	if err != nil {
		return Result{}, err
	}
	for paid := domain.PaidThrough; ; {
		r := nextDeletionStep(domain)
		r.Caller, r.Name, r.Domain, r.AnswerBy = reseller.Caller{Account: account}, domain.Name, &domain, answerBy
		r.Guarded, r.Unattended = true, true
		result, err := s.Change(ctx, r)
		if err != nil || result.Order.State != reseller.OrderDone || r.Kind == reseller.OrderDelete {
			return result, err
		}
		if domain, err = s.store.DomainByID(ctx, domain.ID); err != nil {
			return result, err
		}
		if domain.State != reseller.DomainActive || !domain.PaidThrough.Equal(paid) {
			return result, nil
		}
	}
}

// nextDeletionStep is the next step on a name's way out.
func nextDeletionStep(domain reseller.Domain) Request {
	own := func(host string) bool { _, is := domain.Host(host); return is }
	switch {
	case slices.ContainsFunc(domain.Nameservers, own):
		return Request{Kind: reseller.OrderNameservers, Subject: "nameservers", Desired: reseller.Desired{
			Nameservers: slices.DeleteFunc(slices.Clone(domain.Nameservers), own),
		}}
	case len(domain.Hosts) > 0:
		h := domain.Hosts[0]
		return Request{Kind: reseller.OrderHostDelete, Subject: "host:" + h.Name, Desired: reseller.Desired{Host: &h}}
	}
	return Request{Kind: reseller.OrderDelete, Subject: "delete"}
}
