package orders_test

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// A renewal that is found done after more years were counted takes none of them back.
func TestRenewalThatEndsLateTakesNoYearAway(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Unclean = true // years are counted here that no order bought
		d := o.registered("counted")
		o.fault(sandbox.FaultLostAnswer, "renew", 0)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
		order := o.left(o.renewal(d, 1))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		once := reseller.AddYears(d.RegistryExpiry, 1)
		twice := reseller.AddYears(d.RegistryExpiry, 2)
		_, err := o.Sandbox.Renew(o.ctx, registry.Renew{ClTRID: "OTHER", Name: d.Name, CurrentExpiry: once, Years: 1})
		o.Must(err)
		_, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "domain.after_restore", func(row *reseller.Domain) error {
			row.PaidThrough, row.RegistryExpiry = twice, twice
			return nil
		})
		o.Must(err)
		o.Clock.Move(time.Hour)
		_, err = o.Orders.Override(o.ctx, order.ID, true, "the registry's own list has it")
		o.Must(err)
		if got := o.domain("counted"); !got.PaidThrough.Equal(twice) || !got.RegistryExpiry.Equal(twice) {
			t.Errorf("paid through %s, expires %s, want %s", got.PaidThrough, got.RegistryExpiry, twice)
		}
	})
}
