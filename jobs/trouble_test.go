package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// stiff are books that can be read and not be written: a full disk, a database in read-only mode.
type stiff struct {
	*books
	reads int
}

func (b *stiff) DueInvoices(context.Context, time.Time, int) ([]reseller.Invoice, error) {
	if b.reads++; b.reads > 100 {
		return nil, nil
	}
	return []reseller.Invoice{{ID: 1, TryAt: noon}}, nil
}

func (b *stiff) PostponeInvoice(_ context.Context, i reseller.Invoice, _ time.Time) (reseller.Invoice, error) {
	return i, errAway
}

func TestInvoicesThatCannotBeClaimedEndTheRun(t *testing.T) {
	t.Parallel()
	b := &stiff{books: &books{}}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": &fakeRegistry{}})
	if err != nil {
		t.Fatal(err)
	}
	table := jobs.New(jobs.Deps{Orders: &fakeOrders{}, Books: b, Routes: routes, Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler)})
	if err := table.Run(t.Context(), jobs.AutoRenew); !errors.Is(err, errAway) {
		t.Errorf("the run says %v, want the books' error", err)
	}
	if b.reads > 1 {
		t.Errorf("one run read the same invoices %d times", b.reads)
	}
}

// overdue are books with two names that nobody paid for.
type overdue struct{ *books }

func (o overdue) OverdueDomains(_ context.Context, _ []string, _ time.Time, after int64, _ int) ([]reseller.Domain, error) {
	paid := noon.AddDate(0, 0, -41)
	d := reseller.Domain{State: reseller.DomainActive, PaidThrough: paid, RegistryExpiry: reseller.AddYears(paid, 1)}
	one, two := d, d
	one.ID, two.ID = 1, 2
	one.Name, two.Name = reseller.NameOf("one.com", "com"), reseller.NameOf("two.com", "com")
	if after > 0 {
		return nil, nil
	}
	return []reseller.Domain{one, two}, nil
}

// meeting carries out orders so that a deletion ends only when another one has begun, too.
type meeting struct {
	fakeOrders
	here chan struct{}
}

func (m *meeting) DeleteUnpaid(ctx context.Context, _ reseller.Domain, _ time.Time) (orders.Result, error) {
	select {
	case m.here <- struct{}{}:
	case <-m.here:
	case <-time.After(30 * time.Second):
		return orders.Result{}, errAway
	}
	return orders.Result{Order: reseller.Order{State: reseller.OrderDone}}, nil
}

// renewing shows every name as renewed by the registry itself.
type renewing struct{ registry.Connector }

func (renewing) Info(_ context.Context, name reseller.Name) (registry.Registration, error) {
	return registry.Registration{Name: name, Ours: true, Status: []registry.Status{registry.StatusAutoRenewPeriod}}, nil
}

func TestDeletionThatHangsDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": renewing{}})
	if err != nil {
		t.Fatal(err)
	}
	table := jobs.New(jobs.Deps{
		Orders: &meeting{here: make(chan struct{})}, Books: overdue{&books{}}, Routes: routes, Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler),
	})
	if err := table.Run(t.Context(), jobs.Unpaid); err != nil {
		t.Error(err)
	}
}
