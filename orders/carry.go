package orders

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// job is an order on its way, with what it needs to be carried out.
type job struct {
	reseller.Order
	rules    reseller.TLD
	conn     registry.Connector
	authCode string
}

// launch carries an order in a goroutine of its own: the caller may go away, the order goes on.
func (d *Service) launch(o reseller.Order, authCode string) {
	d.flights.start(o.ID)
	d.carriers.Go(func() {
		stop := d.keepLease(o)
		end, secret := d.carrySafely(o, authCode)
		stop()
		if end.Subject != "" {
			d.nextChange(context.Background(), end.DomainID)
		}
		d.flights.land(o.ID, end, secret)
	})
}

// carrySafely keeps a fault of ours in one order from ending the server. The order stays as it is on record; reconcile
// takes it on.
func (d *Service) carrySafely(o reseller.Order, authCode string) (end reseller.Order, secret string) {
	defer func() {
		if fault := recover(); fault != nil {
			d.log.Error("an order could not be carried: a fault in the program", "order", o.ID, "fault", fault, "stack", string(debug.Stack()))
			end = d.lost(o, reseller.ErrConflict)
		}
	}()
	return d.carry(o, authCode)
}

// carry sends an order's command and stays with it until its outcome is known, or until the time for looking is over and
// reconcile takes on. It gives the order as far as it came.
func (d *Service) carry(o reseller.Order, authCode string) (reseller.Order, string) {
	rules, conn, err := d.routes.For(o.Name)
	if err != nil {
		return d.leave(o, reseller.OrderUnknown, reseller.CodeUnavailable, err.Error(), 0), ""
	}
	j := job{Order: o, rules: rules, conn: conn, authCode: authCode}
	receipt, err := d.send(j)
	if refusal, no := registry.AsRefusal(err); no && j.Attempt > 1 {
		// An earlier attempt may be why the registry now says no: its effect is there already.
		if end, known := d.settleByLook(j, refusal); known {
			return end, ""
		}
	}
	if err != nil && !isRefusal(err) {
		return d.look(j, err), ""
	}
	end, known := d.record(j, receipt, err)
	if !known {
		return d.look(j, errors.New("confirmed, and not to be seen yet")), ""
	}
	return end, receipt.Secret
}

// send calls the registry once, with a deadline.
func (d *Service) send(j job) (registry.Receipt, error) {
	ctx, cancel := context.WithTimeout(context.Background(), d.set.CallTimeout)
	defer cancel()
	receipt, err := kinds[j.Kind].send(ctx, j)
	if err != nil && ctx.Err() != nil && !isRefusal(err) && !errors.Is(err, registry.ErrUnreachable) {
		err = errors.Join(registry.ErrUnknown, err)
	}
	return receipt, err
}

func isRefusal(err error) bool { _, no := registry.AsRefusal(err); return no }

// look asks the registry what became of a command, again and again with growing pauses, until it is known or the time for
// looking is over.
func (d *Service) look(j job, cause error) reseller.Order {
	code, reason := "", "no answer from the registry yet"
	if errors.Is(cause, registry.ErrUnreachable) {
		code, reason = reseller.CodeUnavailable, "the registry cannot be reached"
	}
	d.log.Warn("outcome of an order is open", "order", j.ID, "kind", j.Kind, "name", j.Name.String(), "err", cause)
	j.Order = d.stillUnknown(j.Order, code, reason)
	if j.State != reseller.OrderUnknown {
		return j.Order // it has passed to another carrier, or ended
	}
	lookUntil := d.clock.Wall().Add(d.set.LookFor)
	for wait := firstLook; ; wait = min(2*wait, lastLook) {
		end, known := d.follow(j)
		if known {
			return end
		}
		if !d.clock.Wall().Add(wait).Before(lookUntil) || !d.sleep(wait) {
			return d.leave(end, reseller.OrderUnknown, end.Code, end.Reason, d.set.ReconcileWait)
		}
		j.Order = end
	}
}

// The pauses between looks, wall time.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = 4 * time.Second
)

// sleep waits, or tells that the desk is draining.
func (d *Service) sleep(wait time.Duration) bool {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-d.closing.Done():
		return false
	}
}

// keptKey is the live key of an order whose outcome is unknown: what was bought keeps it; a change gives it up, so that
// changes of other kinds need not wait for it.
func (d *Service) keptKey(o reseller.Order) string {
	if o.Subject != "" {
		return ""
	}
	return liveKey(o)
}

// leave gives an order to reconcile.
func (d *Service) leave(o reseller.Order, to reseller.OrderState, code, reason string, wait time.Duration) reseller.Order {
	left, err := d.store.MoveOrder(context.Background(), reseller.Move{
		Order: o, To: to, LiveKey: d.keptKey(o), Code: code, Reason: reason, DueAt: d.clock.Now().Add(wait),
	})
	if err != nil {
		return d.lost(o, err)
	}
	return left
}

// lost is what a carrier does when it can write nothing: its lease has passed to another, or the database fails. The order
// stays as it is on record; reconcile finishes it.
func (d *Service) lost(o reseller.Order, err error) reseller.Order {
	if !errors.Is(err, reseller.ErrConflict) {
		d.log.Error("an outcome could not be recorded; reconcile will find it out", "order", o.ID, "err", err)
	}
	if now, err := d.store.Order(context.Background(), o.ID); err == nil {
		return now
	}
	return o
}

// callInfo reads the registry's view of a name, nil if it has none.
func (d *Service) callInfo(j job) (*registry.Registration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), d.set.CallTimeout)
	defer cancel()
	info, err := j.conn.Info(ctx, j.Name)
	if errors.Is(err, registry.ErrNoSuchName) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", j.Name, err)
	}
	return &info, nil
}
