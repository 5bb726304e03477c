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
)

// What may have changed since an order was placed, when its command is to be sent again.

func TestNameThatLeftMeanwhileIsNotChanged(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.askedFor("moved") // by another registrar
		o.must(o.registry.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "update"}))
		order := o.left(o.servers(d, "ns1.mine.net", "ns2.mine.net"))
		o.must(o.registry.ClearFaults(o.ctx))
		_, err := o.registry.ApproveTransfer(o.ctx, "test", d.Name)
		o.must(err)
		_, err = o.store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "test", func(row *reseller.Domain) error {
			row.State, row.ClosedAt = reseller.DomainTransferredAway, o.clock.Now()
			return nil
		})
		o.must(err)
		o.clock.pass(time.Hour)
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
		o.must(o.registry.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		order := o.left(r)
		o.must(o.registry.ClearFaults(o.ctx))
		o.otherKey()
		o.clock.pass(time.Hour)
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
		o.must(o.registry.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		order := o.left(r)
		o.must(o.registry.ClearFaults(o.ctx))
		o.clock.pass(time.Hour)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderPending)
		o.wantBalance(49_100, 900)
		o.must(o.registry.ForeignDecides(o.ctx, r.Name, true, ""))
		o.must(o.orders.Follow(o.ctx, o.order(order.ID)))
		o.wantState(order.ID, reseller.OrderDone)
		o.must(o.orders.Follow(o.ctx, o.order(order.ID))) // nothing to do
		o.wantBalance(49_100, 0)
	})
}

// TestInvoicedTermKeepsItsPriceWhateverTheListSays: the invoice is what the account was told.
func TestInvoicedTermKeepsItsPriceWhateverTheListSays(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.invoice(o.renewing("invoiced"))
		o.fault(sandbox.FaultLostRequest, "renew", 0)
		order := o.left(o.renewal(o.domain("invoiced"), 1))
		o.must(o.store.SetPrices(o.ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 1900}}, reseller.Operator))
		o.clock.pass(11 * time.Minute)
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
		Store: o.store, Routes: o.routes(c), Clock: o.clock, Key: o.key, Log: slog.New(slog.NewTextHandler(&log, nil)), Holder: "listening",
		Settings: orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond},
	})
	o.t.Cleanup(func() { o.must(service.Drain(context.Background())) })
	return service, &log
}

// TestOperatorHearsOfAFeeOverTheLimit: the name is renewed and the account pays its price, no more.
func TestOperatorHearsOfAFeeOverTheLimit(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("dear")
		service, log := o.listening(dearRegistry{o.registry})
		res, err := service.Buy(o.ctx, o.renewal(d, 1))
		o.must(err)
		o.must(orders.Verdict(res.Order))
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
		service, log := o.listening(faultyRegistry{o.registry})
		res, err := service.Buy(o.ctx, o.quick(o.renewal(d, 1)))
		o.must(err)
		o.must(service.Drain(o.ctx))
		o.wantState(res.Order.ID, reseller.OrderSending)
		if !log.has("a nil where none was thought of") {
			t.Error("the log does not tell of the fault")
		}
		o.clock.outwait(time.Minute)
		o.reconcile()
		o.clock.pass(11 * time.Minute)
		faulty, _ := o.listening(faultyRegistry{o.registry})
		if err := faulty.Follow(o.ctx, o.order(res.Order.ID)); err == nil || !strings.Contains(err.Error(), "fault in the program") {
			t.Errorf("following it ends with %v", err)
		}
		o.wantState(res.Order.ID, reseller.OrderSending)
		o.clock.outwait(time.Minute)
		o.reconcile() // sent, or not? nobody knows
		o.clock.pass(11 * time.Minute)
		o.reconcile()
		o.wantState(res.Order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

// bareRegistry has no optional capability.
type bareRegistry struct{ registry.Connector }

// TestWhatARegistryCannotDoIsRefused asks a registry without capabilities for everything that needs one.
func TestWhatARegistryCannotDoIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		service, _ := o.listening(bareRegistry{o.registry})
		for _, c := range crafts {
			switch c.kind {
			case reseller.OrderRestore, reseller.OrderRelease, reseller.OrderLock, reseller.OrderPrivacy, reseller.OrderAuthCode, reseller.OrderHostCreate,
				reseller.OrderHostModify, reseller.OrderHostDelete, reseller.OrderTransferCancel:
			default:
				continue
			}
			r := c.prepare(o, "bare-"+strings.ReplaceAll(string(c.kind), "_", "-"))
			available, held := o.balance()
			res, err := place(o.ctx, service, r)
			o.must(err)
			if res.Order.State != reseller.OrderRefused || !strings.Contains(res.Order.Reason, "is not supported for .com") {
				t.Errorf("%s is %s: %s", c.kind, res.Order.State, res.Order.Reason)
			}
			o.wantBalance(available, held)
		}
	})
}
