package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// backTries bounds how often what a deletion had taken away is ordered to be set back, after growing pauses: only the registry's refusals count.
const backTries = 12

// callOff turns a deletion back, and the log says why: first on record, so that whoever finds it sets the rest back.
func (s *Service) callOff(ctx context.Context, d reseller.Deletion, rules reseller.TLD, why error) {
	s.log.Warn("a deletion is called off", "domain", d.DomainID, "why", why)
	ctx = context.WithoutCancel(ctx) // the caller may be gone
	d.Back = true
	d, err := s.workOn(ctx, d, s.clock.Wall())
	if err == nil {
		err = s.setBack(ctx, d, rules)
	}
	if err != nil && !errors.Is(err, reseller.ErrConflict) {
		s.log.Error("what a deletion that came to nothing had taken away is not set back yet; reconcile will", "domain", d.DomainID, "err", err)
	}
}

// setBack orders what a name lacks of what a deletion that is called off has taken away: its hosts, its name servers, its DNSSEC data. They need not
// be waited for. The deletion ends once nothing is lacking, and no step that the registry still decides about can take more away.
func (s *Service) setBack(ctx context.Context, d reseller.Deletion, rules reseller.TLD) error {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	domain, err := s.store.DomainByID(ctx, d.DomainID)
	if err != nil {
		return err
	}
	if domain.State != reseller.DomainActive || domain.AccountID != d.AccountID {
		return s.endUnlessGone(ctx, d, domain)
	}
	steps := backSteps(d.Had, domain, rules)
	if len(steps) == 0 {
		return s.endOnceDecided(ctx, d)
	}
	if d.Tries >= backTries {
		s.log.Error("what a deletion that came to nothing had taken away cannot be set back", "name", domain.Name.String())
		return s.store.EndDeletion(ctx, d)
	}
	account, err := s.store.Account(ctx, d.AccountID)
	if err != nil {
		return err
	}
	placed := false
	for _, step := range steps {
		step.Caller, step.By, step.Name, step.Unattended = reseller.Caller{Account: account}, d.Placed.By.Decided(), domain.Name, true
		ordered, err := s.setBackStep(ctx, d, step)
		if err != nil {
			s.log.Error("what a deletion had taken away could not be set back", "name", domain.Name.String(), "kind", step.Kind, "err", err)
		}
		placed = placed || ordered || isVerdict(err)
	}
	wait := min(s.set.ReconcileWait<<d.Tries, s.set.PendingWait)
	if placed {
		d.Tries++
	}
	s.leaveDeletion(ctx, d, wait)
	return nil
}

// endUnlessGone ends a deletion of a name that its account does not have any more; one of a name in redemption waits for its restoration.
func (s *Service) endUnlessGone(ctx context.Context, d reseller.Deletion, domain reseller.Domain) error {
	if domain.AccountID == d.AccountID && domain.State == reseller.DomainRedemption {
		s.leaveDeletion(ctx, d, 0)
		return nil
	}
	return s.store.EndDeletion(ctx, d)
}

// endOnceDecided ends a deletion of which nothing is lacking, unless a step may still take effect.
func (s *Service) endOnceDecided(ctx context.Context, d reseller.Deletion) error {
	open, err := s.stepsOpen(ctx, d.DomainID)
	if err != nil {
		return err
	}
	if open {
		s.leaveDeletion(ctx, d, s.set.PendingWait)
		return nil
	}
	return s.store.EndDeletion(ctx, d)
}

// setBackStep orders a step, unless one of its subject is under way that is no step of a deletion. It is held against the row as it is while the deletion
// is still ours: what the name's account has changed since is on record with both.
func (s *Service) setBackStep(ctx context.Context, d reseller.Deletion, step Request) (ordered bool, err error) {
	step.Guarded, step.Desired.SetsBack = true, true
	for range openTries {
		domain, err := s.store.DomainByID(ctx, d.DomainID)
		if err != nil {
			return false, err
		}
		last, err := found(s.store.LastChange(ctx, d.DomainID, step.Subject))
		if err != nil || last != nil && last.State.Live() && !last.Desired.Leaving {
			return false, err
		}
		if ours, err := s.stillOurs(ctx, d); !ours || err != nil {
			return false, err
		}
		step.Domain = &domain
		if _, err = s.Change(ctx, step); !errors.Is(err, reseller.ErrConflict) {
			return err == nil, err
		}
	}
	return false, nil // the next round sees why
}

// backSteps are the changes that give a name back what it lacks.
func backSteps(had reseller.Delegation, domain reseller.Domain, rules reseller.TLD) (steps []Request) {
	hosts, nameservers, data := had.TakenFrom(domain, rules)
	for _, h := range hosts {
		steps = append(steps, Request{Kind: reseller.OrderHostCreate, Subject: reseller.HostSubject(h.Name), Desired: reseller.Desired{Host: &h}})
	}
	if len(nameservers) > 0 {
		steps = append(steps, Request{Kind: reseller.OrderNameservers, Subject: reseller.SubjectNameservers, Desired: reseller.Desired{Nameservers: nameservers}})
	}
	if data != nil {
		steps = append(steps, Request{Kind: reseller.OrderDNSSEC, Subject: reseller.SubjectDNSSEC, Desired: reseller.Desired{SecDNS: data}})
	}
	return steps
}
