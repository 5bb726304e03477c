package store_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// Events keep the name's row as it was, whatever becomes of it before they are read.
func TestEventsKeepHowTheNameWas(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30_000)
		d := h.renewing(a, "name")
		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(d))))
		h.refused(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(h.row(d)))))
		deleted := h.changed(d, func(d *reseller.Domain) { d.State, d.AutoRenew = reseller.DomainRedemption, false })
		must[int](t)(h.NumberEvents(h.ctx, 100))
		facts := map[string]reseller.EventDetail{}
		for _, e := range must[[]reseller.Event](t)(h.Events(h.ctx, a.ID, 0, 100)) {
			facts[e.Kind] = e.Detail
		}
		first, second := d.PaidThrough.Truncate(time.Microsecond), deleted.PaidThrough.Truncate(time.Microsecond)
		for kind, want := range map[string]reseller.Domain{
			"register.done":                 {State: reseller.DomainActive, PaidThrough: first},
			"renew.done":                    {State: reseller.DomainActive, PaidThrough: second, AutoRenew: true},
			"renew.refused":                 {State: reseller.DomainActive, PaidThrough: second, AutoRenew: true},
			reseller.EventRedemptionStarted: {State: reseller.DomainRedemption, PaidThrough: second},
		} {
			got := facts[kind]
			if got.State != want.State || !got.PaidThrough.Equal(want.PaidThrough) || got.AutoRenew != want.AutoRenew {
				t.Errorf("%s was of %s through %s, auto-renew %t, want %+v", kind, got.State, got.PaidThrough, got.AutoRenew, want)
			}
		}
	})
}
