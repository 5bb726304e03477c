package dns

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// Source is where zones come from.
type Source interface {
	// PublicationStamp and Publication give ErrNotFound for a name that no account has.
	PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error)
	Publication(ctx context.Context, name reseller.Name) (zone.Publication, error)
}

// ZonesConfig is what Zones work with.
type ZonesConfig struct {
	Source   Source
	Rules    reseller.TLDs  // the TLDs under which names are held
	Clock    reseller.Clock // business time says which names are served, wall time how old what is kept is
	Platform publish.Platform
	Log      *slog.Logger
	Keep     int // how many zones and names without one are kept; 0 = 20,000
}

// Zones are the zones of the names that are served, compiled when they are asked for, and kept. It is safe for concurrent use.
type Zones struct {
	ZonesConfig
	mu      sync.Mutex
	kept    map[string]*kept // by apex, lower case with a dot at the end
	reading chan struct{}    // bounds the reads of the database at a time
}

// kept is what is known of a name.
type kept struct {
	mu      sync.Mutex // held while it is read
	stamp   zone.Stamp
	domain  reseller.Domain
	zone    *Zone     // nil if no account has the name
	earlier []*Zone   // versions before it, the oldest first
	checked time.Time // wall time
}

const (
	// fresh is how long what is kept is answered from before its stamp is read again: a change is seen within it.
	fresh = 200 * time.Millisecond
	// readsAtOnce bounds what strangers' questions take of the database.
	readsAtOnce = 16
	// readTime is how long a read may take. Resolvers ask again after some seconds.
	readTime = 2 * time.Second

	keepZones = 20_000
)

// ErrNoZone says that a name lies in no zone that is served.
var ErrNoZone = errors.New("no zone that is served")

// NewZones makes Zones that keep nothing yet.
func NewZones(c ZonesConfig) *Zones {
	if c.Keep == 0 {
		c.Keep = keepZones
	}
	return &Zones{ZonesConfig: c, kept: map[string]*kept{}, reading: make(chan struct{}, readsAtOnce)}
}

// Find gives the zone that a name (as lookupName writes it) lies in: that of the longest name that is served. ErrNoZone if
// there is none. When the database is away, what is kept goes on being served; other errors say that nothing is known.
func (z *Zones) Find(ctx context.Context, name string) (*Zone, error) {
	return z.find(ctx, name, fresh)
}

// find is Find with what is kept for no longer than an age.
func (z *Zones) find(ctx context.Context, name string, age time.Duration) (*Zone, error) {
	for label, apex := "", name; ; {
		var found bool
		if label, apex, found = strings.Cut(apex, "."); !found || apex == "" {
			return nil, ErrNoZone
		}
		tld := strings.TrimSuffix(apex, ".")
		if _, sold := z.Rules[tld]; !sold {
			continue
		}
		served, err := z.zoneOf(ctx, reseller.NameOf(label+"."+tld, tld), age)
		if err != nil || served != nil {
			return served, err
		}
	}
}

// zoneOf gives the zone of exactly a name, kept for no longer than an age; nil if it is not served.
func (z *Zones) zoneOf(ctx context.Context, name reseller.Name, age time.Duration) (*Zone, error) {
	k := z.entry(name.String())
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := z.Clock.Wall(); now.Sub(k.checked) >= age || now.Before(k.checked) {
		err := z.renew(ctx, name, k)
		switch {
		case err == nil:
			k.checked = now
		case k.checked.IsZero():
			return nil, err
		default:
			k.checked = now // the last that was known is good until the database is there again
			z.Log.Warn("the zone could not be read again; what was known is served", "zone", name.String(), "err", err)
		}
	}
	if k.zone == nil {
		return nil, nil
	}
	if !served(k.domain, z.Rules[name.TLD()], z.Clock.Now()) {
		return nil, nil
	}
	return k.zone, nil
}

// Current gives the zone of exactly a name as it is in the database now; nil if it is not served.
func (z *Zones) Current(ctx context.Context, name reseller.Name) (*Zone, error) {
	return z.zoneOf(ctx, name, 0)
}

// earlier gives the version of a zone with a serial, if it was served not long ago.
func (z *Zones) earlier(apex string, serial uint32) *Zone {
	k := z.entry(strings.TrimSuffix(apex, "."))
	k.mu.Lock()
	defer k.mu.Unlock()
	return versionOf(k.earlier, serial)
}

// entry gives what is kept of a name, or a new one. If there are too many, others go.
func (z *Zones) entry(name string) *kept {
	z.mu.Lock()
	defer z.mu.Unlock()
	k := z.kept[name]
	if k == nil {
		for other := range z.kept { // in no order
			if len(z.kept) < z.Keep {
				break
			}
			delete(z.kept, other)
		}
		k = &kept{}
		z.kept[name] = k
	}
	return k
}

// renew reads and compiles what has changed.
func (z *Zones) renew(ctx context.Context, name reseller.Name, k *kept) error {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	select {
	case z.reading <- struct{}{}:
		defer func() { <-z.reading }()
	case <-ctx.Done():
		return ctx.Err()
	}
	stamp, err := z.Source.PublicationStamp(ctx, name)
	if err == nil && k.zone != nil && stamp == k.stamp {
		return nil
	}
	var p zone.Publication
	if err == nil {
		p, err = z.Source.Publication(ctx, name)
	}
	if errors.Is(err, reseller.ErrNotFound) {
		k.zone, k.earlier = nil, nil
		return nil
	}
	if err != nil {
		return err
	}
	compiled, err := Compile(p, z.Platform)
	if err != nil {
		z.Log.Error("a row is left out of its zone", "err", err)
	}
	if k.zone != nil && k.zone.Serial != compiled.Serial {
		k.earlier = append(k.earlier[max(0, len(k.earlier)-keepVersions+1):], k.zone)
	}
	k.zone, k.stamp, k.domain = compiled, p.Stamp, reseller.Domain{State: p.Domain.State, PaidThrough: p.Domain.PaidThrough}
	return nil
}
