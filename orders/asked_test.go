package orders

import (
	"testing"

	"nameyard/registry"
	"nameyard/reseller"
)

// TestWordOfTheRegistryDecidesWhereTheNameDoesNotTell: what an upstream says of our command counts where the name shows nothing of it, or
// something that can have come otherwise. That it knows of no such command says nothing: it can be under way.
func TestWordOfTheRegistryDecidesWhereTheNameDoesNotTell(t *testing.T) {
	renewal := placed(reseller.OrderRenew)
	expires := func(years int) *registry.Registration {
		return shows(func(r *registry.Registration) { r.Expires = reseller.AddYears(renewal.FrozenExpiry, years) })
	}
	const neither = "unclear: the registry shows expiry "
	for _, c := range []struct {
		says  string
		shown *registry.Registration
		asked registry.FoundState
		want  string
	}{
		{"no effect", expires(0), registry.FoundDone, "waiting: the registry says that it is done, and does not show it yet"},
		{"no effect", expires(0), registry.FoundPending, "waiting: the registry has not decided yet"},
		{"no effect", expires(0), registry.FoundRefused, "failed, registry_refused: not today"},
		{"no effect", expires(0), registry.FoundNone, "no effect"},
		{"no effect", expires(0), registry.FoundUnclear, "no effect"},
		{"three years", expires(3), registry.FoundDone, "took effect"},
		{"three years", expires(3), registry.FoundPending, "waiting: the registry has not decided yet"},
		{"three years", expires(3), registry.FoundRefused, "failed, registry_refused: not today"},
		{"three years", expires(3), registry.FoundNone, proof(find(renewal, expires(3), noon))},
		{"the year", expires(renewal.Desired.Years), registry.FoundRefused, "took effect"},
	} {
		seen := view{shown: c.shown, asked: &registry.Found{State: c.asked, Words: "not today"}}
		if got := proof(seen.proves(renewal, noon)); got != c.want {
			t.Errorf("%s is shown, and it is %s: %s, want %s", c.says, c.asked, got, c.want)
		}
	}
	if got := proof(find(renewal, expires(3), noon)); len(got) < len(neither) || got[:len(neither)] != neither {
		t.Errorf("without a word of the registry it is %s", got)
	}
}
