package store_test

import (
	"testing"

	"nameyard/reseller"
)

// What a registry shows is not written into restored books before they have been compared: what was given since could not be told from it.
func TestNameOfARestoredDatabaseIsNotSwept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10_000)
		d := h.domain(a, "kept")
		h, r := restored(t, h)
		later := func(d *reseller.Domain) { d.RegistryExpiry = reseller.AddYears(d.RegistryExpiry, 1) }
		err := h.SweptDomain(h.ctx, d, reseller.Itself, later, nil)
		if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeRestoring {
			t.Errorf("it is answered %v", err)
		}
		equal(t, "expiry", must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)).RegistryExpiry, d.RegistryExpiry)
		ok(t, h.LiftRestore(h.ctx, r.ID, reseller.Operator, "nothing"))
		ok(t, h.SweptDomain(h.ctx, must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)), reseller.Itself, later, nil))
	})
}
