package store_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// aliases saves ALIAS records of a name: pairs of hostname and host.
func (h *house) aliases(d reseller.Domain, pairs ...string) {
	h.t.Helper()
	records := []zone.Record{{Hostname: "mail", Type: zone.TypeA, Address: "192.0.2.9"}}
	for i := 0; i < len(pairs); i += 2 {
		records = append(records, zone.Record{Hostname: pairs[i], Type: zone.TypeAlias, Address: pairs[i+1]})
	}
	ok(h.t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.DNS, Records: records, By: reseller.Operator}))
}

// due lists the hosts that are to be asked for now.
func (h *house) due() string {
	text := ""
	for _, t := range must[[]zone.AliasTarget](h.t)(h.DueAliasTargets(h.ctx, h.clock.Wall(), 100)) {
		text += fmt.Sprint(t.Host, t.Addresses, " ")
	}
	return text
}

// finds notes addresses of a host, to be asked for again in an hour.
func (h *house) finds(host string, addresses ...string) {
	h.t.Helper()
	t := zone.AliasTarget{Host: host, AskedAt: h.clock.Wall(), ResolvedAt: h.clock.Wall(), NextAt: h.clock.Wall().Add(time.Hour)}
	for _, text := range addresses {
		t.Addresses = append(t.Addresses, netip.MustParseAddr(text))
	}
	ok(h.t, h.SaveAliasTargets(h.ctx, []zone.AliasTarget{t}))
}

// aliased is what a name publishes at its ALIAS records.
func (h *house) aliased(d reseller.Domain) string {
	h.t.Helper()
	return fmt.Sprint(must[zone.Publication](h.t)(h.Publication(h.ctx, d.Name)).Aliased)
}

func TestAddressesOfALIASRecordsArePublishedWithTheSerial(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 90000)
		first, second, third := h.domain(a, "first"), h.domain(a, "second"), h.domain(a, "third")
		equal(t, "due without an ALIAS", h.due(), "")
		h.aliases(first, "@", "shops.example.net", "b", "b.example.net")
		h.aliases(second, "@", "shops.example.net")
		equal(t, "due after the saves", h.due(), "b.example.net[] shops.example.net[] ")
		equal(t, "before an answer", h.aliased(first), "map[b.example.net:[] shops.example.net:[]]")

		h.finds("shops.example.net", "192.0.2.1", "2001:db8::1")
		equal(t, "due after an answer", h.due(), "b.example.net[] ")
		equal(t, "found, and not published", h.aliased(first), "map[b.example.net:[] shops.example.net:[]]")
		serials := func() (list [3]uint32) {
			for i, d := range []reseller.Domain{first, second, third} {
				list[i], _ = h.serial(d.Name)
			}
			return list
		}
		before := serials()
		equal(t, "in a first step", must[int](t)(h.SpreadAliasTarget(h.ctx, "shops.example.net", 1)), 1)
		after := serials()
		equal(t, "the second zone waits", after[1], before[1])
		equal(t, "in the next step", must[int](t)(h.SpreadAliasTarget(h.ctx, "shops.example.net", 10)), 1)
		equal(t, "then", must[int](t)(h.SpreadAliasTarget(h.ctx, "shops.example.net", 10)), 0)
		after = serials()
		equal(t, "the serials rise", after[0] > before[0] && after[1] > before[1] && after[2] == before[2], true)
		equal(t, "what is published", h.aliased(second), "map[shops.example.net:[192.0.2.1 2001:db8::1]]")

		h.aliases(third, "www", "shops.example.net")
		equal(t, "a host that is known is published at once", h.aliased(third), "map[shops.example.net:[192.0.2.1 2001:db8::1]]")
		listed := must[[]zone.Publication](t)(h.Publications(h.ctx, 0, 10))
		equal(t, "in the list", fmt.Sprint(listed[2].Aliased), "map[shops.example.net:[192.0.2.1 2001:db8::1]]")
		at := must[map[string]string](t)(h.AliasesAt(h.ctx, []string{"third.com", "www.third.com", "second.com"}))
		equal(t, "who points where", fmt.Sprint(at), "map[second.com:shops.example.net www.third.com:shops.example.net]")
		states := must[[]zone.AliasState](t)(h.AliasStates(h.ctx, third.ID))
		equal(t, "the state", fmt.Sprintf("%s %v %v", states[0].Owner, states[0].Target.Addresses, states[0].Target.ResolvedAt.Equal(noon.Truncate(time.Microsecond))), "www.third.com [192.0.2.1 2001:db8::1] true")
		hosts, failing, err := h.AliasFigures(h.ctx)
		equal(t, "the figures", fmt.Sprint(hosts, failing, err), "2 0 <nil>")
	})
}

// What no live name points to is not asked for, and forgotten after two days.
func TestHostsThatNoALIASPointsToAreForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 90000)
		d := h.domain(a, "name")
		h.aliases(d, "@", "old.example.net")
		h.aliases(d, "@", "new.example.net")
		equal(t, "due", h.due(), "new.example.net[] ")
		h.clock.pass(47 * time.Hour)
		equal(t, "pruned within two days", must[map[string]int64](t)(h.Prune(h.ctx))["alias_targets"], 0)
		h.clock.pass(2 * time.Hour)
		equal(t, "pruned after", must[map[string]int64](t)(h.Prune(h.ctx))["alias_targets"], 1)
		equal(t, "what stays", h.due(), "new.example.net[] ")
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "x", func(d *reseller.Domain) error { d.State = reseller.DomainReleased; return nil }))
		equal(t, "of a name that has gone", h.due(), "")
		equal(t, "and it is published nowhere", must[int](t)(h.SpreadAliasTarget(h.ctx, "new.example.net", 10)), 0)
	})
}
