package orders

import (
	"context"
	"errors"
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
// go first: the name servers are set to others, then each host is deleted, then the name, one step after the other. What does not succeed
// until AnswerBy, or in this process, Reconcile carries on. None is taken while a term or a restoration of the name is being bought, and
// where the name stays after all, what was taken away is set back. A refund beyond the account's limit is refused
// (code refund_limit), unless the request wants none; so is a deletion that does not come to what was promised (code price_changed). The order of the last step comes back, which is
// not of the kind delete if the name's turn has not come.
func (s *Service) Delete(ctx context.Context, r Request) (Result, error) {
	if earlier, err := s.repeatedDeletion(ctx, r); err != nil {
		return Result{}, err
	} else if earlier != nil {
		return s.wait(ctx, *earlier, r.AnswerBy)
	}
	r.Kind = reseller.OrderDelete
	if err := mayOrder(r); err != nil {
		return Result{}, err
	}
	rules, _, err := s.routes.Of(*r.Domain)
	if err != nil {
		return Result{}, err
	}
	if r.refund, err = s.graceRefund(ctx, r, rules); err != nil {
		return Result{}, err
	}
	if err := s.keepsPromise(ctx, r, rules); err != nil {
		return Result{}, err
	}
	d, err := s.beginDeletion(ctx, r, rules)
	if err != nil {
		return Result{}, err
	}
	return s.carry(ctx, r, d, rules)
}

// beginDeletion puts a deletion on record that takes the name apart first: before the first step, what the name has. One that is on record
// already, carried on or called off, becomes this one. The zero value if the name can go at once.
func (s *Service) beginDeletion(ctx context.Context, r Request, rules reseller.TLD) (reseller.Deletion, error) {
	d, err := s.store.Deletion(ctx, r.Domain.ID)
	switch {
	case errors.Is(err, reseller.ErrNotFound) && deletionStep(*r.Domain, rules).Kind == reseller.OrderDelete:
		return reseller.Deletion{}, nil
	case err != nil && !errors.Is(err, reseller.ErrNotFound):
		return d, err
	}
	earlier, asked := d.Had, d.Fence > 0 && !d.Back
	placed := reseller.DeletionPlaced{At: s.clock.Now(), By: r.actor().Decided(), NoRefund: r.Desired.NoRefund, Key: r.Key, Promise: r.Promise}
	if asked && placed.By.Name == reseller.Itself.Name {
		placed = d.Placed // the server by itself makes nothing less of what was asked for
	}
	d = reseller.Deletion{DomainID: r.Domain.ID, AccountID: r.Domain.AccountID, PaidFrom: r.Domain.PaidThrough, Fence: d.Fence, Placed: placed}
	for row := *r.Domain; ; {
		d.Had = reseller.DelegationOf(row).As(earlier, rules)
		if d, err = s.workOn(ctx, d, r.AnswerBy); err != nil {
			break
		}
		seen := row.Version // what the account changes from here on finds the deletion on record
		if row, err = s.store.DomainByID(ctx, row.ID); err != nil || row.Version == seen {
			break
		}
	}
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		err = busy(r.Name)
	}
	return d, err
}

// workOn makes this process the one that carries a deletion, until its caller is answered.
func (s *Service) workOn(ctx context.Context, d reseller.Deletion, answerBy time.Time) (reseller.Deletion, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	d.DueAt, d.LeaseEnd = s.clock.Now(), s.leaseEnd()
	if end := answerBy.Add(s.set.LeaseFor); end.After(d.LeaseEnd) {
		d.LeaseEnd = end
	}
	return s.store.SaveDeletion(ctx, d)
}

// carry takes the steps of a deletion as far as they succeed now, and sets back what was taken away where the name stays.
func (s *Service) carry(ctx context.Context, r Request, d reseller.Deletion, rules reseller.TLD) (Result, error) {
	result, stays, err := s.takeApart(ctx, r, d, rules)
	switch {
	case d.Fence == 0 || result.Order.Kind == reseller.OrderDelete && result.Order.State == reseller.OrderDone:
	case stays:
		s.callOff(ctx, d, rules, errPaidFor)
	case result.Order.State == reseller.OrderRefused:
		s.callOff(ctx, d, rules, Verdict(result.Order))
	case isVerdict(err):
		s.callOff(ctx, d, rules, err)
	default:
		s.leaveDeletion(ctx, d, s.set.ReconcileWait)
	}
	return result, err
}

// errPaidFor ends a deletion of a name that stays.
var errPaidFor = errors.New("the name was paid for meanwhile")

// isVerdict reports whether an error says that a step was not taken, and will not be. A database that does not answer says neither.
func isVerdict(err error) bool {
	if e := new(reseller.Error); errors.As(err, &e) {
		return !e.Kind.LeavesOpen()
	}
	return errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrSignedOut)
}

