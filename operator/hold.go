package operator

import (
	"context"
	"errors"
	"strings"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// Holding asks for a name to be taken out of the zone of its TLD, or to be put back: clientHold (RFC 5731 §2.3).
type Holding struct {
	Name     reseller.Name
	On       bool
	Reason   string    // for the audit record, the name's row and its account
	AnswerBy time.Time // wall time until which the registry's answer is waited for
}

// holdSubject is what of a name such an order sets: a newer one takes the place of one that has not ended.
const holdSubject = "hold"

// Check reports what is wrong with the request.
func (r Holding) Check() error { return checkReason(r.Reason) }

// Hold orders that its registry takes a name out of the zone, or puts it back. The order has ended, or goes on by itself: its state tells.
// The name's registration, renewal and money stay as they are. It is audited, and the account is told once the registry has done it.
func (u Domains) Hold(ctx context.Context, r Holding) (reseller.Order, error) {
	d, err := u.holdable(ctx, r.Name, r.Check())
	if err == nil {
		err = u.mayHold(ctx, d, r)
	}
	if err != nil {
		return reseller.Order{}, err
	}
	account, err := u.Store.Account(ctx, d.AccountID)
	if err != nil {
		return reseller.Order{}, err
	}
	done, err := u.Orders.Change(ctx, orders.Request{
		Caller: reseller.Caller{Account: account}, By: reseller.OperatorIn(ctx), Kind: reseller.OrderHold, Name: d.Name, Domain: &d, Subject: holdSubject,
		Desired: reseller.Desired{Hold: &r.On, Why: strings.TrimSpace(r.Reason)}, AnswerBy: r.AnswerBy,
	})
	return done.Order, err
}

// holdable finds a name that is active, unless something is wrong with the request.
func (u Domains) holdable(ctx context.Context, name reseller.Name, wrong error) (reseller.Domain, error) {
	if wrong != nil {
		return reseller.Domain{}, wrong
	}
	d, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		return d, notFound("no account has %s", name)
	}
	if err == nil && d.State != reseller.DomainActive {
		err = refused("%s is %s: only a name that is active is put on hold or taken off it", d.Name, d.State)
	}
	return d, err
}

// mayHold refuses what its registry cannot do, and what is so already.
func (u Domains) mayHold(ctx context.Context, d reseller.Domain, r Holding) error {
	_, connector, err := u.Routes.Of(d)
	if err != nil {
		return err
	}
	if _, can := connector.(registry.Holder); !can {
		return reseller.NotSupported(d.Name.TLD(), "a hold")
	}
	wished := d.Holds.Operator.Stands()
	live, err := u.Orders.LiveChange(ctx, d.ID, holdSubject)
	if err != nil {
		return err
	}
	if live != nil {
		wished = *live.Desired.Hold
	}
	switch {
	case wished != r.On, live != nil:
	case r.On:
		err = refused("%s is on hold already; nothing was done", d.Name)
	case d.Holds.Registry.Stands():
		err = refused("the hold of %s is the registry's (serverHold), which only the registry lifts; nothing was done", d.Name)
	default:
		err = refused("%s is not on hold; nothing was done", d.Name)
	}
	return err
}
