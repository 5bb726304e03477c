package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// openTries bounds how often a request decides anew because somebody else was faster.
const openTries = 8

// Buy places an order that costs money: register, transfer, renew or restore. A repeat of an equal request is answered
// from the order it repeats; an equal request that is under way is joined; otherwise the intent is recorded, the money
// held, and the order carried out. Buy waits for the end until AnswerBy.
//
// An order that ended as refused, or that has not ended, is a Result and no error: see Verdict. In a dry run (reseller.Rehearse) the
// result is the order as it would be sent.
func (s *Service) Buy(ctx context.Context, r Request) (Result, error) {
	hash, err := s.key.HashParams(r.Desired, r.AuthCode)
	if err != nil {
		return Result{}, err
	}
	for range openTries {
		if err := s.checkAdopted(ctx, &r); err != nil {
			return Result{}, err
		}
		earlier, err := s.repeated(ctx, r, hash)
		if err != nil {
			return Result{}, err
		}
		if earlier != nil {
			return s.wait(ctx, *earlier, r.AnswerBy)
		}
		if err := s.mayGuess(ctx, r); err != nil {
			return Result{}, err
		}
		o, err := s.open(ctx, r, hash)
		switch {
		case err == nil && reseller.Rehearsing(ctx):
			return Result{Order: o}, nil
		case err == nil:
			return s.wait(ctx, o, r.AnswerBy)
		case errors.Is(err, reseller.ErrFunds):
			return Result{}, s.insufficientFunds(r)
		case errors.Is(err, reseller.ErrDuplicate):
			live, err := s.joinOrReport(ctx, r, hash)
			if err != nil {
				return Result{}, err
			}
			if live != nil {
				return s.wait(ctx, *live, r.AnswerBy)
			}
		case errors.Is(err, reseller.ErrConflict):
			if err := s.reread(ctx, &r); err != nil {
				return Result{}, err
			}
		default:
			return Result{}, err
		}
	}
	return Result{}, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
		"%s is being changed by other requests at this moment; nothing was done, try again", r.Name)
}

// open records the intent with its frozen price and expiry, holds the money and sends the order on its way.
func (s *Service) open(ctx context.Context, r Request, hash string) (reseller.Order, error) {
	if r.Check != nil {
		if err := r.Check(*r.Domain); err != nil {
			return reseller.Order{}, err
		}
	}
	o := s.newOrder(r, hash)
	cost, err := s.Cost(ctx, r)
	if err != nil {
		return reseller.Order{}, err
	}
	if err := agreed(r, cost.Charge); err != nil {
		return reseller.Order{}, err
	}
	o.Charge, o.CostLimit = cost.Charge, cost.Limit
	opening := reseller.Opening{Order: o, LiveKey: liveKey(o), Holder: s.holder, Settle: s.set.Settle, ByCaller: r.byCaller(), Token: r.Caller.Token}
	if r.Guarded && r.Domain != nil {
		opening.Version = r.Domain.Version
	}
	if r.Domain == nil {
		opening.Domain, opening.ZoneFile = s.pendingDomain(r, o), r.ZoneFile
	}
	if r.AuthCode != "" {
		opening.AuthCode = s.key.Seal(r.AuthCode, reseller.AuthCodePurpose(o.ClTRIDBase))
	}
	return s.recordIntent(ctx, opening, r.AuthCode)
}

// newOrder makes the order of a request, ready to be sent by this process.
func (s *Service) newOrder(r Request, hash string) reseller.Order {
	now := s.clock.Now()
	o := reseller.Order{
		AccountID: r.Caller.Account.ID, Kind: r.Kind, Name: r.Name, State: reseller.OrderSending, ParamsHash: hash,
		IdempotencyKey: r.Key, Subject: r.Subject, Desired: r.Desired, Charge: reseller.Charge{Currency: r.Caller.Account.Currency},
		By: r.actor(), ClTRIDBase: reseller.NewClTRIDBase(), Attempt: 1, LeaseEnd: s.leaseEnd(), CreatedAt: now, SentAt: now, DueAt: now,
	}
	if r.Domain != nil {
		o.DomainID = r.Domain.ID
	}
	if r.Unattended {
		o.Answer = reseller.AnsweredFinal
	}
	if r.Kind == reseller.OrderRenew {
		o.FrozenExpiry, o.PaidFrom = r.Domain.RegistryExpiry, r.Domain.PaidThrough
	}
	if r.Desired.Leaving {
		o.PaidFrom = r.Domain.PaidThrough
	}
	return o
}

// pendingDomain is the row of a name that is being bought: what was ordered, and no registry facts.
func (s *Service) pendingDomain(r Request, o reseller.Order) *reseller.Domain {
	state := reseller.DomainPendingRegister
	if r.Kind == reseller.OrderTransfer {
		state = reseller.DomainPendingTransfer
	}
	row := &reseller.Domain{
		AccountID: o.AccountID, Name: r.Name, State: state, Version: 1, Nameservers: r.Desired.Nameservers, Contacts: r.Desired.Contacts,
		Fields: r.Desired.Fields, AutoRenew: r.Desired.AutoRenew, DNSManagement: r.Desired.DNSManagement,
		EmailForwarding: r.Desired.EmailForwarding, CreatedAt: o.CreatedAt, Connector: s.routes.Rules()[r.Name.TLD()].Connector,
	}
	if r.Adopt != nil {
		row.ID, row.Version = r.Adopt.ID, r.Adopt.Version
	}
	return row
}

func (s *Service) insufficientFunds(r Request) error {
	return reseller.Errorf(reseller.KindFunds, reseller.CodeFunds,
		"the account's available credit does not cover the %s of %s; nothing was charged: top up and try again", r.Kind.Operation().Noun(), r.Name)
}

// checkAdopted reads the row that a request is to adopt again. One that has held a name keeps its facts, and the name gets a row of
// its own.
func (s *Service) checkAdopted(ctx context.Context, r *Request) error {
	if r.Adopt == nil {
		return nil
	}
	row, err := s.store.DomainByID(ctx, r.Adopt.ID)
	if err != nil {
		return err
	}
	held, err := found(s.store.AcquisitionOrder(ctx, row.ID))
	if err != nil {
		return err
	}
	r.Adopt = nil
	if held == nil && row.NeverHeld() {
		r.Adopt = &row
	}
	return nil
}

// reread loads the domain that an order starts from again, because it has changed since.
func (s *Service) reread(ctx context.Context, r *Request) error {
	if r.Domain == nil {
		return nil
	}
	fresh, err := s.store.DomainByID(ctx, r.Domain.ID)
	if err != nil {
		return err
	}
	if !fresh.State.Held() || fresh.AccountID != r.Caller.Account.ID {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is no longer in this account", r.Name)
	}
	r.Domain = &fresh
	return nil
}
