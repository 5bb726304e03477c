package publish

import (
	"context"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// Feed tells which zones have changed.
type Feed interface {
	// ZoneChanges lists the zones that have changed since a time of business, that time included, in the order of the changes.
	ZoneChanges(ctx context.Context, since time.Time) ([]zone.Change, error)
}

// Changes reads a feed so that each change is seen once. It is for one goroutine.
type Changes struct {
	feed  Feed
	wall  func() time.Time
	since time.Time         // business time of the newest change that was seen
	moved time.Time         // wall time when that was seen
	seen  map[string]uint32 // serials by name
}

const (
	overlap   = 5 * time.Second // a change is committed some time after it was dated
	seenAlong = 1000            // names that are remembered beyond those that are listed
)

// NewChanges makes Changes since some time before now.
func NewChanges(feed Feed, clock reseller.Clock, before time.Duration) Changes {
	return Changes{feed: feed, wall: clock.Wall, since: clock.Now().Add(-before), moved: clock.Wall(), seen: map[string]uint32{}}
}

// Each calls do for each change that was not seen yet. One that do gives an error for comes again the next time, with those after it.
func (c *Changes) Each(ctx context.Context, do func(zone.Change) error) error {
	now, from := c.wall(), c.since
	if now.Sub(c.moved) < overlap { // later nothing comes that is dated before it
		from = from.Add(-overlap)
	}
	list, err := c.feed.ZoneChanges(ctx, from)
	if err != nil {
		return err
	}
	for _, change := range list {
		if c.seen[change.Name] != change.Serial {
			if err := do(change); err != nil {
				return err
			}
			c.seen[change.Name] = change.Serial
		}
		if change.At.After(c.since) {
			c.since, c.moved = change.At, now
		}
	}
	c.forget(list)
	return nil
}

// forget drops what will not be listed again.
func (c *Changes) forget(list []zone.Change) {
	if len(c.seen) <= 2*len(list)+seenAlong {
		return
	}
	listed := make(map[string]uint32, len(list))
	for _, change := range list {
		listed[change.Name] = c.seen[change.Name]
	}
	c.seen = listed
}

// older reports whether a serial comes before another (RFC 1982 §3.2); 0 is none.
func older(a, b uint32) bool { return b != 0 && int32(b-a) > 0 }

// newest gives the newer of two serials; 0 is none.
func newest(a, b uint32) uint32 {
	if a == 0 || older(a, b) {
		return b
	}
	return a
}
