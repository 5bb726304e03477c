package recovery_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/recovery"
	"nameyard/reseller"
)

var errGone = errors.New("the database is gone")

// failing is the books with a call that fails; what comes after it works again.
type failing struct {
	recovery.Books
	calls atomic.Int64
	fails int64 // which one fails, counted from 1; 0 = none
}

func (f *failing) call() error {
	if f.calls.Add(1) == f.fails {
		return errGone
	}
	return nil
}

func (f *failing) Restoring(ctx context.Context) (reseller.Restore, error) {
	if err := f.call(); err != nil {
		return reseller.Restore{}, err
	}
	return f.Books.Restoring(ctx)
}

func (f *failing) RestoreThrough(ctx context.Context, restore, domain, compared int64) error {
	return errors.Join(f.Books.RestoreThrough(ctx, restore, domain, compared), f.call()) // written, and the answer lost
}

func (f *failing) LiftRestore(ctx context.Context, restore int64, by reseller.Actor, report string) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.Books.LiftRestore(ctx, restore, by, report)
}

func (f *failing) Recover(ctx context.Context, r reseller.Recovery) (int64, error) {
	id, err := f.Books.Recover(ctx, r)
	return id, errors.Join(err, f.call()) // written, and the answer lost
}

func (f *failing) NoteFinding(ctx context.Context, found reseller.Finding) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.Books.NoteFinding(ctx, found)
}

func (f *failing) LiveDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error) {
	if err := f.call(); err != nil {
		return nil, err
	}
	return f.Books.LiveDomains(ctx, after, limit)
}

func (f *failing) UnfinishedOrders(ctx context.Context, after int64, limit int) ([]reseller.Order, error) {
	if err := f.call(); err != nil {
		return nil, err
	}
	return f.Books.UnfinishedOrders(ctx, after, limit)
}

func (f *failing) KnownBases(ctx context.Context, bases []string) (map[string]bool, error) {
	if err := f.call(); err != nil {
		return nil, err
	}
	return f.Books.KnownBases(ctx, bases)
}

func (f *failing) DomainByID(ctx context.Context, id int64) (reseller.Domain, error) {
	if err := f.call(); err != nil {
		return reseller.Domain{}, err
	}
	return f.Books.DomainByID(ctx, id)
}

func (f *failing) ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error) {
	if err := f.call(); err != nil {
		return reseller.Domain{}, err
	}
	return f.Books.ChangeDomain(ctx, id, by, action, apply)
}

// state is what the books and the findings say in the end, in words that are sorted.
func (e *env) state() string {
	e.Helper()
	var all []string
	rows, err := e.Store.LiveDomains(e.Context(), 0, 100)
	e.Must(err)
	for _, d := range rows {
		all = append(all, fmt.Sprintf("%s (lost %t) is %s, paid through %s, expires %s, %d hosts",
			d.Name, d.AccountID != e.Account.ID, d.State, d.PaidThrough, d.RegistryExpiry, len(d.Hosts)))
	}
	for _, f := range e.findings() {
		if f.Kind == reseller.FoundOrder {
			continue // it may be missing: the order itself tells
		}
		all = append(all, fmt.Sprintf("found %s %s", f.Kind, f.Name))
	}
	listed, err := e.Store.SearchOrders(e.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 100}})
	e.Must(err)
	for _, o := range listed {
		all = append(all, fmt.Sprintf("order of %s: %s is %s", o.Name, o.Kind, o.State))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// Wherever the database fails, the next run ends with the same books, orders and findings, none of them twice.
func TestComparisonThatWasInterruptedAnywhereEndsAsOneThatWasNot(t *testing.T) {
	t.Parallel()
	e := &env{Env: apptest.New(t, apptest.SQLite)}
	e.Register("redeemed.com")
	e.day("2026-03-10")
	e.deletes("redeemed.com")
	for _, full := range []string{"renewed.com", "gone.se", "moved.com", "again.com", "unfinished.com"} {
		e.Register(full)
	}
	e.unfinished("unfinished.com", -1)
	e.backup()
	e.Renew(e.Domain("renewed.com"), 2)
	redeemed := e.Domain("redeemed.com")
	e.Buy(orders.Request{Kind: reseller.OrderRestore, Domain: &redeemed})
	e.Register("unknown.com")
	e.Renew(e.Domain("unknown.com"), 1)
	e.hosts("moved.com", "ns1.moved.com", "ns2.moved.com")
	e.deletes("again.com")
	e.Register("again.com")
	e.deletes("gone.se")
	e.day("2026-07-01")

	var want string
	for fails := int64(0); ; fails++ {
		e.restore()
		e.Clock.Outwait(time.Hour) // what was sent right before it has had its time
		books := &failing{Books: e.Store, fails: fails}
		service := recovery.New(recovery.Config{Books: books, Orders: e.Orders, Routes: e.Routes, Clock: e.Clock, Log: slog.New(slog.DiscardHandler)})
		err := service.Run(e.Context())
		if calls := books.calls.Load(); calls < fails {
			if calls < 30 {
				t.Errorf("only %d calls were made", calls)
			}
			break // each call has failed once
		}
		if fails == 0 {
			e.Must(err)
			want = e.state()
			continue
		}
		if !errors.Is(err, errGone) {
			t.Fatalf("with call %d failing the run says %v", fails, err)
		}
		if pending, err := service.Pending(e.Context()); err != nil || !pending {
			t.Fatalf("with call %d failing the comparison is pending %t, %v", fails, pending, err)
		}
		e.Must(service.Run(e.Context()))
		if got := e.state(); got != want {
			t.Fatalf("with call %d failing the books have\n%s\nwant\n%s", fails, got, want)
		}
	}
}
