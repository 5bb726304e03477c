package publish

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/zone"
)

// How the copy is made.
const (
	copyEvery   = time.Minute // how old it may become where a change was not told
	followEvery = 100 * time.Millisecond
	pageSize    = 1000
)

// mark is what the copy was made from last.
type mark struct {
	stamp    uint64 // of zone.Stamp, as a hash: there is one for each name that ever saved anything
	forwards bool
	round    int // of the copy that saw the name last
}

// Copy looks through the names that ever saved anything, reads those that have changed since the copy before, and keeps those with forwards
// of any kind; what else is kept is brought up to date. What was copied before stays where the books do not answer.
func (z *Zones) Copy(ctx context.Context) error {
	began := z.Clock.Wall()
	z.copying.Lock()
	z.round++
	z.copying.Unlock()
	for after := int64(0); ; {
		last, n, err := z.copyPage(ctx, after)
		if err != nil {
			return fmt.Errorf("copy what names publish: %w", err)
		}
		if n < pageSize {
			break
		}
		after = last
	}
	z.sweep()
	z.mu.Lock()
	z.copiedAt = began
	z.mu.Unlock()
	if !z.hasCopy() {
		close(z.copied)
	}
	return nil
}

// copyPart takes z.copying to read a part of the copy; done lets go of it.
func (z *Zones) copyPart() (done func()) {
	z.copying.Lock()
	heed := func(serials map[string]uint32) {
		z.mu.Lock()
		defer z.mu.Unlock()
		z.meanwhile = serials
	}
	heed(map[string]uint32{})
	return func() {
		heed(nil)
		z.copying.Unlock()
	}
}

// copyPage copies the names after an id, and gives the last id and how many there are.
func (z *Zones) copyPage(ctx context.Context, after int64) (last int64, n int, err error) {
	defer z.copyPart()()
	now := z.Clock.Wall()
	page, err := z.Books.PublicationStamps(ctx, after, pageSize)
	if err != nil {
		return 0, 0, err
	}
	changed := map[int64]zone.Stamped{}
	for _, s := range page {
		last = s.DomainID
		m := z.marks[last]
		if m.stamp != z.hashed(s.Stamp) {
			changed[last] = s
			continue
		}
		m.round = z.round
		z.marks[last] = m
		z.vouch(s, now)
	}
	if len(changed) == 0 {
		return last, len(page), nil
	}
	list, err := z.Books.PublicationsOf(ctx, slices.Collect(maps.Keys(changed)))
	if err != nil {
		return 0, 0, err
	}
	for _, p := range list {
		if p.Stamp != changed[p.DomainID].Stamp { // it was written meanwhile: its parts may be of two moments
			if err := z.copyName(ctx, changed[p.DomainID].Name); err != nil {
				return 0, 0, err
			}
			continue
		}
		z.copyOf(p, now)
	}
	return last, len(page), nil
}

func (z *Zones) hashed(s zone.Stamp) uint64 { return maphash.Comparable(z.seed, s) }

// copyName reads one name again, as a part of the copy.
func (z *Zones) copyName(ctx context.Context, name reseller.Name) error {
	now := z.Clock.Wall()
	p, err := z.Books.Publication(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		z.drop(name.String())
		return nil
	}
	if err == nil {
		z.copyOf(p, now)
	}
	return err
}

// vouch notes that a name had a stamp at a time: what is kept of it with the same one needs no question of its own.
func (z *Zones) vouch(s zone.Stamped, now time.Time) {
	z.mu.Lock()
	k := z.kept[s.Name.String()]
	z.mu.Unlock()
	if k == nil || !k.mu.TryLock() { // it is being read
		return
	}
	defer k.mu.Unlock()
	if k.version != nil && k.version.Stamp == s.Stamp && k.checked.Before(now) {
		k.checked = now
	}
}

