package orders_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// hangingStore is a store whose database stops answering one kind of call: it hangs until the caller's time is over.
type hangingStore struct {
	*store.Store
	call    string
	hangs   *atomic.Bool
	endless *atomic.Bool // a call hung that had no end
}

func (s hangingStore) wait(ctx context.Context, call string) error {
	if !s.hangs.Load() || call != s.call && call != "order" { // reading the order hangs, too
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(30 * time.Second):
		s.endless.Store(true)
		return errors.New("this call would have hung for ever")
	}
}

func (s hangingStore) EndOrder(ctx context.Context, e reseller.Ending) (reseller.Order, error) {
	if err := s.wait(ctx, "end"); err != nil {
		return reseller.Order{}, err
	}
	return s.Store.EndOrder(ctx, e)
}

func (s hangingStore) MoveOrder(ctx context.Context, m reseller.Move) (reseller.Order, error) {
	if err := s.wait(ctx, "move"); err != nil {
		return reseller.Order{}, err
	}
	return s.Store.MoveOrder(ctx, m)
}

func (s hangingStore) NextChange(ctx context.Context, domain int64, key, holder string, end time.Time, settle time.Duration) (reseller.Order, bool, error) {
	if err := s.wait(ctx, "next"); err != nil {
		return reseller.Order{}, false, err
	}
	return s.Store.NextChange(ctx, domain, key, holder, end, settle)
}

func (s hangingStore) DomainByID(ctx context.Context, id int64) (reseller.Domain, error) {
	if err := s.wait(ctx, "domain"); err != nil {
		return reseller.Domain{}, err
	}
	return s.Store.DomainByID(ctx, id)
}

func (s hangingStore) HeldBy(ctx context.Context, domain int64) ([]reseller.Order, error) {
	if err := s.wait(ctx, "sale"); err != nil {
		return nil, err
	}
	return s.Store.HeldBy(ctx, domain)
}

func (s hangingStore) ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error {
	if err := s.wait(ctx, "lease"); err != nil {
		return err
	}
	return s.Store.ProlongLease(ctx, o, until)
}

func (s hangingStore) Order(ctx context.Context, id int64) (reseller.Order, error) {
	if err := s.wait(ctx, "order"); err != nil {
		return reseller.Order{}, err
	}
	return s.Store.Order(ctx, id)
}

func (s hangingStore) DueOrders(ctx context.Context, limit int) ([]reseller.Order, error) {
	if err := s.wait(ctx, "due"); err != nil {
		return nil, err
	}
	return s.Store.DueOrders(ctx, limit)
}

func (s hangingStore) ClaimOrder(ctx context.Context, o reseller.Order, holder string, end time.Time) (reseller.Order, error) {
	if err := s.wait(ctx, "claim"); err != nil {
		return reseller.Order{}, err
	}
	return s.Store.ClaimOrder(ctx, o, holder, end)
}

// hanging opens a service whose database hangs at one kind of call, once it is told so.
func (o *env) hanging(call string) (*orders.Service, hangingStore) {
	o.t.Helper()
	s := hangingStore{o.Store, call, new(atomic.Bool), new(atomic.Bool)}
	return orders.New(orders.Config{
		Store: s, Routes: o.routes(o.Sandbox), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.DiscardHandler), Holder: "hanging",
		Settings: orders.Settings{CallTimeout: 5 * time.Second, RecordTimeout: 200 * time.Millisecond, LookFor: 400 * time.Millisecond},
	}), s
}

// TestDatabaseThatHangsHoldsNoWorker hangs the database at each write and read of a worker. The worker comes free all the same,
// so the drain ends without being told to; what it could not record is finished by another server, once, when its lease is over.
func TestDatabaseThatHangsHoldsNoWorker(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at    string
		call  string
		kind  reseller.OrderKind
		fault sandbox.FaultKind

		answered bool // its caller has the answer in time
	}{
		{"the outcome of a renewal", "end", reseller.OrderRenew, "", false},
		{"what became of a lost answer", "move", reseller.OrderRenew, sandbox.FaultLostAnswer, false},
		{"the outcome that a look found", "end", reseller.OrderRenew, sandbox.FaultLostAnswer, false},
		{"whether a name has left before its change is sent again", "domain", reseller.OrderNameservers, sandbox.FaultDown, false},
		{"the next change in line", "next", reseller.OrderNameservers, "", true},
		{"the sale that a deletion takes back", "sale", reseller.OrderDelete, "", false},
	} {
		t.Run(c.at, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				craft := crafts[slices.IndexFunc(crafts, func(k craft) bool { return k.kind == c.kind })]
				r := craft.prepare(o, "stuck")
				before := o.effects(craft.effect, r.Name)
				if c.fault != "" {
					o.fault(c.fault, "", 0)
				}
				service, books := o.hanging(c.call)
				books.hangs.Store(true)
				patience := 100 * time.Millisecond
				if c.answered {
					patience = 10 * time.Second // it is answered long before, however slow the machine
				}
				ctx, cancel := context.WithTimeout(o.ctx, patience)
				defer cancel()
				if _, err := place(ctx, service, r); (err == nil) != c.answered {
					t.Errorf("the caller is answered %v", err)
				}
				o.Must(service.Drain(context.Background()))
				if books.endless.Load() {
					t.Error("a call of the store had no deadline")
				}
				o.recover()
				if order := o.newest(); order.Kind != c.kind || order.State != reseller.OrderDone {
					t.Errorf("the %s is %s: %s", order.Kind, order.State, order.Reason)
				}
				if n := o.effects(craft.effect, r.Name) - before; n != 1 {
					t.Errorf("the registry acted %d times, want once", n)
				}
			})
		})
	}
}

