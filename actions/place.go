package actions

import (
	"context"
	"errors"

	"nameyard/orders"
	"nameyard/reseller"
)

// change places an order that sets something on a domain, and turns anything but its completion into an error.
func (s *Service) change(ctx context.Context, call Call, r orders.Request) (orders.Result, error) {
	r.Caller, r.Key, r.AnswerBy = call.Caller, call.Key, call.AnswerBy
	r.Name = r.Domain.Name
	result, err := s.orders.Change(ctx, r)
	if err != nil {
		return result, err
	}
	return result, orders.Verdict(result.Order)
}

// patchTries bounds how often a patch is made anew because what it patches has changed.
const patchTries = 10

// patchMaker gives the request of a change for a domain row and what an unfinished change of the same subject makes of it (nil = none).
type patchMaker func(reseller.Domain, reseller.TLD, *reseller.Desired) (orders.Request, error)

// patched gives a name as it is, and the request that a patch makes from it. Nothing is placed.
func (s *Service) patched(ctx context.Context, call Call, name reseller.Name, subject string, make patchMaker) (reseller.Domain, orders.Request, error) {
	d, rules, err := s.active(ctx, call, name)
	if err != nil {
		return d, orders.Request{}, err
	}
	live, err := s.orders.LiveChange(ctx, d.ID, subject)
	if err != nil {
		return d, orders.Request{}, err
	}
	var coming *reseller.Desired
	if live != nil {
		coming = &live.Desired
	}
	r, err := make(d, rules, coming)
	if err == nil {
		err = d.MayOrder(r.Kind, r.Desired)
	}
	return d, r, err
}

// patch places a change that is made from what the name has now, or from what an unfinished change of the same subject makes of it.
// make runs again if the row has changed meanwhile.
func (s *Service) patch(ctx context.Context, call Call, name reseller.Name, subject string, make patchMaker) (orders.Result, error) {
	for range patchTries {
		d, r, err := s.patched(ctx, call, name, subject, make)
		if err != nil {
			return orders.Result{}, err
		}
		r.Domain, r.Subject, r.Guarded = &d, subject, true
		result, err := s.change(ctx, call, r)
		if !errors.Is(err, reseller.ErrConflict) {
			return result, err
		}
	}
	return orders.Result{}, busy(name)
}

// busy is the error of a name that others change all the time.
func busy(name reseller.Name) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "%s is being changed by other requests at this moment; nothing was done, try again", name)
}

// buy places an order that costs money.
func (s *Service) buy(ctx context.Context, call Call, r orders.Request) (Ordered, error) {
	r.Caller, r.Key, r.AnswerBy = call.Caller, call.Key, call.AnswerBy
	result, err := s.orders.Buy(ctx, r)
	if err != nil {
		return Ordered{Order: result.Order}, err
	}
	return Ordered{Order: result.Order}, orders.Verdict(result.Order)
}

// pendingIsSuccess lets an order that is under way pass: registrations and transfers are expected to take their time.
func pendingIsSuccess(o Ordered, err error) (Ordered, error) {
	if reseller.IsKind(err, reseller.KindPending) {
		return o, nil
	}
	return o, err
}