// copyOf keeps a publication that was read at a time, if it has forwards, or something is kept of it already, or there is room for its zone,
// so that the first question for it finds it. It was read in this part of the copy.
func (z *Zones) copyOf(p zone.Publication, now time.Time) {
	name, forwards := p.Domain.Name.String(), forwards(p)
	z.marks[p.DomainID] = mark{z.hashed(p.Stamp), forwards, z.round}
	if !forwards && !z.has(name) && !z.roomy() {
		return
	}
	k := z.entry(name)
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.checked.After(now) && !before(p, k.version) { // else somebody has read it meanwhile
		k.checked = now
		if k.version == nil || k.version.Stamp != p.Stamp {
			z.put(k, z.version(p, false), now)
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	k.domain = p.DomainID
	k.tell(z.meanwhile[name])
	switch {
	case forwards && !k.pinned:
		z.lose(name, z.kept[name])
		k.pinned, k.lost = true, false
		z.kept[name] = k
	case !forwards && k.pinned: // it may be forgotten now
		k.pinned = false
		z.size += k.size
		z.forget(k)
	}
}

// roomy reports whether zones are kept before somebody asks for them: where name servers answer from them, up to what is left to names
// that are asked for.
func (z *Zones) roomy() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.Pack != nil && z.size < z.Keep-z.Keep/16
}

// before reports whether a publication is older than a version of the same domain row, which may be nil.
func before(p zone.Publication, v *Version) bool {
	return v != nil && p.DomainID == v.DomainID && (p.DomainVersion < v.DomainVersion || p.ZoneVersion < v.ZoneVersion)
}

func (z *Zones) has(name string) bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.kept[name] != nil
}

// drop lets go of a name of the copy that nobody here has any more.
func (z *Zones) drop(name string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if k := z.kept[name]; k != nil && k.pinned {
		z.lose(name, k)
	}
}

// sweep lets go of names that the copy has not seen, because nobody here has them any more.
func (z *Zones) sweep() {
	z.copying.Lock()
	defer z.copying.Unlock()
	for domain, m := range z.marks {
		if m.round != z.round {
			delete(z.marks, domain)
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	for name, k := range z.kept {
		if k.pinned && !z.marks[k.domain].forwards {
			z.lose(name, k)
		}
	}
}

// Copied is closed once there is a copy.
func (z *Zones) Copied() <-chan struct{} { return z.copied }

// CopyState tells when the copy was begun that there is, wall time, zero if there is none yet, and whether the books are away, so that
// what is kept answers.
func (z *Zones) CopyState() (at time.Time, away bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.copiedAt, !z.since.IsZero()
}

func (z *Zones) hasCopy() bool {
	select {
	case <-z.copied:
		return true
	default:
		return false
	}
}

// WebHosts lists the hosts of web forwards of the copy, and what aliases lead there, as far as they are served: wildcards are left out.
func (z *Zones) WebHosts() []string {
	var hosts []string
	for _, v := range z.pinned() {
		if d := v.Domain; d.DNSManagement && Served(d, z.Rules[d.Name.TLD()], z.Clock.Now()) {
			hosts = append(hosts, zone.WebHosts(d.Name, v.Records)...)
		}
	}
	slices.Sort(hosts)
	return hosts
}

// pinned lists what the copy has.
func (z *Zones) pinned() []*zone.Publication {
	z.mu.Lock()
	list := make([]*kept, 0, len(z.kept))
	for _, k := range z.kept {
		if k.pinned {
			list = append(list, k)
		}
	}
	z.mu.Unlock()
	var publications []*zone.Publication
	for _, k := range list {
		k.mu.Lock()
		if k.version != nil && k.version.publication != nil {
			publications = append(publications, k.version.publication)
		}
		k.mu.Unlock()
	}
	return publications
}

// Run follows the changes and renews the copy, now and each minute, until ctx ends.
func (z *Zones) Run(ctx context.Context) {
	var copies safely.Group
	copies.Go(z.Log, "zones", func() {
		z.each(ctx, copyEvery, "the copy of what names publish could not be renewed", z.Copy)
	})
	z.each(ctx, followEvery, "changes of what names publish could not be read", z.Follow)
	copies.Wait()
}

// each does something now and then until ctx ends.
func (z *Zones) each(ctx context.Context, often time.Duration, failed string, do func(context.Context) error) {
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		if err := safely.Do(z.Log, "zones", func() error { return do(ctx) }); err != nil && ctx.Err() == nil {
			z.Log.Warn(failed, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
