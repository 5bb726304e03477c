package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// domain finds a live name in the caller's view.
func (s *Service) domain(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, error) {
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, name)
	if err == nil && d.Removed {
		err = outOfView(d)
	}
	return d, mustBeLive(name, d.State, err)
}

// outOfView is the error of a name that its account has taken out of its view.
func outOfView(d reseller.Domain) error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
		"%s has been taken out of this account's view; its registration goes on, and %s brings it back", d.Name, reseller.HintRestoreToAccount).In(reseller.PathName)
}

// anyDomain finds a name that the caller has or had.
func (s *Service) anyDomain(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, error) {
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, name)
	return d, notHere(name, err)
}

// mustBeLive turns what the store found of a name into the caller's answer: only live names are there.
func mustBeLive(name reseller.Name, state reseller.DomainState, err error) error {
	if err == nil && !state.Live() {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account any more: %s", name, state).In(reseller.PathName)
	}
	return notHere(name, err)
}

func notHere(name reseller.Name, err error) error {
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account", name).In(reseller.PathName)
	}
	return err
}

// active finds a name of the caller's that the registry has confirmed, with its TLD's rules: what changes need.
func (s *Service) active(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, reseller.TLD, error) {
	return s.activeAs(name, func() (reseller.Domain, error) { return s.domain(ctx, call, name) })
}

// activeAs is active with another way to find the name.
func (s *Service) activeAs(name reseller.Name, find func() (reseller.Domain, error)) (reseller.Domain, reseller.TLD, error) {
	rules, err := s.routes.Rules().Lookup(name.TLD())
	if err != nil {
		return reseller.Domain{}, rules, err
	}
	d, err := find()
	if err != nil {
		return d, rules, err
	}
	return d, rules, mustBeActive(d)
}

func mustBeActive(d reseller.Domain) error {
	switch d.State {
	case reseller.DomainActive:
		return nil
	case reseller.DomainPendingRegister, reseller.DomainPendingTransfer:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is not confirmed by the registry yet; try again when it is active", d.Name).In(reseller.PathName)
	case reseller.DomainRedemption:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has been deleted; restore it first (%s)", d.Name, reseller.HintRestoreDomain).In(reseller.PathName)
	case reseller.DomainPendingDelete:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has been deleted and can not be restored any more; it will be free soon", d.Name).In(reseller.PathName)
	}
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account any more: %s", d.Name, d.State).In(reseller.PathName)
}
