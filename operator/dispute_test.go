package operator_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// statuses are those of a registrar that the registry has of a name.
func statuses(e *apptest.Env, full string) []registry.Status {
	e.Helper()
	seen, err := e.Sandbox.Info(e.Context(), e.NameOf(full))
	e.Must(err)
	return slices.DeleteFunc(seen.Status, func(s registry.Status) bool { return !strings.HasPrefix(string(s), "client") })
}

// A name is kept from the moment at which the operator says so, here and at its registry, for as long as they say; and then it is as it was.
func TestTheOperatorKeepsANameForACourt(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx := reseller.ActingAs(e.Context(), anna)
		u := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: e.Orders}
		ask := func(name reseller.Name, on bool, why string) (operator.Kept, error) {
			return u.Keep(ctx, operator.Keeping{Name: name, On: on, Reason: why, AnswerBy: e.Clock.Wall().Add(20 * time.Second)})
		}
		for _, locked := range []bool{true, false} {
			full := map[bool]string{true: "locked.com", false: "open.com"}[locked]
			d := e.Register(full)
			e.Change(d, reseller.OrderLock, "lock", reseller.Desired{Lock: &locked})
			before := statuses(e, full)
			_, err := ask(d.Name, true, " ")
			wantError(e, err, reseller.KindInvalid, "reason is empty")
			_, err = ask(d.Name, false, "over")
			wantError(e, err, reseller.KindConflict, "is not held for a dispute")

			k, err := ask(d.Name, true, "court 4711")
			e.Must(err)
			kept := e.Domain(full)
			want := []registry.Status{registry.StatusClientTransferProhibited, registry.StatusClientDeleteProhibited}
			if k.Order.State != reseller.OrderDone || !kept.Dispute.Stands() || kept.Dispute.By != anna.Name || kept.Dispute.Reason != "court 4711" || !kept.Locked || kept.Holds.Stand() {
				e.Errorf("%s: the order is %+v, the name %+v", full, k.Order, kept)
			}
			if got := statuses(e, full); !slices.Equal(got, want) {
				e.Errorf("%s: the registry shows %v, want %v", full, got, want)
			}
			_, err = ask(d.Name, true, "again")
			wantError(e, err, reseller.KindConflict, "is held for a dispute already")
			_, err = e.Store.RebindDomain(ctx, kept, "elsewhere", reseller.Operator, func(*reseller.Domain) {}, nil)
			wantError(e, err, reseller.KindConflict, "is held by the operator since")
			_, err = e.Store.MoveDomain(ctx, reseller.DomainMove{From: kept, Order: reseller.Order{AccountID: kept.AccountID, Kind: reseller.OrderTransfer, Name: kept.Name}})
			wantError(e, err, reseller.KindConflict, "is held by the operator since")

			k, err = ask(d.Name, false, "case closed")
			e.Must(err)
			if now := e.Domain(full); k.Order.State != reseller.OrderDone || now.Dispute.Stands() || now.Dispute.Since != kept.Dispute.Since || now.Locked != locked {
				e.Errorf("%s let go: the order is %+v, the name %+v", full, k.Order, now)
			}
			if got := statuses(e, full); !slices.Equal(got, before) {
				e.Errorf("%s let go: the registry shows %v, before it was %v", full, got, before)
			}
			records, err := e.Store.SearchAudit(e.Context(), reseller.AuditSearch{Objects: []string{full}, Actor: "anna", Page: reseller.Page{Limit: 10}})
			e.Must(err)
			if len(records) != 2 || records[1].Told() != "set; the account may read why: false; dispute lock none → court 4711" || records[0].Told() != "lift: case closed; dispute lock court 4711 → none" {
				e.Errorf("recorded: %q, %q", records[0].Told(), records[1].Told())
			}
		}
		// A server that ends between the lock and its order leaves a lock of which the registry knows nothing: the command asks it then, once.
		cut := e.Register("cut.com")
		_, err := e.Store.SetDisputeLock(ctx, cut.ID, reseller.DisputeLock{Hold: reseller.Hold{Since: e.Clock.Now(), Reason: "court 4710"}}, reseller.OperatorIn(ctx))
		e.Must(err)
		k, err := ask(cut.Name, true, "court 4710")
		if e.Must(err); k.Order.State != reseller.OrderDone || !slices.Contains(statuses(e, "cut.com"), registry.StatusClientDeleteProhibited) {
			e.Errorf("after a cut: %+v, the registry shows %v", k.Order, statuses(e, "cut.com"))
		}
		_, err = ask(cut.Name, true, "court 4710")
		wantError(e, err, reseller.KindConflict, "is held for a dispute already")
		asked := e.Register("asked.com")
		o := e.Change(asked, reseller.OrderLock, "lock", reseller.Desired{Lock: new(false)})
		e.Must(orders.Verdict(o))
		receipt, err := e.Sandbox.NewAuthCode(e.Context(), "code-1", asked.Name)
		e.Must(err)
		e.Clock.Move(reseller.Days(61))
		e.Must(e.Sandbox.RequestAway(e.Context(), asked.Name, receipt.Secret))
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "update", Times: 1}))
		k, err = ask(asked.Name, true, "court 4712")
		e.Must(err)
		if !k.Asked || k.Silent != nil || k.Order.State != reseller.OrderRefused || !e.Domain("asked.com").Dispute.Stands() {
			e.Errorf("asked for, at a registry that refuses: %+v", k)
		}
		e.Must(orders.Verdict(e.Change(e.Domain("asked.com"), reseller.OrderTransferReject, "transfer", reseller.Desired{})))
		if k, err = ask(asked.Name, true, "court 4712"); err != nil || k.Order.State != reseller.OrderDone || !slices.Contains(statuses(e, "asked.com"), registry.StatusClientDeleteProhibited) {
			e.Errorf("asked once more: %+v, %v", k.Order, err)
		}
		// A lock that the account orders meanwhile and its registry has not confirmed yet outlives the dispute lock.
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown}))
		asked = e.Domain("asked.com")
		locking, err := e.Orders.Change(ctx, orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderLock, Name: asked.Name, Domain: &asked, Subject: "lock", Desired: reseller.Desired{Lock: new(true)}, AnswerBy: e.Clock.Wall(),
		})
		e.Must(err)
		e.Drain()
		waits, err := e.Store.Order(e.Context(), locking.Order.ID)
		e.Must(err)
		k, err = u.Keep(ctx, operator.Keeping{Name: asked.Name, Reason: "settled", AnswerBy: e.Clock.Wall()})
		e.Must(err)
		e.Drain()
		_, err = ask(asked.Name, true, "court 4713")
		wantError(e, err, reseller.KindConflict, "is being let go by order")
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		finder := e.Another("finder", nil) // what the first server has left
		for range 3 {
			e.Clock.Move(time.Hour)
			e.Clock.Outwait(time.Minute)
			_, err := finder.Orders.Reconcile(e.Context())
			e.Must(err)
		}
		lifted, err := e.Store.Order(ctx, k.Order.ID)
		e.Must(err)
		now := e.Domain("asked.com")
		if !waits.State.Live() || lifted.State != reseller.OrderDone || now.Dispute.Stands() || !now.Locked || !slices.Equal(statuses(e, "asked.com"), []registry.Status{registry.StatusClientTransferProhibited}) {
			e.Errorf("locked on the way: %s, then %s, locked %t, the registry shows %v", waits.State, lifted.State, now.Locked, statuses(e, "asked.com"))
		}
		e.Verify()
	})
}
