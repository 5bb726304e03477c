package orders_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/safely"
)

// What may have changed since an order was placed, when its command is to be sent again.

func TestNameThatLeftMeanwhileIsNotChanged(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.askedFor("moved") // by another registrar
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "update"}))
		order := o.left(o.servers(d, "ns1.mine.net", "ns2.mine.net"))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		_, err := o.Sandbox.ApproveTransfer(o.ctx, "test", d.Name)
		o.Must(err)
		_, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "test", func(row *reseller.Domain) error {
			row.State, row.ClosedAt = reseller.DomainTransferredAway, o.Clock.Now()
			return nil
		})
		o.Must(err)
		o.Clock.Move(time.Hour)
		o.reconcile()
		if now := o.order(order.ID); now.State != reseller.OrderRefused || now.Code != reseller.CodeBadState || !strings.Contains(now.Reason, "has left the account") {
			t.Errorf("the change is %s %s: %s", now.State, now.Code, now.Reason)
		}
		o.wantEffects("update", d.Name, 0)
	})
}

func TestTransferWhoseAuthCodeCannotBeReadAnyMoreIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		r := o.incoming("sealed")
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		order := o.left(r)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.otherKey()
		o.Clock.Move(time.Hour)
		o.reconcile()
		if now := o.order(order.ID); now.State != reseller.OrderRefused || now.Code != reseller.CodeAuthCode {
			t.Errorf("the transfer is %s %s: %s", now.State, now.Code, now.Reason)
		}
		o.wantEffects("transfer", r.Name, 0)
		o.wantBalance(50_000, 0)
	})
}

func TestTransferIsSentAgainWithItsAuthCode(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		r := o.incoming("patient")
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		order := o.left(r)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderPending)
		o.wantBalance(49_200, 800)
		o.Must(o.Sandbox.ForeignDecides(o.ctx, r.Name, true, ""))
		o.Must(o.Orders.Follow(o.ctx, o.order(order.ID)))
		o.wantState(order.ID, reseller.OrderDone)
		o.Must(o.Orders.Follow(o.ctx, o.order(order.ID))) // nothing to do
		o.wantBalance(49_200, 0)
	})
}

// TestInvoicedTermKeepsItsPriceWhateverTheListSays: the invoice is what the account was told.
func TestInvoicedTermKeepsItsPriceWhateverTheListSays(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.invoice(o.renewing("invoiced"))
		o.fault(sandbox.FaultLostRequest, "renew", 0)
		order := o.left(o.renewal(o.domain("invoiced"), 1))
		o.Must(o.Store.SetPrices(o.ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 1900}}, reseller.Operator))
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderDone)
		o.wantBalance(48_000, 0)
	})
}

// dearRegistry charges more for a renewal than it was allowed to, as a registry may by mistake.
type dearRegistry struct{ *sandbox.Registry }

func (r dearRegistry) Renew(ctx context.Context, n registry.Renew) (registry.Receipt, error) {
	receipt, err := r.Registry.Renew(ctx, n)
	receipt.Fee = &registry.Fee{Amount: n.FeeLimit.Amount + 1, Currency: n.FeeLimit.Currency}
	return receipt, err
}

// logged is a log that tests read.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) has(words string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.text.String(), words)
}

// listening opens a service on another way to the registry, whose log can be read.
func (o *env) listening(c registry.Connector) (*orders.Service, *logged) {
	o.t.Helper()
	var log logged
	service := orders.New(orders.Config{
		Store: o.Store, Routes: o.routes(c), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.NewTextHandler(&log, nil)), Holder: "listening",
		Settings: orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond},
	})
	o.t.Cleanup(func() { o.Must(service.Drain(context.Background())) })
	return service, &log
}

// TestOperatorHearsOfAFeeOverTheLimit: the name is renewed and the account pays its price, no more.
func TestOperatorHearsOfAFeeOverTheLimit(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("dear")
		service, log := o.listening(dearRegistry{o.Sandbox})
		res, err := service.Buy(o.ctx, o.renewal(d, 1))
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.wantBalance(48_000, 0)
		if !log.has("the registry charged 1001, more than the order's cost limit of 1000") {
			t.Error("the operator does not hear of it")
		}
	})
}

// faultyRegistry makes the program stumble when a name is renewed.
type faultyRegistry struct{ *sandbox.Registry }

