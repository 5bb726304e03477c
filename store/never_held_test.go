package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
)

// TestRowThatHeldANameIsTakenByNone: what the books say of a name that has left stays, however it left.
func TestRowThatHeldANameIsTakenByNone(t *testing.T) {
	for _, left := range []reseller.DomainState{reseller.DomainDeleted, reseller.DomainReleased, reseller.DomainTransferredAway, reseller.DomainRefused} {
		t.Run(string(left), func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				a, other := h.account("a@example.com", 100_000), h.account("b@example.com", 100_000)
				d := h.changed(h.domain(a, "name"), func(d *reseller.Domain) { d.State, d.ClosedAt = left, noon })
				again := h.transfer(a, d.Name)
				again.Domain.ID, again.Domain.Version = d.ID, d.Version
				if _, err := h.OpenPurchase(h.ctx, again); !errors.Is(err, reseller.ErrConflict) {
					t.Errorf("a transfer into its row: %v", err)
				}
				move := h.taking(h.domain(other, "name"), a)
				move.Into = &d
				if _, err := h.MoveDomain(h.ctx, move); !errors.Is(err, reseller.ErrConflict) {
					t.Errorf("a move into its row: %v", err)
				}
				kept := h.row(d)
				equal(t, "state", kept.State, left)
				equal(t, "registered", kept.RegisteredAt, d.RegisteredAt)
				equal(t, "paid through", kept.PaidThrough, d.PaidThrough)
			})
		})
	}
}

// TestRefundIsPostedOnce, though two deletions name the same sale, and the second one ends all the same.
func TestRefundIsPostedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100_000)
		sold := h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name")))))
		d := must[reseller.Domain](t)(h.DomainByID(h.ctx, sold.DomainID))
		for _, hash := range []string{"1", "2"} {
			h.clock.pass(time.Minute)
			o, _, err := h.OpenChange(h.ctx, h.change(d, "delete", hash))
			ok(t, err)
			o = must[reseller.Order](t)(h.EndOrder(h.ctx, reseller.Ending{Order: o, To: reseller.OrderDone, Refunds: []reseller.Refund{{Order: sold}}}))
			equal(t, "the deletion", o.State, reseller.OrderDone)
			h.credit(a, 100_000, 0)
		}
		equal(t, "invoices and credit notes", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))), 2)
	})
}
