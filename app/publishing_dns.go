package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
)

// answersDirectly reports whether the names' name servers are this server itself: no other must have a zone before it is published.
func (c Publishing) answersDirectly() bool {
	return c.DNSListen != "" && !slices.ContainsFunc(c.Secondaries, func(s dns.Secondary) bool { return !s.Optional })
}

// packer packs what names publish for our name servers; nil without one.
func (c Publishing) packer(log *slog.Logger) publish.Pack {
	if c.DNSListen == "" {
		return nil
	}
	return dns.Packer(c.Platform, log)
}

// publishedZones reports whether the name servers have a name's newest zone; nil where nobody publishes zones.
func (d *Database) publishedZones(c Publishing) func(context.Context, reseller.Name) (bool, error) {
	if c.DNSListen == "" {
		return nil
	}
	return func(ctx context.Context, name reseller.Name) (bool, error) {
		if c.answersDirectly() {
			select { // answers are as old as that at most
			case <-time.After(dns.Fresh):
				return true, nil
			case <-ctx.Done():
				return false, ctx.Err()
			}
		}
		state, err := d.Store.ZoneState(ctx, name)
		return state.Published >= state.Serial, err
	}
}

// garbagePercent is how much garbage there may be beside what is in use, where zones are kept: all of them stay, and as much again would be
// a hundred megabytes of nothing.
const garbagePercent = 50

// startDNS answers for the zones of the names, and brings their changes to the secondaries.
func (p *publisher) startDNS(ctx context.Context) error {
	c := p.app.publishing
	if c.DNSListen == "" {
		return nil
	}
	if err := p.app.Store.SetPlatform(ctx, c.Platform.Settings()); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	zones := dns.NewZones(p.app.Zones)
	var primary *dns.Primary
	if len(c.Secondaries) > 0 || c.Signer != nil {
		primary = dns.NewPrimary(dns.PrimaryConfig{
			Zones: zones, Feed: p.app.Store, Secondaries: c.Secondaries, Signer: c.Signer, Keys: c.TSIGKeys, Catalogs: c.Catalogs, Log: p.app.Log,
			Converged: p.app.zoneMetrics.converged,
		})
		p.app.zoneMetrics.primary.Store(primary)
	}
	s, err := dns.Listen(ctx, c.DNSListen, zones, primary, p.app.Log)
	if err != nil && c.DNSIfFree {
		p.app.Log.Info("DNS is not answered", "err", err)
		return nil
	}
	if errors.Is(err, dns.ErrListen) {
		return &ListenError{DNSListener, err}
	}
	if err != nil {
		return err
	}
	p.listens(DNSListener, s.Addr())
	p.run(DNSListener, func() error { return s.Serve(ctx) }, s.Close)
	if primary != nil {
		p.work.Go(p.app.Log, DNSListener, func() { primary.Run(ctx) })
	}
	return nil
}
