package store_test

import (
	"errors"
	"fmt"
	"testing"

	"nameyard/reseller"
)

// restored is a house whose books were just restored, and the restore.
func restored(t *testing.T, h *house) (*house, reseller.Restore) {
	t.Helper()
	path, _ := h.backup()
	ok(t, h.restore(path, true))
	server := another(t, h.url, h.clock)
	return server, must[reseller.Restore](t)(server.Restoring(server.ctx))
}

// foundOrder is an order that a registry carried out and the books do not have.
func (h *house) foundOrder(kind reseller.OrderKind, n reseller.Name, domain int64) reseller.Order {
	now := h.clock.Now()
	return reseller.Order{
		DomainID: domain, Kind: kind, Name: n, State: reseller.OrderDone, ClTRIDBase: reseller.NewClTRIDBase(), Attempt: 1,
		Charge: reseller.Charge{Currency: "SEK"}, CreatedAt: now, SentAt: now, EndedAt: now,
	}
}

func TestNameOfNoAccountFallsToTheLostAndFoundAccountOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 10_000)
		h, r := restored(t, h)
		n := name(t, "found")
		recovery := reseller.Recovery{
			Order:   h.foundOrder(reseller.OrderRegister, n, 0),
			Domain:  &reseller.Domain{Name: n, State: reseller.DomainActive, Version: 1, CreatedAt: h.clock.Now()},
			Finding: reseller.Finding{RestoreID: r.ID, Mark: "register found.com", Kind: reseller.FoundRegistered, Name: n.String()},
		}
		id := must[int64](t)(h.Recover(h.ctx, recovery))
		again := recovery
		again.Order.ClTRIDBase = reseller.NewClTRIDBase()
		equal(t, "the same finding again", must[int64](t)(h.Recover(h.ctx, again)), 0)

		lost := must[reseller.Account](t)(h.AccountByEmail(h.ctx, reseller.LostAndFound))
		equal(t, "it may do nothing", lost.Disabled, true)
		h.credit(lost, 0, 0)
		equal(t, "the name is there", must[reseller.Domain](t)(h.LiveDomain(h.ctx, n)).AccountID, lost.ID)
		order := must[reseller.Order](t)(h.AcquisitionOrder(h.ctx, id))
		equal(t, "its order", order.AccountID, lost.ID)
		known := must[map[string]bool](t)(h.KnownBases(h.ctx, []string{recovery.Order.ClTRIDBase, again.Order.ClTRIDBase}))
		equal(t, "known commands", fmt.Sprint(known), fmt.Sprint(map[string]bool{recovery.Order.ClTRIDBase: true}))
		equal(t, "of none", len(must[map[string]bool](t)(h.KnownBases(h.ctx, nil))), 0)

		second := recovery
		second.Order, second.Finding.Mark = h.foundOrder(reseller.OrderRegister, name(t, "second"), 0), "register second.com"
		second.Domain = &reseller.Domain{Name: name(t, "second"), State: reseller.DomainActive, Version: 1, CreatedAt: h.clock.Now()}
		must[int64](t)(h.Recover(h.ctx, second))
		equal(t, "one such account", must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, "second"))).AccountID, lost.ID)
	})
}

func TestFoundRenewalChangesTheRowAndChargesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10_000)
		d := h.domain(a, "name")
		h, r := restored(t, h)
		later := reseller.AddYears(d.PaidThrough, 1)
		recovery := reseller.Recovery{
			Order:   h.foundOrder(reseller.OrderRenew, d.Name, d.ID),
			Apply:   func(d *reseller.Domain) { d.RegistryExpiry, d.PaidThrough = later, later },
			Finding: reseller.Finding{RestoreID: r.ID, Mark: "renew name.com", Kind: reseller.FoundRenewed, Name: d.Name.String(), Detail: "one year"},
		}
		equal(t, "the row", must[int64](t)(h.Recover(h.ctx, recovery)), d.ID)
		equal(t, "paid through", must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)).PaidThrough, later)
		h.credit(a, 0, 0)
		note := reseller.Finding{RestoreID: r.ID, Mark: "order 7", Kind: reseller.FoundOrder, AccountID: a.ID, Name: d.Name.String()}
		ok(t, h.NoteFinding(h.ctx, note))
		ok(t, h.NoteFinding(h.ctx, note))

		first := must[[]reseller.Finding](t)(h.Findings(h.ctx, r.ID, 0, 1))
		equal(t, "the first finding", first[0].Detail, "one year")
		equal(t, "of the account", first[0].AccountID, a.ID)
		rest := must[[]reseller.Finding](t)(h.Findings(h.ctx, r.ID, 1, 10))
		equal(t, "the rest", len(rest), 1)
		equal(t, "noted once", rest[0].Kind, reseller.FoundOrder)
	})
}

func TestComparisonGoesOnWhereItWasAndEndsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30_000)
		one, two := h.domain(a, "one"), h.domain(a, "two")
		open := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(two)))
		h, r := restored(t, h)
		equal(t, "names to compare", len(must[[]reseller.Domain](t)(h.LiveDomains(h.ctx, 0, 10))), 2)
		equal(t, "after the first", must[[]reseller.Domain](t)(h.LiveDomains(h.ctx, one.ID, 10))[0].ID, two.ID)
		equal(t, "unfinished orders", must[[]reseller.Order](t)(h.UnfinishedOrders(h.ctx, 0, 10))[0].ID, open.ID)
		equal(t, "after it", len(must[[]reseller.Order](t)(h.UnfinishedOrders(h.ctx, open.ID, 10))), 0)

		ok(t, h.RestoreThrough(h.ctx, r.ID, two.ID, 2))
		ok(t, h.RestoreThrough(h.ctx, r.ID, one.ID, 1)) // a slower server is behind
		r = must[reseller.Restore](t)(h.LastRestore(h.ctx))
		equal(t, "compared through", r.Through, two.ID)
		equal(t, "state", r.State, reseller.RestoreReconciling)
		ok(t, h.LiftRestore(h.ctx, r.ID, reseller.Operator, "2 names"))
		err := h.LiftRestore(h.ctx, r.ID, reseller.Operator, "2 names")
		equal(t, "ended twice", errors.Is(err, reseller.ErrConflict), true)
		_, err = h.Restoring(h.ctx)
		equal(t, "none is open", errors.Is(err, reseller.ErrNotFound), true)
		equal(t, "the last one", must[reseller.Restore](t)(h.LastRestore(h.ctx)).State, reseller.RestoreDone)
	})
}
