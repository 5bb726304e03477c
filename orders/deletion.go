package orders

import (
	"context"
	"slices"
	"time"

	"nameyard/reseller"
)

// DeleteUnpaid orders the deletion of a name that the registry has renewed by itself and nobody has paid for, and waits
// until answerBy (wall time). A name that is paid for, or that somebody else deletes, while its hosts go is left alone from there
// on. The order of the last step comes back; ErrConflict if the row has changed since it was read.
func (s *Service) DeleteUnpaid(ctx context.Context, domain reseller.Domain, answerBy time.Time) (Result, error) {
	account, err := s.store.Account(ctx, domain.AccountID)
	if err != nil {
		return Result{}, err
	}
	return s.Delete(ctx, Request{
		Caller: reseller.Caller{Account: account}, Name: domain.Name, Domain: &domain, AnswerBy: answerBy, Guarded: true, Unattended: true,
	})
}

// Delete orders the deletion of the request's domain. A registry keeps a name while its own hosts exist (RFC 5731 §3.2.2), so those
// go first: the name servers are set to others, then each host is deleted, then the name, one step after the other as far as they
// succeed at once. None is taken while a term or a restoration of the name is being bought, and where the name stays after all, what
// was taken away is set back. A refund beyond the account's limit is refused
// (code refund_limit), unless the request wants none. The order of the last step comes back, which is
// not of the kind delete if the name's turn has not come.
func (s *Service) Delete(ctx context.Context, r Request) (Result, error) {
	rules, _, err := s.routes.For(r.Name)
	if err != nil {
		return Result{}, err
	}
	if r.refund, err = s.graceRefund(ctx, r, rules); err != nil {
		return Result{}, err
	}
	before := *r.Domain
	for domain := before; ; {
		step := nextDeletionStep(domain, rules)
		step.Caller, step.Name, step.Domain, step.AnswerBy = r.Caller, r.Name, &domain, r.AnswerBy
		step.Guarded, step.Unattended = r.Guarded, r.Unattended
		if step.Kind == reseller.OrderDelete {
			step.Key, step.refund, step.Desired.NoRefund = r.Key, r.refund, r.Desired.NoRefund
		}
		result, err := s.Change(ctx, step)
		if err != nil || result.Order.State == reseller.OrderRefused {
			s.setBack(ctx, r, before, domain)
		}
		if err != nil || result.Order.State != reseller.OrderDone || step.Kind == reseller.OrderDelete {
			return result, err
		}
		if domain, err = s.store.DomainByID(ctx, domain.ID); err != nil {
			return result, err
		}
		if domain.State != reseller.DomainActive {
			return result, nil
		}
		if !domain.PaidThrough.Equal(before.PaidThrough) {
			s.setBack(ctx, r, before, domain)
			return result, nil
		}
	}
}

// nextDeletionStep is the next step on a name's way out.
func nextDeletionStep(domain reseller.Domain, rules reseller.TLD) Request {
	own := func(host string) bool { _, is := domain.Host(host); return is }
	switch {
	case slices.ContainsFunc(domain.Nameservers, own):
		others := slices.DeleteFunc(slices.Clone(domain.Nameservers), own)
		if len(others) < rules.MinNameservers {
			others = nil
		}
		return Request{Kind: reseller.OrderNameservers, Subject: "nameservers", Desired: reseller.Desired{Nameservers: others, Leaving: true}}
	case len(domain.Hosts) > 0:
		h := domain.Hosts[0]
		return Request{Kind: reseller.OrderHostDelete, Subject: "host:" + h.Name, Desired: reseller.Desired{Host: &h, Leaving: true}}
	}
	return Request{Kind: reseller.OrderDelete, Subject: "delete"}
}

// setBack orders what a deletion that came to nothing has taken away from a name: its hosts, and then its name servers. They need not
// be waited for, and the caller may be gone.
func (s *Service) setBack(ctx context.Context, r Request, before, now reseller.Domain) {
	ctx, stop := s.recordContext(context.WithoutCancel(ctx))
	defer stop()
	var steps []Request
	for _, h := range before.Hosts {
		if _, there := now.Host(h.Name); !there {
			steps = append(steps, Request{Kind: reseller.OrderHostCreate, Subject: "host:" + h.Name, Desired: reseller.Desired{Host: &h}})
		}
	}
	if !slices.Equal(before.Nameservers, now.Nameservers) {
		steps = append(steps, Request{Kind: reseller.OrderNameservers, Subject: "nameservers", Desired: reseller.Desired{Nameservers: before.Nameservers}})
	}
	for _, step := range steps {
		step.Caller, step.Name, step.Domain, step.Unattended = r.Caller, r.Name, &now, true
		if _, err := s.Change(ctx, step); err != nil {
			s.log.Error("what a refused deletion had taken away could not be set back", "name", r.Name.String(), "kind", step.Kind, "err", err)
		}
	}
}
