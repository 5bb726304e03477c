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

// Changes reads a feed so that each change is seen once. Changes are dated before they are committed, by the clocks of several servers, so
// that older ones may come after newer ones: they are seen for lateMost after. It is for one goroutine.
type Changes struct {
	feed   Feed
	clock  reseller.Clock
	since  time.Time         // business time of the newest change that was seen, or of when it was if that is earlier
	moved  time.Time         // wall time when since came to be that
	looked time.Time         // wall time of the last look for the latest that succeeded
	seen   map[string]uint32 // serials by name
}

const (
	// Most changes are committed soon after they were dated, and seen by each look.
	late = 2 * time.Second
	// Others were held up, or are of a server whose clock is behind: what they cost to look for is spent now and then.
	lateMost  = 30 * time.Second
	lateEvery = time.Second
	seenAlong = 1000 // names that are remembered beyond those that are listed
)

// NewChanges makes Changes since some time before now.
func NewChanges(feed Feed, clock reseller.Clock, before time.Duration) Changes {
	return Changes{feed: feed, clock: clock, since: clock.Now().Add(-before), moved: clock.Wall(), seen: map[string]uint32{}}
}

// Each calls do for each change that was not seen yet. One that do gives an error for comes again the next time, with those after it.
func (c *Changes) Each(ctx context.Context, do func(zone.Change) error) error {
	now, ours := c.clock.Wall(), c.clock.Now()
	from, far := c.from(now)
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
		if at := earlier(change.At, ours); at.After(c.since) {
			c.since, c.moved = at, now
		}
	}
	if far {
		c.looked = now
	}
	if far || c.settled() { // else what is not listed now will be again
		c.forget(list)
	}
	return nil
}

// from is since when changes are looked for at a wall time, and whether that is far enough for the latest.
func (c *Changes) from(now time.Time) (from time.Time, far bool) {
	switch {
	case !c.settled() && now.Sub(c.looked) >= lateEvery:
		return c.since.Add(-lateMost), true
	case now.Sub(c.moved) < late:
		return c.since.Add(-late), false
	}
	return c.since, false
}

// settled reports whether all changes that are dated before since have been looked for when none could come any more.
func (c *Changes) settled() bool { return c.looked.Sub(c.moved) >= lateMost }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
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
