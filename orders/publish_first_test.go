package orders_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/reseller"
)

// TestPurchaseThatIsPublishedFirstIsMadeOnceWhereverTheServerDies: the registry asks our name servers, and the process dies at every step of
// registrations and transfers, between the zone and the command, too. Each is carried out and charged once.
func TestPurchaseThatIsPublishedFirstIsMadeOnceWhereverTheServerDies(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			o := newEnv(t, engine, 1_000_000, apptest.WithConfig(func(c *app.Config) {
				rules, err := reseller.DefaultTLDs()
				if err != nil {
					t.Fatal(err)
				}
				com := rules["com"]
				com.ChecksNameservers = true
				rules["com"], c.Rules = com, rules
			}))
			o.published = func(context.Context, reseller.Name) (bool, error) { return true, nil }
			for _, c := range crafts {
				if c.kind == reseller.OrderRegister || c.kind == reseller.OrderTransfer {
					o.diesAheadOf(c)
				}
			}
			o.Verify()
		})
	}
}

// diesAheadOf lets processes die at every step of a purchase of a name that is to be on our name servers.
func (o *env) diesAheadOf(c craft) {
	o.t.Helper()
	prepare := c.prepare
	c.prepare = func(o *env, sld string) orders.Request {
		r := prepare(o, sld)
		r.Desired.Nameservers, r.Desired.DNSManagement = houseServers, true
		return r
	}
	var where []string
	for end := 1; ; end++ {
		p := o.begin(endsAt(end))
		o.die(c, fmt.Sprintf("%s-ahead-%d", c.kind, end), "", p, o.begin(endsAt(0)))
		where = append(where, p.last())
		if o.t.Failed() || !p.died() {
			break
		}
	}
	for _, step := range []string{"before the commit of a zone ahead", "after the commit of a zone ahead"} {
		if !slices.Contains(where, step) {
			o.t.Errorf("no process died %s in a %s: %q", step, c.kind, where)
		}
	}
}
