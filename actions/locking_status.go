package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// DomainGetLockingStatus asks for the transfer lock of a name.
type DomainGetLockingStatus struct {
	Name reseller.Name
}

// LockingStatus is the transfer lock of a name.
type LockingStatus struct {
	Supported bool // the TLD has a lock
	Locked    bool
}

// DomainGetLockingStatus reports whether a name is locked. WHMCS add-on action DomainGetLockingStatus.
func (s *Service) DomainGetLockingStatus(ctx context.Context, call Call, r DomainGetLockingStatus) (LockingStatus, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return LockingStatus{}, err
	}
	d, err := s.domain(ctx, call, r.Name)
	return LockingStatus{rules.Lock, d.Locked}, err
}

// DomainUpdateLockingStatus sets or lifts the transfer lock.
type DomainUpdateLockingStatus struct {
	Name   reseller.Name
	Locked bool
}

// DomainUpdateLockingStatus sets or lifts the lock at the registry. A TLD without a lock is a KindUnsupported error.
// WHMCS add-on action DomainUpdateLockingStatus.
func (s *Service) DomainUpdateLockingStatus(ctx context.Context, call Call, r DomainUpdateLockingStatus) (Ordered, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err == nil {
		err = lockable(rules)
	}
	if err != nil {
		return Ordered{}, err
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderLock, Domain: &d, Subject: reseller.SubjectLock, Desired: reseller.Desired{Lock: &r.Locked},
	})
	return Ordered{Order: result.Order}, err
}

// lockable refuses a TLD that has no lock.
func lockable(rules reseller.TLD) error {
	if !rules.Lock {
		return reseller.NotSupported(rules.Name, "a transfer lock")
	}
	return nil
}
