package dns

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// Zones are the zones of the names that are served, as what names publish is kept. It is safe for concurrent use.
type Zones struct {
	published *publish.Zones
}

// Fresh is how long what is kept is answered from, at most, without a look into the database: a change that another server made is seen
// within it, and mostly within a tenth. One that was made here is seen at once.
const Fresh = time.Second

// ErrNoZone says that a name lies in no zone that is served.
var ErrNoZone = errors.New("no zone that is served")

// NewZones makes Zones of what names publish, which is packed by Packer.
func NewZones(published *publish.Zones) *Zones { return &Zones{published: published} }

// Packer gives who packs what names publish on a platform. What cannot be published is left out and logged.
func Packer(platform publish.Platform, log *slog.Logger) publish.Pack {
	return func(p zone.Publication) []byte {
		compiled, err := Compile(p, platform)
		if err != nil {
			log.Error("a row is left out of its zone", "err", err)
		}
		packed, err := pack(compiled)
		if err != nil {
			log.Error("a record is left out of its zone", "err", err)
		}
		return packed
	}
}

// kept gives the zone that a host lies in, if that is known at once: nil if there is none that is served.
func (z *Zones) kept(host []byte) (zone packed, known bool) {
	return z.published.Kept(host, Fresh)
}

// find gives the zone that a host lies in, as it was no longer ago than an age: that of the longest name that is held. ErrNoZone if there
// is none, or if it is not served. When the database is away, what is kept goes on being served; other errors say that nothing is known.
func (z *Zones) find(ctx context.Context, host string, age time.Duration) (packed, error) {
	return served(z.published.Within(ctx, host, age))
}

// served is a zone that was found.
func served(found packed, err error) (packed, error) {
	switch {
	case errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway):
		return nil, ErrNoZone
	case err != nil:
		return nil, err
	case found == nil:
		return nil, ErrNoZone
	}
	return found, nil
}

// Current gives the zone of exactly a name as it is in the database now; ErrNoZone if it is not served.
func (z *Zones) Current(ctx context.Context, name reseller.Name) (*Zone, error) {
	found, err := z.published.Exactly(ctx, name)
	p, err := served(found, err)
	if err != nil {
		return nil, err
	}
	return p.unpack()
}

// earlier gives the version of a zone with a serial, if it was served not long ago.
func (z *Zones) earlier(apex string, serial uint32) *Zone {
	p := packed(z.published.Earlier(strings.TrimSuffix(apex, "."), serial))
	if p == nil {
		return nil
	}
	old, err := p.unpack()
	if err != nil {
		return nil // the whole zone is sent then
	}
	return old
}
