package jobs

import (
	"context"
	"errors"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// followCommand brings the order whose command a message speaks of up to date now, not at its next due time, with what the message says of
// it. What no open order and no row of ours accounts for is kept for the operator: somebody has to pay for it, or to be told.
func followCommand(ctx context.Context, d Deps, c registry.NamedConnector, m registry.Message) error {
	o, err := orderOf(ctx, d, m)
	if errors.Is(err, reseller.ErrNotFound) {
		return withoutOrder(ctx, d, c, m)
	}
	if err != nil {
		return err
	}
	domain, err := d.Books.DomainByID(ctx, o.DomainID)
	if err != nil {
		return err
	}
	if its, err := connectorOf(d, domain); err == nil && !concerns(c, its) {
		return keepMessage(ctx, d, c, m)
	}
	switch {
	case !o.State.Live():
		return afterTheEnd(ctx, d, c, o, m)
	case d.Clock.Wall().Before(o.LeaseEnd):
		return fmt.Errorf("order %d: %w", o.ID, errBusy)
	}
	told := decisionIn(m, o)
	if err := d.Orders.FollowTold(ctx, o, told); err != nil {
		// Reconcile looks at the order anyway. The messages behind this one must not wait for it.
		d.Log.Error("an order could not be followed after a registry message", "order", o.ID, "err", err)
	}
	if told == nil {
		return nil
	}
	if o, err = d.Books.Order(ctx, o.ID); err != nil || !o.State.Live() {
		return err
	}
	return keepMessage(ctx, d, c, m) // the registry says it once, and the order does not know it
}

// orderOf finds the order that a message speaks of: by the transaction id in it, otherwise the registration or transfer of its name that is open.
func orderOf(ctx context.Context, d Deps, m registry.Message) (reseller.Order, error) {
	if base := reseller.ClTRIDBaseOf(m.ClTRID); base != "" {
		o, err := d.Books.OrderByClTRIDBase(ctx, base)
		if !errors.Is(err, reseller.ErrNotFound) {
			return o, err
		}
	}
	return d.Books.LiveOrder(ctx, "name:"+m.Name.String())
}

// decisionIn is what a message says of the last attempt of an order; nil if it says nothing. A message without a transaction id of ours is
// about the order of its name that is open, unless it is older; it can end that, and proves nothing that the name does not show.
func decisionIn(m registry.Message, o reseller.Order) *registry.Found {
	base := reseller.ClTRIDBaseOf(m.ClTRID)
	switch m.Kind {
	case registry.MessagePendingDone:
		if base != "" && base == o.ClTRIDBase {
			return &registry.Found{State: registry.FoundDone, Words: m.Words}
		}
	case registry.MessagePendingFailed, registry.MessageTransferFailed:
		if m.ClTRID == o.ClTRID() || base == "" && m.At.After(o.SentAt) {
			return &registry.Found{State: registry.FoundRefused, Words: m.Words}
		}
	}
	return nil
}

// carriedOut reports whether a message says that a command has taken effect.
func carriedOut(m registry.Message) bool {
	return m.Kind == registry.MessagePendingDone || m.Kind == registry.MessageTransferDone
}

// afterTheEnd holds a message against the order of its command, which has ended: one that says otherwise is for the operator.
func afterTheEnd(ctx context.Context, d Deps, c registry.NamedConnector, o reseller.Order, m registry.Message) error {
	done := o.State == reseller.OrderDone && o.ReversedAt.IsZero()
	switch {
	case done == carriedOut(m), done && m.ClTRID != o.ClTRID():
		return nil // of several attempts one was refused, and another one was not
	case m.Kind == registry.MessagePendingDone || done:
		return keepMessage(ctx, d, c, m)
	}
	return withoutOrder(ctx, d, c, m)
}

// withoutOrder takes up a message of a command that no open order sent. A name that came to us must have an account: where it has none, and
// the registry shows it as ours, the operator must say whose it is.
func withoutOrder(ctx context.Context, d Deps, c registry.NamedConnector, m registry.Message) error {
	if m.Kind == registry.MessagePendingFailed {
		return keepMessage(ctx, d, c, m) // a registry or gateway that changes transaction ids: whose command it was, only a person can tell
	}
	if !carriedOut(m) || m.Name.IsZero() {
		return nil
	}
	domain, err := d.Books.LiveDomain(ctx, m.Name)
	if err == nil && !domain.State.Held() {
		return nil // its order was opened at this very moment, and looks by itself
	}
	if err == nil && m.Kind == registry.MessageTransferDone {
		return nil // its order has ended already
	}
	if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return err
	}
	held := err == nil
	if !held {
		domain = reseller.Domain{Name: m.Name, Connector: c.Name} // whoever tells of it has it
	}
	its, err := connectorOf(d, domain)
	if err != nil || !concerns(c, its) {
		return keepMessage(ctx, d, c, m)
	}
	if held {
		return follow(ctx, d, its, domain, m)
	}
	asking, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	shown, err := its.Info(asking, m.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName), err == nil && !shown.Ours:
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", m.Name, err)
	}
	return keepMessage(ctx, d, c, m)
}
