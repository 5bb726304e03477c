package orders

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"nameyard/reseller"
)

// A round of Reconcile: how many orders it looks up, how many of one connector it takes up at once, and for how long it
// begins new ones (wall time). One slow registry must not hold up the others.
const (
	reconcileBatch = 1000
	reconcileHands = 8
	reconcileRound = 20 * time.Second
)

// Reconcile finds out what happened to every unfinished order that nobody carries, and finishes it. It runs at start and
// every 30 s, on any number of servers at once: an order is claimed with a fence before it is touched. It tells how many
// orders were due.
func (d *Service) Reconcile(ctx context.Context) (int, error) {
	due, err := d.store.DueOrders(ctx, reconcileBatch)
	if err != nil {
		return 0, err
	}
	byConnector := map[string][]reseller.Order{}
	for _, o := range due {
		connector := d.routes.Rules()[o.Name.TLD()].Connector
		byConnector[connector] = append(byConnector[connector], o)
	}
	var connectors sync.WaitGroup
	for _, orders := range byConnector {
		connectors.Go(func() { d.takeAll(ctx, orders) })
	}
	connectors.Wait()
	rechecked, err := d.recheckAll(ctx)
	return len(due) + rechecked, errors.Join(err, d.FlushAcknowledged(ctx))
}

// takeAll takes up the orders of one connector, a few at once, for as long as a round lasts. What is left stays due.
func (d *Service) takeAll(ctx context.Context, orders []reseller.Order) {
	var hands sync.WaitGroup
	defer hands.Wait()
	free := make(chan struct{}, reconcileHands)
	over := d.clock.Wall().Add(reconcileRound)
	for _, o := range orders {
		free <- struct{}{}
		if ctx.Err() != nil || d.closing.Err() != nil || d.clock.Wall().After(over) {
			return
		}
		hands.Go(func() {
			defer func() { <-free }()
			if err := d.take(ctx, o); err != nil {
				d.log.Error("cannot reconcile an order", "order", o.ID, "err", err)
			}
		})
	}
}

// take claims one order and brings it as far as it goes now.
func (d *Service) take(ctx context.Context, o reseller.Order) error {
	if o.State == reseller.OrderQueued {
		d.nextChange(ctx, o.DomainID)
		return nil
	}
	claimed, err := d.store.ClaimOrder(ctx, o, d.holder, d.leaseEnd())
	if errors.Is(err, reseller.ErrConflict) {
		return nil // somebody else takes it
	}
	if err != nil {
		return err
	}
	d.flights.start(claimed.ID)
	stop := d.keepLease(claimed)
	end, err := d.finish(ctx, claimed)
	stop()
	d.flights.land(claimed.ID, end, "")
	if claimed.Subject != "" {
		d.nextChange(ctx, claimed.DomainID)
	}
	return err
}

// finish follows a claimed order once and gives it back if it is still open. A fault of ours in one order does not end the
// server.
func (d *Service) finish(ctx context.Context, o reseller.Order) (end reseller.Order, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			end, err = d.lost(o, reseller.ErrConflict), fmt.Errorf("a fault in the program: %v\n%s", fault, debug.Stack())
		}
	}()
	rules, conn, err := d.routes.For(o.Name)
	if err != nil {
		return d.leave(o, waitingState(o), o.Code, err.Error(), d.set.PendingWait), err
	}
	j := job{Order: o, rules: rules, conn: conn}
	if o.State == reseller.OrderSending {
		// Its carrier died or gave up. Whether the command went out is not known.
		j.Order, err = d.store.MoveOrder(ctx, reseller.Move{
			Order: o, To: reseller.OrderUnknown, LiveKey: d.keptKey(o), Reason: "the server stopped while it was sent",
			DueAt: d.clock.Now(), LeaseEnd: d.leaseEnd(),
		})
		if err != nil {
			return d.lost(o, err), nil
		}
	}
	end, known := d.follow(j)
	if !known && end.State == reseller.OrderUnknown {
		end = d.leave(end, reseller.OrderUnknown, end.Code, end.Reason, d.set.ReconcileWait)
	}
	return end, nil
}

