package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// RequestDelete names a name to delete.
type RequestDelete struct {
	Name     reseller.Name
	NoRefund bool // nothing is refunded, and no limit of refunds counts
	// Promise is what the caller was shown that it comes to: if it does not by now, nothing is done (code price_changed). nil = whatever it comes to.
	Promise *reseller.DeletionPromise
}

// RequestDelete starts the TLD's deletion: at once in the add grace where the TLD has one, otherwise by way of redemption. What the
// registry takes back with it is refunded, up to a limit of registrations in a month (code refund_limit). Child name servers of the name that no other name uses are deleted with it. WHMCS add-on action RequestDelete.
func (s *Service) RequestDelete(ctx context.Context, call Call, r RequestDelete) (Ordered, error) {
	d, _, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	if err := s.mustBeUnused(ctx, call, d, reseller.PathName, hostNames(d)...); err != nil {
		return Ordered{}, err
	}
	result, err := s.orders.Delete(ctx, orders.Request{
		Caller: call.Caller, Name: d.Name, Domain: &d, Desired: reseller.Desired{NoRefund: r.NoRefund}, Promise: r.Promise, Key: call.Key, AnswerBy: call.AnswerBy,
	})
	if err != nil {
		return Ordered{Order: result.Order}, err
	}
	return Ordered{Order: result.Order}, deletionVerdict(result.Order, d)
}

// ForeseenDeletion is what a deletion would come to.
type ForeseenDeletion struct {
	Foreseen
	Refund   reseller.Money // that the TLD's rules give back, tax included; the registry has the last word
	NoRefund bool           // it is possible without a refund only: the account's limit of the month is reached
	AtOnce   bool           // it is in its add grace: gone at once, with no redemption
	Hosts    []reseller.Host
}

// ForeseeDelete tells what RequestDelete would do. Nothing is done.
func (s *Service) ForeseeDelete(ctx context.Context, call Call, r RequestDelete) (ForeseenDeletion, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err == nil {
		err = d.MayOrder(reseller.OrderDelete, reseller.Desired{})
	}
	if err == nil {
		err = s.mustBeUnused(ctx, call, d, reseller.PathName, hostNames(d)...)
	}
	f := ForeseenDeletion{Hosts: d.Hosts, AtOnce: d.GoneAtOnce(rules, s.clock.Now())}
	if f.Foreseen, err = foreseen(Foreseen{}, err); err != nil || f.Obstacle != nil {
		return f, err
	}
	f.Refund, err = s.orders.DeletionRefund(ctx, d)
	if e := reseller.AsError(err); e != nil && e.Code == reseller.CodeRefundLimit {
		f.NoRefund, err = true, nil
	}
	return f, err
}

// hostNames are the names of a domain's child name servers.
func hostNames(d reseller.Domain) []string {
	hosts := make([]string, len(d.Hosts))
	for i, h := range d.Hosts {
		hosts[i] = h.Name
	}
	return hosts
}

// deletionVerdict says how a deletion stands, by the order of its last step. d is the name as it was when it began.
func deletionVerdict(o reseller.Order, d reseller.Domain) error {
	err := orders.Verdict(o)
	refused := err != nil && !reseller.IsKind(err, reseller.KindPending)
	var e *reseller.Error
	switch {
	case o.Kind == reseller.OrderDelete && (!refused || len(d.Hosts) == 0):
		return err
	case o.Kind == reseller.OrderDelete:
		e = reseller.Errorf(reseller.AsError(err).Kind, reseller.AsError(err).Code,
			"%s was not deleted: %s; what was removed is being set back", o.Name, reseller.Inner(err))
	case err == nil:
		e = reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "%s was changed by others while its child name servers were removed; it has not been deleted", o.Name)
	case !refused:
		e = reseller.Errorf(reseller.KindPending, reseller.CodePending,
			"the child name servers of %s are removed first, in progress as order %d; it is deleted when that has ended", o.Name, o.ID)
	default:
		e = reseller.Errorf(reseller.KindRefused, reseller.AsError(err).Code,
			"%s cannot be deleted while it has child name servers, and they cannot be removed: %s; what was removed is being set back", o.Name, reseller.Inner(err))
	}
	e.Order = o.ID
	return e
}
