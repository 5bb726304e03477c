package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

func TestOrdersAreFoundByWhatTheyAreAbout(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 20_000), "name")
		registration := must[reseller.Order](t)(h.AcquisitionOrder(h.ctx, d.ID))
		equal(t, "kind", registration.Kind, reseller.OrderRegister)
		change, _, err := h.OpenChange(h.ctx, h.change(d, "ns", "1"))
		ok(t, err)
		equal(t, "the change under way", must[reseller.Order](t)(h.LiveChange(h.ctx, d.ID, "ns")).ID, change.ID)
		equal(t, "the newest of two kinds", must[reseller.Order](t)(h.DomainOrder(h.ctx, d.ID, reseller.OrderRegister, reseller.OrderNameservers)).ID, change.ID)
		h.done(change)
		some := must[[]reseller.Order](t)(h.AccountOrders(h.ctx, d.AccountID, []int64{change.ID, 999, registration.ID, change.ID}))
		if len(some) != 2 || some[0].ID != registration.ID || some[1].ID != change.ID || some[1].State != reseller.OrderDone {
			t.Errorf("of several: %+v", some)
		}
		equal(t, "of several, another account's", len(must[[]reseller.Order](t)(h.AccountOrders(h.ctx, d.AccountID+1, []int64{change.ID}))), 0)
		for what, find := range map[string]func() (reseller.Order, error){
			"a change that has ended": func() (reseller.Order, error) { return h.LiveChange(h.ctx, d.ID, "ns") },
			"another kind":            func() (reseller.Order, error) { return h.DomainOrder(h.ctx, d.ID, reseller.OrderRestore) },
			"of no domain":            func() (reseller.Order, error) { return h.AcquisitionOrder(h.ctx, 999) },
		} {
			if o, err := find(); !errors.Is(err, reseller.ErrNotFound) {
				t.Errorf("%s: order %d, %v", what, o.ID, err)
			}
		}
	})
}

func TestLeaseOfAnOrderIsProlongedOnlyByWhoHasIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(h.account("a@example.com", 20_000), name(t, "name"))))
		h.clock.pass(50 * time.Second)
		ok(t, h.ProlongLease(h.ctx, o, h.clock.Now().Add(time.Minute)))
		h.clock.pass(50 * time.Second)
		_, err := h.ClaimOrder(h.ctx, o, "two", h.clock.Now().Add(time.Minute))
		equal(t, "claimed while its lease runs", errors.Is(err, reseller.ErrConflict), true)
		h.clock.pass(time.Minute)
		claimed := must[reseller.Order](t)(h.ClaimOrder(h.ctx, o, "two", h.clock.Now().Add(time.Minute)))
		err = h.ProlongLease(h.ctx, o, h.clock.Now().Add(time.Minute))
		equal(t, "prolonged by the one before", errors.Is(err, reseller.ErrConflict), true)
		h.done(claimed)
		err = h.ProlongLease(h.ctx, claimed, h.clock.Now().Add(time.Minute))
		equal(t, "prolonged after the end", errors.Is(err, reseller.ErrConflict), true)
	})
}

func TestOrdersThatStayUnclearAreListed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(h.account("a@example.com", 20_000), name(t, "name"))))
		must[reseller.Order](t)(h.MoveOrder(h.ctx, reseller.Move{Order: o, To: reseller.OrderUnknown, DueAt: h.clock.Now().Add(time.Minute)}))
		equal(t, "at once", len(must[[]reseller.Order](t)(h.UnclearOrders(h.ctx, noon, 10))), 0)
		h.clock.pass(time.Hour)
		equal(t, "an hour later", must[[]reseller.Order](t)(h.UnclearOrders(h.ctx, h.clock.Now(), 10))[0].ID, o.ID)
	})
}

func TestImportedNameIsInOneAccountAndCostsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1000)
		theirs := reseller.Domain{
			AccountID: a.ID, Name: name(t, "name"), State: reseller.DomainActive, Nameservers: []string{"ns1.example.net"},
			RegistryExpiry: noon.AddDate(1, 0, 0), PaidThrough: noon.AddDate(1, 0, 0), CreatedAt: noon,
		}
		d := must[reseller.Domain](t)(h.ImportDomain(h.ctx, theirs, reseller.Operator, "list.csv line 2"))
		equal(t, "the live row", must[reseller.Domain](t)(h.LiveDomain(h.ctx, theirs.Name)).ID, d.ID)
		h.credit(a, 1000, 0)
		_, err := h.ImportDomain(h.ctx, theirs, reseller.Operator, "list.csv line 3")
		equal(t, "twice", errors.Is(err, reseller.ErrDuplicate), true)
		equal(t, "where it came from", must[string](t)(h.Value(h.ctx, "SELECT detail FROM audit WHERE action = 'domain.import'")),
			"paid_through=2027-03-01 auto_renew=false from list.csv line 2")

		state, hosts, err := h.Nameservers(h.ctx, a.ID, d.Name)
		ok(t, err)
		equal(t, "name servers", string(state)+fmt.Sprint(hosts), "active[ns1.example.net]")
		h.changed(d, func(d *reseller.Domain) { d.Removed = true })
		_, _, err = h.Nameservers(h.ctx, a.ID, d.Name)
		equal(t, "of a name out of view", errors.Is(err, reseller.ErrNotFound), true)
	})
}

// What verify asks of a snapshot; here each question gets the rows that break its rule, one at a time.
func TestSnapshotFindsWhatDoesNotFit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 40_000)
		d := h.domain(a, "name")
		h.claimed(h.renewing(a, "invoiced"))
		questions := map[string]func(s *store.Snapshot) ([]reseller.Order, error){
			"stray keys":     func(s *store.Snapshot) ([]reseller.Order, error) { return s.StrayKeys(h.ctx, 9) },
			"double charges": func(s *store.Snapshot) ([]reseller.Order, error) { return s.DoubleCharges(h.ctx, 9) },
			"lost domains":   func(s *store.Snapshot) ([]reseller.Order, error) { return s.LostDomains(h.ctx, 9) },
		}
		ask := func(what string, want int) {
			t.Helper()
			snapshot := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
			defer snapshot.Close()
			for question, find := range questions {
				n := 0
				if question == what {
					n = want
				}
				equal(t, question, len(must[[]reseller.Order](t)(find(snapshot))), n)
			}
			loose, wrong, err := snapshot.LooseInvoices(h.ctx, 9)
			ok(t, err)
			equal(t, "invoices that no order paid", loose, 1)
			equal(t, "wrong ones", len(wrong) == 1, what == "invoices")
		}
		ask("nothing", 0)
		for _, c := range []struct{ what, tamper, mend string }{
			{"stray keys", "UPDATE orders SET live_key = 'name:name.com' WHERE id = 1", "UPDATE orders SET live_key = NULL WHERE id = 1"},
			{"lost domains", "UPDATE domains SET state = 'pending_register' WHERE id = 1", "UPDATE domains SET state = 'active' WHERE id = 1"},
			{"double charges", "UPDATE orders SET domain_id = 1 WHERE id = 2", "UPDATE orders SET domain_id = 2 WHERE id = 2"},
			{"invoices", "UPDATE invoices SET status = 'paid' WHERE order_id IS NULL", "UPDATE invoices SET status = 'unpaid' WHERE order_id IS NULL"},
		} {
			ok(t, h.Exec(h.ctx, c.tamper))
			ask(c.what, 1)
			ok(t, h.Exec(h.ctx, c.mend))
		}
		equal(t, "the first name's row", d.ID, 1)
		ask("nothing", 0)
	})
}