// waitingState is the state in which an order waits that was claimed and cannot be followed.
func waitingState(o reseller.Order) reseller.OrderState {
	if o.State == reseller.OrderPending {
		return reseller.OrderPending
	}
	return reseller.OrderUnknown
}

// Follow brings an unfinished order up to date now, without waiting for its due time: after a registry message, or when its
// owner asks. It does nothing while somebody carries the order, and waits until ctx ends at most; the look goes on then.
func (d *Service) Follow(ctx context.Context, o reseller.Order) error {
	if !o.State.Live() || d.clock.Wall().Before(o.LeaseEnd) {
		return nil
	}
	ended := make(chan error, 1)
	d.carriers.Go(func() { ended <- d.take(context.WithoutCancel(ctx), o) })
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// recheckAll compares done changes with the registry that took the place of an unanswered one: the old command may have
// come late and set the old wish again. Then the newer wish is sent once more, as an order of its own.
func (d *Service) recheckAll(ctx context.Context) (int, error) {
	orders, err := d.store.DueRechecks(ctx, reconcileBatch)
	if err != nil {
		return 0, err
	}
	for _, o := range orders {
		if err := d.recheck(ctx, o); err != nil {
			d.log.Error("cannot recheck a change", "order", o.ID, "err", err)
		}
	}
	return len(orders), nil
}

func (d *Service) recheck(ctx context.Context, o reseller.Order) error {
	rules, conn, err := d.routes.For(o.Name)
	if err != nil {
		return err
	}
	j := job{Order: o, rules: rules, conn: conn}
	domain, err := d.store.DomainByID(ctx, o.DomainID)
	if err != nil {
		return err
	}
	if !domain.State.Held() || !stillWished(domain, j) {
		return d.store.Recheck(ctx, o.ID, time.Time{}) // a newer change has come since; it is the one that counts
	}
	info, err := d.callInfo(j)
	if err != nil {
		return err
	}
	if kinds[o.Kind].find(info, j, d.clock.Now()).verdict == absent {
		d.log.Warn("a late command undid a change; setting it again", "order", o.ID, "kind", o.Kind, "name", o.Name.String())
		if err := d.repair(ctx, o, domain); err != nil {
			return fmt.Errorf("set it again: %w", err)
		}
	}
	return d.store.Recheck(ctx, o.ID, time.Time{})
}

// stillWished reports whether the domain row still shows what the order set.
func stillWished(domain reseller.Domain, j job) bool {
	before := domain
	kinds[j.Kind].apply(&domain, j, effect{}, domain.CreatedAt)
	return reflect.DeepEqual(before, domain)
}

// repair places the same wish again, in the name of the account.
func (d *Service) repair(ctx context.Context, o reseller.Order, domain reseller.Domain) error {
	account, err := d.store.Account(ctx, o.AccountID)
	if err != nil {
		return err
	}
	_, err = d.Change(ctx, Request{
		Caller: reseller.Caller{Account: account}, Kind: o.Kind, Name: o.Name, Domain: &domain, Subject: o.Subject, Desired: o.Desired,
	})
	return err
}

// Resolve ends an unfinished order by the operator's decision: done (the registry did it) or refused.
func (d *Service) Resolve(ctx context.Context, id int64, done bool, reason string) (reseller.Order, error) {
	o, err := d.store.Order(ctx, id)
	if err != nil {
		return o, err
	}
	if !o.State.Live() {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d has ended as %s", id, o.State)
	}
	if done && o.State == reseller.OrderQueued {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "order %d is queued: nothing was sent yet, so it cannot be done", id)
	}
	if o, err = d.store.ClaimOrder(ctx, o, d.holder, d.leaseEnd()); err != nil {
		return o, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d is being carried right now; try again in a minute", id).Because(err)
	}
	rules, conn, err := d.routes.For(o.Name)
	j := job{Order: o, rules: rules, conn: conn}
	if !done {
		return d.refuse(j, reseller.CodeRefused, reason), nil // also for a TLD that is not served any more
	}
	if err != nil {
		return o, err
	}
	info, err := d.callInfo(j)
	if err != nil {
		return o, err
	}
	return d.done(j, effect{receipt: receiptOf(info, finding{}), shown: info}), nil
}
