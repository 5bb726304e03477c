package dns

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// Zones are the zones of the names that are served, compiled when somebody asks for them. It is safe for concurrent use.
type Zones struct {
	published *publish.Zones
	platform  publish.Platform
	log       *slog.Logger
	ready     readied
}

// Fresh is how long what is kept is answered from before it is compared with the database: a change is seen within it.
const Fresh = 200 * time.Millisecond

// ErrNoZone says that a name lies in no zone that is served.
var ErrNoZone = errors.New("no zone that is served")

// NewZones makes Zones of what names publish, on a platform.
func NewZones(published *publish.Zones, platform publish.Platform, log *slog.Logger) *Zones {
	return &Zones{published: published, platform: platform, log: log}
}

// Find gives the zone that a name (as lookupName writes it) lies in: that of the longest name that is held. ErrNoZone if there is none, or
// if it is not served. When the database is away, what is kept goes on being served; other errors say that nothing is known.
func (z *Zones) Find(ctx context.Context, name string) (*Zone, error) {
	return z.find(ctx, name, Fresh)
}

// find is Find with what is kept for no longer than an age.
func (z *Zones) find(ctx context.Context, name string, age time.Duration) (*Zone, error) {
	found, err := z.published.Within(ctx, strings.TrimSuffix(name, "."), age)
	return z.served(found, err)
}

// served compiles what was found.
func (z *Zones) served(found publish.Zone, err error) (*Zone, error) {
	switch {
	case errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway):
		return nil, ErrNoZone
	case err != nil:
		return nil, err
	case !found.Served:
		return nil, ErrNoZone
	}
	return z.compiled(found.Version)
}

// compiled is the zone of a version.
func (z *Zones) compiled(v *publish.Version) (*Zone, error) {
	return z.ready.zone(v.Made(func(p zone.Publication) any {
		compiled, err := Compile(p, z.platform)
		if err != nil {
			z.log.Error("a row is left out of its zone", "err", err)
		}
		return pack(compiled)
	}).(*packed))
}

// Current gives the zone of exactly a name as it is in the database now; ErrNoZone if it is not served.
func (z *Zones) Current(ctx context.Context, name reseller.Name) (*Zone, error) {
	found, err := z.published.Exactly(ctx, name)
	if err == nil && found.Stale {
		return nil, fmt.Errorf("%s: %w", name, publish.ErrAway)
	}
	return z.served(found, err)
}

// earlier gives the version of a zone with a serial, if it was served not long ago.
func (z *Zones) earlier(apex string, serial uint32) *Zone {
	v := z.published.Earlier(strings.TrimSuffix(apex, "."), serial)
	if v == nil {
		return nil
	}
	old, err := z.compiled(v)
	if err != nil {
		return nil // the whole zone is sent then
	}
	return old
}
