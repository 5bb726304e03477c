package orders_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// TestChildNameServersAreAtTheRegistryAndInTheZoneOrInNeither: the process dies at every step of their orders. What the dead one leaves
// in the zone is never ahead of the registry, and once it is found, both say the same, under a higher serial.
func TestChildNameServersAreAtTheRegistryAndInTheZoneOrInNeither(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		for _, c := range crafts {
			if c.effect != "host" {
				continue
			}
			for end := 1; ; end++ {
				p := o.begin(endsAt(end))
				o.hostsAgree(c, fmt.Sprintf("%s-%d", strings.ReplaceAll(string(c.kind), "_", "-"), end), p)
				if t.Failed() || !p.died() {
					break
				}
			}
		}
		o.Verify()
	})
}

// hostsAgree lets a process die in the order of a host, and looks at the registry and the zone at once and after another has found it.
func (o *env) hostsAgree(c craft, sld string, p process) {
	o.t.Helper()
	r := c.prepare(o, sld)
	registered, published, before := o.hosts(r.Name)
	if registered != published {
		o.t.Errorf("%s before: the registry has %s, the zone %s", r.Name, registered, published)
	}
	old := published
	p.live(o.t, func(d *orders.Service) { _ = o.ordered(d, r) })
	if registered, published, _ = o.hosts(r.Name); published != old && published != registered {
		o.t.Errorf("%s after %q: the registry has %s, the zone %s", r.Name, p.last(), registered, published)
	}
	o.Clock.Outwait(time.Minute)
	o.recover()
	registered, published, after := o.hosts(r.Name)
	if registered != published || published != old && after <= before {
		o.t.Errorf("%s once found, after %q: the registry has %s, the zone %s; serial %d, then %d", r.Name, p.last(), registered, published, before, after)
	}
	if published == old && !p.died() {
		o.t.Errorf("%s: the order of a process that lived changed nothing: %s", r.Name, published)
	}
}

// hosts are the child name servers that the registry has, those that the zone has, and its serial.
func (o *env) hosts(n reseller.Name) (registered, published string, serial uint32) {
	o.t.Helper()
	shown, err := o.Sandbox.Info(o.ctx, n)
	o.Must(err)
	p, err := o.Store.Publication(o.ctx, n)
	o.Must(err)
	return fmt.Sprint(shown.Hosts), fmt.Sprint(p.Domain.Hosts), p.Serial
}
