package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// repeated finds the order that a request repeats, if it is a repeat. The action API has no request id: its clients retry
// after timeouts, and people retry days later. A repeat is an equal request: account, kind, name and parameter hash.
//
// With an idempotency key, or with the expiry date that a renewal insists on, the caller says exactly what is meant.
func (s *Service) repeated(ctx context.Context, r Request, hash string) (*reseller.Order, error) {
	if r.Key != "" {
		return s.byKey(ctx, r, hash)
	}
	if r.Unattended {
		return nil, nil
	}
	now := s.clock.Now()
	like := reseller.Order{AccountID: r.Caller.Account.ID, Kind: r.Kind, Name: r.Name, ParamsHash: hash}
	o, err := s.equalBefore(ctx, like, now.Add(-s.set.RepeatWindow))
	if o == nil || err != nil {
		return nil, err
	}
	if r.Domain != nil && o.DomainID != r.Domain.ID {
		return nil, nil // it was for an earlier registration of the name
	}
	if o.State.Live() {
		return o, nil
	}
	if !s.repeats(r, *o, now) {
		return nil, nil
	}
	if still, err := s.stands(ctx, *o); !still || err != nil {
		return nil, err
	}
	return o, nil
}

// repeats reports whether a request counts as a repeat of an equal order that has ended. A refused registration or transfer is no
// obstacle to a new one.
func (s *Service) repeats(r Request, o reseller.Order, now time.Time) bool {
	if r.Kind == reseller.OrderRegister || r.Kind == reseller.OrderTransfer {
		return o.State == reseller.OrderDone
	}
	return s.renewalRepeats(r, o, now)
}

// byKey finds the order that the account opened with the request's idempotency key.
func (s *Service) byKey(ctx context.Context, r Request, hash string) (*reseller.Order, error) {
	o, err := found(s.store.OrderByKey(ctx, r.Caller.Account.ID, r.Key, s.clock.Now().Add(-s.set.RepeatWindow)))
	if o == nil || err != nil {
		return nil, err
	}
	if o.Kind != r.Kind || o.Name != r.Name || o.ParamsHash != hash {
		return nil, about(*o, reseller.Errorf(reseller.KindConflict, reseller.CodeKeyReused,
			"this idempotency key belongs to order %d with other parameters; nothing was done: use a new key for a new order", o.ID).In(reseller.PathIdempotencyKey))
	}
	if !o.Kind.Additive() {
		return o, nil
	}
	if still, err := s.stands(ctx, *o); err != nil {
		return nil, err
	} else if !still {
		return nil, about(*o, reseller.Errorf(reseller.KindConflict, reseller.CodeKeyReused,
			"this idempotency key belongs to order %d, and what it did has been undone since; nothing was done: use a new key for a new order", o.ID).In(reseller.PathIdempotencyKey))
	}
	return o, nil
}

// renewalRepeats reports whether an equal renewal or restore that has ended is what the caller asks for again: soon after, or
// when its caller never heard how it ended. Buying a second year an hour later is legitimate.
func (s *Service) renewalRepeats(r Request, o reseller.Order, now time.Time) bool {
	if r.Desired.Expect != "" {
		return o.State == reseller.OrderDone // the hash holds the date, so it is the same term
	}
	if o.Answer != reseller.AnsweredFinal {
		return true
	}
	window := s.set.ReplayWindow
	if own := r.Caller.Account.ReplayWindow; own > 0 {
		window = own
	}
	return o.State == reseller.OrderDone && now.Sub(o.CreatedAt) < window
}

// joinOrReport decides about a request whose live key, name or idempotency key was taken: join the live order if it is equal,
// refuse otherwise. Neither means: decide again.
func (s *Service) joinOrReport(ctx context.Context, r Request, hash string) (*reseller.Order, error) {
	like := reseller.Order{Kind: r.Kind, Name: r.Name}
	if r.Domain != nil {
		like.DomainID, like.PaidFrom = r.Domain.ID, r.Domain.PaidThrough
	}
	o, err := found(s.store.LiveOrder(ctx, liveKey(like)))
	if err != nil {
		return nil, err
	}
	switch {
	case o != nil && o.AccountID != r.Caller.Account.ID:
		return nil, notAvailable(r.Name)
	case o != nil && o.ParamsHash == hash && o.Kind == r.Kind && (r.Key == "" || r.Key == o.IdempotencyKey):
		return o, nil
	case o != nil:
		return nil, inProgress(*o)
	}
	if r.Domain != nil {
		return nil, nil
	}
	live, err := s.store.LiveDomain(ctx, r.Name)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if live.AccountID == r.Caller.Account.ID && live.State.Held() {
		if again, err := s.repeated(ctx, r, hash); again != nil || err != nil {
			return again, err
		}
		return nil, reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is in this account already; nothing was charged", r.Name).In(reseller.PathName)
	}
	if r.Kind == reseller.OrderTransfer && live.AccountID != r.Caller.Account.ID && live.State == reseller.DomainActive {
		return s.takeOver(ctx, r, hash, live)
	}
	return nil, notAvailable(r.Name)
}

// UnderWay finds, by the ids of some domains, the unfinished renewals of their terms, or their unfinished restores. No other one is opened
// beside it.
func (s *Service) UnderWay(ctx context.Context, kind reseller.OrderKind, domains []reseller.Domain) (map[int64]reseller.Order, error) {
	keys := make([]string, len(domains))
	for i, d := range domains {
		keys[i] = liveKey(reseller.Order{Kind: kind, DomainID: d.ID, PaidFrom: d.PaidThrough})
	}
	live, err := s.store.LiveOrders(ctx, keys)
	byDomain := make(map[int64]reseller.Order, len(live))
	for _, o := range live {
		byDomain[o.DomainID] = o
	}
	return byDomain, err
}

func notAvailable(name reseller.Name) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is not available; nothing was charged", name).In(reseller.PathName)
}

func inProgress(o reseller.Order) error {
	return about(o, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
		"%s: order %d with other parameters is in progress; nothing was done: wait until it has ended", o.Name, o.ID))
}

// about has an error name the order that it speaks of.
func about(o reseller.Order, e *reseller.Error) error {
	e.Order = o.ID
	return e
}

// found turns "not found" into no order.
func found(o reseller.Order, err error) (*reseller.Order, error) {
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &o, nil
}
