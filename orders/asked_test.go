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
	is := func(attempts ...registry.FoundState) []registry.FoundState { return attempts }
	const neither = "unclear: the registry shows expiry "
	for _, c := range []struct {
		says  string
		shown *registry.Registration
		asked []registry.FoundState // the newest attempt first
		want  string
	}{
		{"no effect", expires(0), is(registry.FoundDone), "waiting: the registry says that it is done, and does not show it yet"},
		{"no effect", expires(0), is(registry.FoundPending), "waiting: the registry has not decided yet"},
		{"no effect", expires(0), is(registry.FoundRefused), "failed, registry_refused: not today"},
		{"no effect", expires(0), is(registry.FoundNone), "no effect"},
		{"no effect", expires(0), is(registry.FoundUnclear), "no effect"},
		{"three years", expires(3), is(registry.FoundDone), "took effect"},
		{"three years", expires(3), is(registry.FoundPending), "waiting: the registry has not decided yet"},
		{"three years", expires(3), is(registry.FoundRefused), "failed, registry_refused: not today"},
		{"three years", expires(3), is(registry.FoundNone), proof(find(renewal, expires(3), noon))},
		{"the year", expires(renewal.Desired.Years), is(registry.FoundRefused), "took effect"},

		// The newest attempt may have been refused because the first one took effect.
		{"no effect", expires(0), is(registry.FoundRefused, registry.FoundNone), "no effect"},
		{"no effect", expires(0), is(registry.FoundRefused, registry.FoundUnclear), "no effect"},
		{"three years", expires(3), is(registry.FoundRefused, registry.FoundUnclear), proof(find(renewal, expires(3), noon))},
		{"three years", expires(3), is(registry.FoundRefused, registry.FoundNone), proof(find(renewal, expires(3), noon))},
		{"three years", expires(3), is(registry.FoundNone, registry.FoundRefused), proof(find(renewal, expires(3), noon))},
		{"three years", expires(3), is(registry.FoundRefused, registry.FoundRefused), "failed, registry_refused: not today"},
		{"three years", expires(3), is(registry.FoundRefused, "news to us"), proof(find(renewal, expires(3), noon))},
		{"three years", expires(3), is(registry.FoundRefused, registry.FoundPending), "waiting: the registry has not decided yet"},
		{"three years", expires(3), is(registry.FoundPending, registry.FoundDone), "took effect"},
		{"three years", expires(3), is(registry.FoundDone, registry.FoundUnclear), "took effect"},
	} {
		var all []registry.Found
		for _, state := range c.asked {
			all = append(all, registry.Found{State: state, Words: "not today"})
		}
		seen := view{shown: c.shown, asked: &word{Found: furthest(all)}}
		if got := proof(seen.proves(renewal, noon)); got != c.want {
			t.Errorf("%s is shown, and it is %s: %s, want %s", c.says, c.asked, got, c.want)
		}
	}
	if got := proof(find(renewal, expires(3), noon)); len(got) < len(neither) || got[:len(neither)] != neither {
		t.Errorf("without a word of the registry it is %s", got)
	}
}

// TestAcceptedOrderIsNotOverBecauseNobodyKnowsOfIt: nobody but the upstream can say that a command which it had accepted had no effect. What
// it says and does not show after the settle time, and what it cannot tell once no other order would be tried any more, the operator must
// look into.
func TestAcceptedOrderIsNotOverBecauseNobodyKnowsOfIt(t *testing.T) {
	renewal := placed(reseller.OrderRenew, undecided)
	for _, c := range []struct {
		asked                registry.FoundState
		early, settled, late string
	}{
		{registry.FoundDone, "waiting", "unclear, needs_operator", "unclear, needs_operator"},
		{registry.FoundNone, "waiting", "unclear, needs_operator", "unclear, needs_operator"},
		{registry.FoundUnclear, "waiting", "waiting", "unclear, needs_operator"},
		{"news to us", "waiting", "waiting", "unclear, needs_operator"},
		{registry.FoundPending, "waiting", "waiting", "waiting"},
		{registry.FoundRefused, "failed, registry_refused", "failed, registry_refused", "failed, registry_refused"},
	} {
		for when, want := range map[word]string{{}: c.early, {settled: true}: c.settled, {settled: true, late: true}: c.late} {
			when.Found = registry.Found{State: c.asked, Words: "not today"}
			got := view{shown: shows(), asked: &when}.proves(renewal, noon)
			if got.reason == "" || proof(got) != want+": "+got.reason {
				t.Errorf("%s, settled %t, late %t: %s, want %s", c.asked, when.settled, when.late, proof(got), want)
			}
		}
	}
}