// takeApart takes one step after the other, until one has not ended well. stays tells that the name has been paid for meanwhile.
func (s *Service) takeApart(ctx context.Context, r Request, d reseller.Deletion, rules reseller.TLD) (result Result, stays bool, err error) {
	overtaken := 0
	for domain := *r.Domain; ; {
		step := deletionStep(domain, rules)
		step.Guarded = r.Guarded || d.Fence > 0
		taken, err := s.takeStep(ctx, r, domain, step)
		switch {
		case errors.Is(err, reseller.ErrConflict) && step.Guarded && !r.Guarded:
			if overtaken++; overtaken == openTries {
				return result, false, busy(r.Name)
			}
		case err != nil:
			return taken, false, err
		default:
			if result = taken; result.Order.State != reseller.OrderDone || step.Kind == reseller.OrderDelete {
				return result, false, nil
			}
			r = r.begun()
		}
		if domain, err = s.store.DomainByID(ctx, domain.ID); err != nil || domain.State != reseller.DomainActive {
			return result, false, err
		}
		if !domain.PaidThrough.Equal(r.Domain.PaidThrough) {
			return result, true, nil
		}
		if ours, err := s.stillOurs(ctx, d); !ours || err != nil {
			return result, false, err
		}
	}
}

// stillOurs reports whether nobody has called a deletion off, or taken it over, since this process wrote it.
func (s *Service) stillOurs(ctx context.Context, d reseller.Deletion) (bool, error) {
	if d.Fence == 0 {
		return true, nil
	}
	now, err := s.store.Deletion(ctx, d.DomainID)
	if errors.Is(err, reseller.ErrNotFound) {
		return false, nil
	}
	return now.Fence == d.Fence, err
}

// takeStep orders a step against the row as it was read, or waits for it where it has been ordered before. ErrConflict if it is guarded and the row
// has changed.
func (s *Service) takeStep(ctx context.Context, r Request, domain reseller.Domain, step Request) (Result, error) {
	last, err := found(s.store.LastChange(ctx, domain.ID, step.Subject))
	if err != nil {
		return Result{}, err
	}
	switch {
	case last == nil || last.Kind != step.Kind:
	case last.State.Live() && last.Desired.Leaving && r.carriedOn():
		return s.workedOn(ctx, *last)
	case last.State.Live() && last.Desired.Leaving:
		return s.wait(ctx, *last, r.AnswerBy)
	case last.State == reseller.OrderRefused && r.carriedOn() && !last.CreatedAt.Before(r.placedAt):
		return Result{Order: *last}, nil // it was refused after everybody had gone
	}
	step.Caller, step.By, step.Name, step.Domain, step.AnswerBy = r.Caller, r.By, r.Name, &domain, r.AnswerBy
	step.Unattended = r.Unattended
	if step.Kind == reseller.OrderDelete {
		step = step.asAsked(r)
	}
	result, err := s.Change(ctx, step)
	if err == nil && r.carriedOn() {
		return s.workedOn(ctx, result.Order)
	}
	return result, err
}

// deleteSubject is that of the last step.
const deleteSubject = "delete"

// deletionStep is the next step on a name's way out.
func deletionStep(domain reseller.Domain, rules reseller.TLD) Request {
	if slices.ContainsFunc(domain.Nameservers, func(host string) bool { _, own := domain.Host(host); return own }) {
		others := domain.OutsideNameservers(rules)
		return Request{Kind: reseller.OrderNameservers, Subject: reseller.SubjectNameservers, Desired: reseller.Desired{Nameservers: others, Leaving: true}}
	}
	if len(domain.Hosts) > 0 {
		h := domain.Hosts[0]
		return Request{Kind: reseller.OrderHostDelete, Subject: reseller.HostSubject(h.Name), Desired: reseller.Desired{Host: &h, Leaving: true}}
	}
	return lastStep()
}

func lastStep() Request { return Request{Kind: reseller.OrderDelete, Subject: deleteSubject} }

// asAsked is the last step as the request for the deletion wants it. What was promised does not make two of them differ.
func (step Request) asAsked(r Request) Request {
	step.Key, step.refund, step.Params = r.Key, r.refund, reseller.Desired{NoRefund: r.Desired.NoRefund}
	step.Desired.NoRefund, step.Desired.Promise = r.Desired.NoRefund, r.Promise
	return step
}

// begun is the request for a deletion of which a step has been taken: what is decided goes on, whoever asked for it leaves, and is one act of the day.
func (r Request) begun() Request {
	r.By, r.Caller = r.actor().Decided(), reseller.Caller{Account: r.Caller.Account}
	r.Guarded = false // it was against the row as its caller read it
	return r
}

// carriedOn reports whether nobody waits for a deletion any more.
func (r Request) carriedOn() bool { return !r.placedAt.IsZero() }

// repeatedDeletion finds the order of a request that comes again under its idempotency key, before anything of the name is touched; nil if there is none.
func (s *Service) repeatedDeletion(ctx context.Context, r Request) (*reseller.Order, error) {
	if r.Key == "" {
		return nil, nil
	}
	last := lastStep().asAsked(r)
	last.Caller, last.Name = r.Caller, r.Name
	hash, err := s.key.HashParams(last.hashed())
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, last, hash)
}
