package orders_test

import (
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/reseller"
)

// A registry may take no contacts, and no command to renew: what the account wants is kept here, and the year that the registry adds by itself
// is what a renewal buys.
func TestRegistryThatTakesNoContactsAndRenewsAlone(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			rules, err := reseller.DefaultTLDs()
			if err != nil {
				t.Fatal(err)
			}
			thin := rules["com"]
			thin.Contacts, thin.RenewModel, thin.RenewYears = reseller.ContactsNone, reseller.RenewAuto, []int{1}
			rules["com"] = thin
			o := newEnv(t, engine, 50_000, apptest.WithConfig(func(c *app.Config) { c.Rules = rules }))
			bought, dropped := o.registered("bought"), o.registered("dropped")
			if shown, err := o.Sandbox.Info(o.ctx, bought.Name); err != nil || len(shown.Contacts) != 0 || bought.Contacts[reseller.RoleRegistrant].Email == "" {
				t.Errorf("the registry shows contacts %+v, the row has %+v, %v", shown.Contacts, bought.Contacts, err)
			}
			other := reseller.Contacts{reseller.RoleRegistrant: apptest.Owner[reseller.RoleRegistrant]}
			who := other[reseller.RoleRegistrant]
			who.City = "Elsewhere"
			other[reseller.RoleRegistrant] = who
			o.Change(bought, reseller.OrderContacts, "contacts", reseller.Desired{Contacts: other})
			if o.domain("bought").Contacts[reseller.RoleRegistrant].City != "Elsewhere" {
				t.Error("the holder is not kept")
			}

			renewal, err := o.Orders.Buy(o.ctx, o.renewal(bought, 1))
			o.Must(err)
			o.wantState(renewal.Order.ID, reseller.OrderPending)
			lost, err := o.Orders.Buy(o.ctx, o.renewal(dropped, 1))
			o.Must(err)
			o.Clock.Move(24 * time.Hour)
			o.reconcile()
			o.wantState(renewal.Order.ID, reseller.OrderPending)
			o.wantBalance(46_000, 2000)
			_, err = o.Sandbox.Delete(o.ctx, registry.Delete{ClTRID: "HAND-1", Name: dropped.Name})
			o.Must(err)
			o.Unclean = true // somebody deleted it at the registry by hand
			o.Clock.Move(bought.PaidThrough.Add(2 * time.Hour).Sub(o.Clock.Now()))
			o.reconcile()
			o.wantState(renewal.Order.ID, reseller.OrderDone)
			o.wantState(lost.Order.ID, reseller.OrderRefused)
			o.wantEffects("renew", bought.Name, 0)
			o.wantBalance(47_000, 0)
			if now := o.domain("bought"); !now.PaidThrough.Equal(reseller.AddYears(bought.PaidThrough, 1)) {
				t.Errorf("paid through %s", now.PaidThrough)
			}
		})
	}
}
