package app

import (
	"context"

	"nameyard/publish/dns"
)

// startDNS answers for the zones of the names, and brings their changes to the secondaries.
func (p *publisher) startDNS(ctx context.Context) error {
	c := p.app.publishing
	if c.DNSListen == "" {
		return nil
	}
	zones := dns.NewZones(p.app.Zones, c.Platform, p.app.Log)
	var primary *dns.Primary
	if len(c.Secondaries) > 0 {
		primary = dns.NewPrimary(dns.PrimaryConfig{
			Zones: zones, Feed: p.app.Store, Secondaries: c.Secondaries, Keys: c.TSIGKeys, Catalog: c.Catalog, Log: p.app.Log,
			Converged: p.app.zoneMetrics.converged,
		})
		p.app.zoneMetrics.primary.Store(primary)
	}
	s, err := dns.Listen(ctx, c.DNSListen, zones, primary, p.app.Log)
	if err != nil && c.DNSIfFree {
		p.app.Log.Info("DNS is not answered", "err", err)
		return nil
	}
	if err != nil {
		return err
	}
	p.addrs[zoneDNS] = s.Addr()
	p.run(zoneDNS, func() error { return s.Serve(ctx) }, s.Close)
	if primary != nil {
		p.work.Go(func() { primary.Run(ctx) })
	}
	return nil
}
