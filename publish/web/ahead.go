package web

import (
	"context"
	"time"

	"nameyard/safely"
)

// Ahead gets certificates before the first visitor comes, for hosts of web forwards that the DNS leads here. Where nobody knows our
// addresses, it does nothing.
type Ahead struct {
	Certificates *Certificates
	Hosts        func() []string // that have a web forward
	Known        <-chan struct{} // closed once the hosts are known
}

// How much is done ahead: an authority bounds how many orders an account may place.
const (
	aheadEvery  = time.Minute
	aheadAtOnce = 5                // certificates in one round
	resolveMost = 200              // questions to the DNS in one round
	lookAgain   = 10 * time.Minute // at a host that does not lead here
	lookOften   = 12 * time.Hour   // at one that has its certificate
)

// Run works until ctx ends.
func (a Ahead) Run(ctx context.Context) {
	if len(a.Certificates.reach.Addresses) == 0 {
		return
	}
	select {
	case <-ctx.Done():
		return
	case <-a.Known:
	}
	tick := time.NewTicker(aheadEvery)
	defer tick.Stop()
	later := map[string]time.Time{}
	for {
		a.round(ctx, later)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// round gets certificates for some hosts that have none yet. Later is when hosts are looked at again.
func (a Ahead) round(ctx context.Context, later map[string]time.Time) {
	c, got, asked := a.Certificates, 0, 0
	for _, host := range a.Hosts() {
		if got >= aheadAtOnce || asked >= resolveMost || ctx.Err() != nil {
			return
		}
		if time.Now().Before(later[host]) || c.atRest(host) {
			continue
		}
		fault := safely.Do(c.log.With("host", host), "certificate", func() error {
			if c.config.Storage.Exists(ctx, c.stored(host)) {
				later[host] = time.Now().Add(lookOften)
				return nil
			}
			asked++
			if !c.reach.leadsHere(ctx, host) {
				later[host] = time.Now().Add(lookAgain)
				return nil
			}
			got++
			if err := c.config.ObtainCertSync(ctx, host); err != nil && ctx.Err() == nil {
				c.log.Warn("no certificate could be got ahead", "host", host, "err", err)
			}
			return nil
		})
		if fault != nil {
			later[host] = time.Now().Add(lookAgain) // it holds up no other host
		}
	}
}
