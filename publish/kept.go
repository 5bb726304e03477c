package publish

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"nameyard/reseller"
)

// kept is what is known of a name.
type kept struct {
	mu      sync.RWMutex // held while it is read; taken before that of Zones
	version *Version     // nil if no account has the name
	earlier []*Version   // before it, the oldest first
	changed bool         // version is a change of one that was known
	checked time.Time    // wall time; zero if nothing is known
	lost    bool         // it was forgotten meanwhile: what comes of it is not kept

	told atomic.Uint32 // the newest serial that is known to be in the books; 0 = none was told

	// Guarded by the mutex of Zones.
	size   int
	pinned bool  // part of the copy: not forgotten
	domain int64 // of the copy
}

// keepVersions is how many versions before the one that holds are kept for incremental transfers.
const keepVersions = 8

// tell notes a serial that is in the books, unless a newer one is noted; 0 = none.
func (k *kept) tell(serial uint32) {
	for {
		was := k.told.Load()
		if now := newest(was, serial); now == was || k.told.CompareAndSwap(was, now) {
			return
		}
	}
}

// entry gives what is kept of a name, or a new one.
func (z *Zones) entry(name string) *kept {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.entryOf(name)
}

// entryOf gives what is kept of a name, or a new one. The caller holds z.mu.
func (z *Zones) entryOf(name string) *kept {
	k := z.kept[name]
	if k == nil {
		k = &kept{size: nameSize}
		z.kept[name] = k
		z.size += k.size
		z.forget(k)
	}
	return k
}

// put keeps a version, nil if no account has the name. The caller holds k.
func (z *Zones) put(k *kept, v *Version, now time.Time) {
	switch {
	case v == nil:
		k.earlier, k.changed = nil, false
	case k.version != nil && k.version.Serial != v.Serial:
		// Of the first version that is read, a server with other settings may have made another zone of the same serial.
		if k.changed {
			k.earlier = append(k.earlier[max(0, len(k.earlier)-keepVersions+1):], k.version)
		}
		k.changed = true
	}
	k.version, k.checked = v, now
	size := nameSize
	for _, one := range append(k.earlier[:len(k.earlier):len(k.earlier)], v) {
		if one != nil {
			size += one.size()
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if !k.pinned && !k.lost {
		z.size += size - k.size
	}
	k.size = size
	z.forget(k)
}

// forget drops names until no more is kept than may be, not the one that is at work. Of some that come up by chance the first goes that
// holds nothing: whoever asks for many names that nobody has must not drive out those that are served. The caller holds z.mu.
func (z *Zones) forget(working *kept) {
	const looks = 8
	for z.size > z.Keep {
		var name string
		var least *kept
		seen := 0
		for other, k := range z.kept { // in no order
			if k == working || k.pinned {
				continue
			}
			if least == nil || k.size < least.size {
				name, least = other, k
			}
			if seen++; seen == looks || least.size == nameSize {
				break
			}
		}
		if least == nil {
			return
		}
		z.lose(name, least)
	}
}

// lose takes what is kept of a name, which may be nil, out. The caller holds z.mu.
func (z *Zones) lose(name string, k *kept) {
	if k == nil {
		return
	}
	if !k.pinned {
		z.size -= k.size
	}
	k.pinned, k.lost = false, true
	delete(z.kept, name)
}

// renew reads what has changed of a name, or all of it where that is asked for and is not kept. The caller holds k.
func (z *Zones) renew(ctx context.Context, name reseller.Name, k *kept, whole bool) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	select {
	case z.reading <- struct{}{}:
		defer func() { <-z.reading }()
	case <-ctx.Done():
		return errBusy
	}
	now := z.Clock.Wall()
	if k.version != nil && k.version.enough(whole) { // else there is nothing to compare
		stamp, err := z.Books.PublicationStamp(ctx, name)
		if err == nil && stamp == k.version.Stamp {
			k.checked = now
			z.answered(true)
			return nil
		}
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			return err
		}
	}
	var v *Version
	told := k.told.Load()
	p, err := z.Books.Publication(ctx, name)
	if err == nil {
		v = z.version(p, whole)
	} else if !errors.Is(err, reseller.ErrNotFound) {
		return err
	}
	z.put(k, v, now)
	if v == nil {
		k.told.CompareAndSwap(told, 0) // of what it was
	}
	z.answered(true)
	return nil
}
