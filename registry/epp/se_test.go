package epp_test

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// TestSwedishNameThatIsToEndWithItsTermSaysSo: clientDelete with atExpDate, however it was set. A renewal takes it back, and so does what takes
// back a deletion; else the name is out of the zone with its expiry, without the days of grace.
func TestSwedishNameThatIsToEndWithItsTermSaysSo(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.Profile.Swedish = true })
	name := reseller.NameOf("slutar.se", "se")
	must[registry.Receipt](t)(c.Create(t.Context(), order("slutar.se")))
	shown := func() registry.Registration { return must[registry.Registration](t)(c.Info(t.Context(), name)) }
	ends := func(with bool) {
		t.Helper()
		if reg := shown(); reg.Ends.AtExpiry != with || reg.Ends.Deactivated.Equal(reg.Expires) != with {
			t.Errorf("it expires %s and ends %+v, want with its term: %t", reg.Expires, reg.Ends, with)
		}
	}
	for id, takeBack := range map[string]func(id string) (registry.Receipt, error){
		"NY-restore-1": func(id string) (registry.Receipt, error) {
			return c.Restore(t.Context(), registry.Restore{ClTRID: id, Name: name})
		},
		"NY-renew-1": func(id string) (registry.Receipt, error) {
			return c.Renew(t.Context(), registry.Renew{ClTRID: id, Name: name, CurrentExpiry: shown().Expires, Years: 1})
		},
	} {
		ends(false)
		must[registry.Receipt](t)(w.EndWithTerm(t.Context(), "SE-"+id, name, true))
		ends(true)
		must[registry.Receipt](t)(takeBack(id))
	}
	ends(false)
	must[registry.Receipt](t)(w.EndWithTerm(t.Context(), "SE-3", name, true))
	w.Clock.Move(shown().Expires.Add(time.Hour).Sub(w.Clock.Now()))
	if reg := shown(); !reg.Has(registry.StatusDeactivated) {
		t.Errorf("behind its expiry it shows %v", reg.Status)
	}
}