// TestDatabaseThatHangsHoldsNoRoundOfReconcile hangs it where a round begins.
func TestDatabaseThatHangsHoldsNoRoundOfReconcile(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.fault(sandbox.FaultLostRequest, "create", 0)
		left := o.left(o.registration("waiting"))
		for _, call := range []string{"due", "claim"} {
			o.Clock.Move(11 * time.Minute)
			service, books := o.hanging(call)
			books.hangs.Store(true)
			if _, err := service.Reconcile(o.ctx); call == "due" && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the round ends with %v, want that its time is over", err)
			}
			if books.endless.Load() {
				t.Errorf("the call %s of the store had no deadline", call)
			}
			o.wantState(left.ID, reseller.OrderUnknown)
			o.Must(service.Drain(o.ctx))
		}
		o.reconcile()
		o.wantState(left.ID, reseller.OrderDone)
	})
}

// TestWorkerThatLostItsLeaseRecordsNothing lets another server take an order over while its worker waits for the registry. What
// the first one hears then is not its to record any more; the other finds the same out.
func TestWorkerThatLostItsLeaseRecordsNothing(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("stolen")
		var log logged
		service := orders.New(orders.Config{
			Store: o.Store, Routes: o.routes(o.Sandbox), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.NewTextHandler(&log, nil)), Holder: "first",
			Settings: orders.Settings{CallTimeout: 5 * time.Second, LeaseFor: 30 * time.Millisecond},
		})
		r := o.renewal(d, 1)
		running := o.startSlow("renew", func() (orders.Result, error) { return service.Buy(o.ctx, o.quick(r)) })
		order := o.unfinished()[0]
		for order.State == reseller.OrderSending { // the first may prolong its lease in between, and keeps the order for then
			o.Clock.Outwait(time.Hour)
			o.reconcile()
			order = o.unfinished()[0]
		}
		if order.State != reseller.OrderUnknown {
			t.Fatalf("the order is %s after another server took it", order.State)
		}
		for !log.has("the lease of an order was lost") {
			time.Sleep(time.Millisecond)
		}
		close(o.gate)
		o.Must(service.Drain(o.ctx))
		if _, err := service.Reconcile(o.ctx); err != nil {
			t.Error(err)
		}
		<-running
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.wantState(order.ID, reseller.OrderDone)
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

// stumblingStore fails to prolong the first lease.
type stumblingStore struct {
	*store.Store
	asked     atomic.Int32
	prolonged chan struct{}
}

func (s *stumblingStore) ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error {
	if s.asked.Add(1) == 1 {
		return errors.New("the database is away")
	}
	err := s.Store.ProlongLease(ctx, o, until)
	if err == nil && s.asked.Load() == 2 {
		close(s.prolonged)
	}
	return err
}

// TestLeaseOutlivesADatabaseThatStumbles: one failure costs no lease.
func TestLeaseOutlivesADatabaseThatStumbles(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("stumbled")
		books := &stumblingStore{Store: o.Store, prolonged: make(chan struct{})}
		var log logged
		service := orders.New(orders.Config{
			Store: books, Routes: o.routes(o.Sandbox), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.NewTextHandler(&log, nil)), Holder: "first",
			Settings: orders.Settings{CallTimeout: 5 * time.Second, LeaseFor: 30 * time.Millisecond},
		})
		running := o.startSlow("renew", func() (orders.Result, error) { return service.Buy(o.ctx, o.renewal(d, 1)) })
		select {
		case <-books.prolonged:
		case <-time.After(30 * time.Second):
			t.Error("the lease was not prolonged again")
		}
		close(o.gate)
		if ended := <-running; ended.err != nil || ended.Order.State != reseller.OrderDone {
			t.Errorf("the renewal is %+v", ended)
		}
		o.Must(service.Drain(o.ctx))
		if !log.has("is tried again") {
			t.Error("the log does not tell of it")
		}
	})
}

// newest is the order that was placed last.
func (o *env) newest() reseller.Order {
	o.t.Helper()
	list, err := o.Store.SearchOrders(o.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 1}})
	o.Must(err)
	return list[0]
}
