package web

import (
	"context"
	"slices"
	"time"

	"nameyard/safely"
)

// Ahead gets certificates before the first visitor comes, for hosts of web forwards that the DNS leads here. Where nobody knows our
// addresses, it does nothing.
type Ahead struct {
	Certificates *Certificates
	Hosts        func() []string // that have a web forward, in order
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
	t := turns{later: map[string]time.Time{}}
	for {
		a.round(ctx, &t)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// turns is what one round leaves to the next.
type turns struct {
	later map[string]time.Time // when hosts are looked at again
	last  string               // the host that was looked at last
}

// order gives the hosts in the order in which a round looks at them: on from where the one before ended, so that each has its turn however
// many there are.
func (t *turns) order(hosts []string) []string {
	at, found := slices.BinarySearch(hosts, t.last)
	if found {
		at++
	}
	return slices.Concat(hosts[at:], hosts[:at])
}

// round gets certificates for some hosts that have none yet.
func (a Ahead) round(ctx context.Context, t *turns) {
	c, got, asked := a.Certificates, 0, 0
	for _, host := range t.order(a.Hosts()) {
		if got >= aheadAtOnce || asked >= resolveMost || ctx.Err() != nil {
			return
		}
		t.last = host
		if time.Now().Before(t.later[host]) || c.atRest(host) {
			continue
		}
		fault := safely.Do(c.log.With("host", host), "certificate", func() error {
			if c.config.Storage.Exists(ctx, c.stored(host)) {
				t.later[host] = time.Now().Add(lookOften)
				return nil
			}
			asked++
			if !c.reach.leadsHere(ctx, host) {
				t.later[host] = time.Now().Add(lookAgain)
				return nil
			}
			got++
			if err := c.config.ObtainCertSync(ctx, host); err != nil && ctx.Err() == nil {
				c.log.Warn("no certificate could be got ahead", "host", host, "err", err)
			}
			return nil
		})
		if fault != nil {
			t.later[host] = time.Now().Add(lookAgain) // it holds up no other host
		}
	}
}