func (faultyRegistry) Renew(context.Context, registry.Renew) (registry.Receipt, error) {
	panic("a nil where none was thought of")
}

// TestFaultInTheProgramEndsOneOrderOnly: the server goes on, the order stays on record, and a server without the fault finishes it.
func TestFaultInTheProgramEndsOneOrderOnly(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("stumbles")
		service, log := o.listening(faultyRegistry{o.Sandbox})
		res, err := service.Buy(o.ctx, o.quick(o.renewal(d, 1)))
		o.Must(err)
		o.Must(service.Drain(o.ctx))
		o.wantState(res.Order.ID, reseller.OrderSending)
		if !log.has("a nil where none was thought of") {
			t.Error("the log does not tell of the fault")
		}
		o.Clock.Outwait(time.Minute)
		o.reconcile()
		o.Clock.Move(11 * time.Minute)
		faulty, _ := o.listening(faultyRegistry{o.Sandbox})
		if err := faulty.Follow(o.ctx, o.order(res.Order.ID)); err == nil || !strings.Contains(err.Error(), "fault in the program") {
			t.Errorf("following it ends with %v", err)
		}
		o.wantState(res.Order.ID, reseller.OrderSending)
		o.Clock.Outwait(time.Minute)
		o.reconcile() // sent, or not? nobody knows
		o.Clock.Move(11 * time.Minute)
		o.reconcile()
		o.wantState(res.Order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

// stumblesAtViews makes the program stumble over what the registry shows.
type stumblesAtViews struct{ *sandbox.Registry }

func (stumblesAtViews) Info(context.Context, reseller.Name) (registry.Registration, error) {
	panic("a view that nobody thought of")
}

// TestFaultAtALookIsNoAnswer: an order whose answer was lost, and over whose name the program stumbles at each look, stays open with its price
// held, other orders of the same round end, and a server without the fault finds out what became of it. It is charged once.
func TestFaultAtALookIsNoAnswer(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("stumbles")
		available, held := o.balance()
		o.fault(sandbox.FaultLostAnswer, "renew", 0)
		service, log := o.listening(stumblesAtViews{o.Sandbox})
		res, err := service.Buy(o.ctx, o.quick(o.renewal(d, 1)))
		o.Must(err)
		before := safely.Seen().Count["order"]
		for range 3 {
			o.Clock.Outwait(time.Minute)
			o.Clock.Move(time.Hour)
			due, err := service.Reconcile(o.ctx)
			o.Must(err)
			if got := o.order(res.Order.ID); due != 1 || !got.State.Live() || got.Code != "" {
				t.Errorf("%d orders were due; it is %s with code %q", due, got.State, got.Code)
			}
			o.wantBalance(available-1000, held+1000)
		}
		if n := safely.Seen().Count["order"] - before; n < 3 || !log.has("a view that nobody thought of") {
			t.Errorf("%d faults are counted", n)
		}
		o.Clock.Outwait(time.Minute)
		o.Clock.Move(time.Hour)
		o.reconcile()
		o.wantState(res.Order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(available-1000, held)
	})
}

// bareRegistry has no optional capability.
type bareRegistry struct{ registry.Connector }

// TestWhatARegistryCannotDoIsRefused asks a registry without capabilities for everything that needs one.
func TestWhatARegistryCannotDoIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		service, _ := o.listening(bareRegistry{o.Sandbox})
		for _, c := range crafts {
			switch c.kind {
			case reseller.OrderRestore, reseller.OrderRelease, reseller.OrderLock, reseller.OrderHold, reseller.OrderDispute, reseller.OrderPrivacy, reseller.OrderDNSSEC, reseller.OrderAuthCode, reseller.OrderHostCreate,
				reseller.OrderHostModify, reseller.OrderHostDelete, reseller.OrderTransferCancel:
			default:
				continue
			}
			r := c.prepare(o, "bare-"+strings.ReplaceAll(string(c.kind), "_", "-"))
			available, held := o.balance()
			res, err := place(o.ctx, service, r)
			o.Must(err)
			if res.Order.State != reseller.OrderRefused || !strings.Contains(res.Order.Reason, "is not supported for .com") {
				t.Errorf("%s is %s: %s", c.kind, res.Order.State, res.Order.Reason)
			}
			o.wantBalance(available, held)
		}
	})
}
