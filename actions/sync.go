package actions

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// Sync asks for the state of a name.
type Sync struct {
	Name reseller.Name
}

// SyncState is the state of a name as sync crons want it. Expires is never zero: it is the paid-through date, the expected
// one while a registration is pending, the last one of a name that left.
type SyncState struct {
	Status          string // active, expired, redemption, pendingdelete, pending, cancelled, transferredaway
	Active          bool
	Expired         bool
	Cancelled       bool
	TransferredAway bool
	Expires         time.Time
	At              time.Time // the moment that it speaks of: business time
}

// Sync tells the state of a name that the account has or had, after a look at its registry where that is set and what is known of the name is
// old. WHMCS add-on action Sync.
func (s *Service) Sync(ctx context.Context, call Call, r Sync) (SyncState, error) {
	d, err := s.anyDomain(ctx, call, r.Name)
	if err != nil {
		return SyncState{}, err
	}
	if s.refresher != nil && s.refresher.Refresh(ctx, d) {
		if d, err = s.anyDomain(ctx, call, r.Name); err != nil {
			return SyncState{}, err
		}
	}
	return s.syncOf(ctx, d)
}

func (s *Service) syncOf(ctx context.Context, d reseller.Domain) (state SyncState, err error) {
	now := s.clock.Now()
	state = syncState(d, now)
	state.At, state.Expires = now, d.PaidThrough
	if state.Expires.IsZero() {
		state.Expires, err = s.expectedExpiry(ctx, d)
	}
	return state, err
}

func syncState(d reseller.Domain, now time.Time) SyncState {
	switch d.State {
	case reseller.DomainPendingRegister, reseller.DomainPendingTransfer:
		return SyncState{Status: "pending"}
	case reseller.DomainRedemption:
		return SyncState{Status: "redemption", Expired: true}
	case reseller.DomainPendingDelete:
		return SyncState{Status: "pendingdelete", Expired: true}
	case reseller.DomainRefused, reseller.DomainDeleted:
		return SyncState{Status: "cancelled", Cancelled: true}
	case reseller.DomainReleased, reseller.DomainTransferredAway:
		return SyncState{Status: "transferredaway", TransferredAway: true}
	}
	if d.Expired(now) {
		return SyncState{Status: "expired", Expired: true}
	}
	return SyncState{Status: "active", Active: true}
}

// expectedExpiry is the date that a name without registry facts would have: the years ordered, from the day of the order.
func (s *Service) expectedExpiry(ctx context.Context, d reseller.Domain) (time.Time, error) {
	o, err := s.store.DomainOrder(ctx, d.ID, reseller.OrderRegister, reseller.OrderTransfer)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.AddYears(d.CreatedAt, 1), nil
	}
	return reseller.AddYears(d.CreatedAt, max(o.Desired.Years, 1)), err
}

// TransferSync asks how a transfer stands.
type TransferSync struct {
	Name reseller.Name
}

// TransferState is how a transfer stands. Neither completed nor failed means: still pending.
type TransferState struct {
	Completed bool
	Failed    bool
	Reason    string
	Expires   time.Time
}

// TransferSync tells how a transfer stands, after a look at the registry while it is pending. WHMCS add-on action TransferSync.
func (s *Service) TransferSync(ctx context.Context, call Call, r TransferSync) (TransferState, error) {
	d, err := s.anyDomain(ctx, call, r.Name)
	if err != nil {
		return TransferState{}, err
	}
	if d.State == reseller.DomainPendingTransfer {
		if d, err = s.followTransfer(ctx, call, d); err != nil {
			return TransferState{}, err
		}
	}
	switch d.State {
	case reseller.DomainPendingTransfer, reseller.DomainPendingRegister:
		return TransferState{}, nil
	case reseller.DomainActive, reseller.DomainRedemption, reseller.DomainPendingDelete:
		return TransferState{Completed: true, Expires: d.PaidThrough}, nil
	}
	reason := d.Reason
	if reason == "" {
		reason = "the name is not in this account any more"
	}
	return TransferState{Failed: true, Reason: reason}, nil
}

// followTransfer looks at the registry and reads the row again. A registry that does not answer leaves it pending.
func (s *Service) followTransfer(ctx context.Context, call Call, d reseller.Domain) (reseller.Domain, error) {
	o, err := s.store.DomainOrder(ctx, d.ID, reseller.OrderTransfer)
	if err != nil {
		return d, err
	}
	if err := s.orders.Follow(ctx, o); err != nil {
		s.log.Warn("cannot follow a transfer", "order", o.ID, "err", err)
	}
	return s.anyDomain(ctx, call, d.Name)
}
