package orders_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// bring asks for a name in redemption to be restored.
func (o *env) bring(sld string) orders.Request {
	d := o.domain(sld)
	r := o.request(reseller.OrderRestore, d.Name, reseller.Desired{Years: 1})
	r.Domain = &d
	return r
}

// deletes has a name deleted at the registry.
func (o *env) deletes(sld string) {
	o.t.Helper()
	res, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, o.domain(sld), "delete"))
	o.Must(err)
	o.Must(orders.Verdict(res.Order))
}

// TestRestoreOfANameThatWasDeletedAgainIsNoRepeat, minutes later, and days later though the first answer never went out.
func TestRestoreOfANameThatWasDeletedAgainIsNoRepeat(t *testing.T) {
	t.Parallel()
	for what, told := range map[string]bool{"told": true, "not told": false} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 100_000, func(t *testing.T, o *env) {
				o.registered("again")
				o.Clock.Move(10 * 24 * time.Hour)
				o.deletes("again")
				res, err := o.Orders.Buy(o.ctx, o.bring("again"))
				o.Must(err)
				if told {
					o.Orders.Acknowledge(res.Order)
					o.Must(o.Orders.FlushAcknowledged(o.ctx))
				} else {
					o.Clock.Move(5 * 24 * time.Hour)
				}
				if same := o.buy(o.bring("again")); same.ID != res.Order.ID {
					t.Errorf("a name that is restored was restored again by order %d", same.ID)
				}
				o.deletes("again")
				if second := o.buy(o.bring("again")); second.ID == res.Order.ID {
					t.Error("the name was deleted again, and the caller is told that it is restored")
				}
				if d := o.domain("again"); d.State != reseller.DomainActive {
					t.Errorf("the name is %s", d.State)
				}
				o.wantEffects("restore", name(t, "again", "com"), 2)
			})
		})
	}
}

// TestRenewalThatADeletionGaveBackIsNoRepeat: after deletion and restore the name is paid through the earlier date again.
func TestRenewalThatADeletionGaveBackIsNoRepeat(t *testing.T) {
	t.Parallel()
	onEach(t, 100_000, func(t *testing.T, o *env) {
		d := o.registered("undone")
		o.Clock.Set(d.PaidThrough.Add(24 * time.Hour))
		o.Must(o.Sandbox.Tick(o.ctx))
		_, err := o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "sync", func(d *reseller.Domain) error {
			d.RegistryExpiry = reseller.AddYears(d.PaidThrough, 1) // the registry renewed by itself
			return nil
		})
		o.Must(err)
		first := o.buy(o.renewal(o.domain("undone"), 1)) // keeps that year
		o.deletes("undone")
		o.buy(o.bring("undone"))
		_, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "sync", func(now *reseller.Domain) error {
			now.PaidThrough = d.PaidThrough // what the registry took back
			return nil
		})
		o.Must(err)
		o.Unclean = true // nothing on record took the year back
		if second := o.buy(o.renewal(o.domain("undone"), 1)); second.ID == first.ID {
			t.Error("the year was given back, and the caller is told that the name is renewed")
		}
	})
}

// TestKeyOfWhatWasUndoneTellsSo: it means the first order and never a second one, and that one does not stand.
func TestKeyOfWhatWasUndoneTellsSo(t *testing.T) {
	t.Parallel()
	onEach(t, 100_000, func(t *testing.T, o *env) {
		o.registered("keyed")
		o.Clock.Move(10 * 24 * time.Hour)
		bring := func(key string) orders.Request {
			r := o.bring("keyed")
			r.Key = key
			return r
		}
		o.deletes("keyed")
		first := o.buy(bring("k1"))
		if same := o.buy(bring("k1")); same.ID != first.ID {
			t.Errorf("the same key opened order %d", same.ID)
		}
		o.deletes("keyed")
		_, err := o.Orders.Buy(o.ctx, bring("k1"))
		o.wantCode("the key of a restore that was undone", err, reseller.CodeKeyReused)
		o.buy(bring("k2"))
		o.wantEffects("restore", name(t, "keyed", "com"), 2)
	})
}

// TestRegistrationOfANameThatIsDeletedIsNoRepeat: not while it can be restored either.
func TestRegistrationOfANameThatIsDeletedIsNoRepeat(t *testing.T) {
	t.Parallel()
	onEach(t, 100_000, func(t *testing.T, o *env) {
		first := o.buy(o.registration("gone"))
		o.Clock.Move(6 * 24 * time.Hour)
		o.deletes("gone")
		_, err := o.Orders.Buy(o.ctx, o.registration("gone"))
		o.wantCode("a registration of a name in redemption", err, reseller.CodeNotAvailable)
		o.wantEffects("create", first.Name, 1)
	})
}
