package publish

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nameyard/zone"
)

// How the copy is made.
const (
	copyEvery = time.Minute // how old it may become
	pageSize  = 1000
)

// Copy reads all names with forwards of any kind and keeps them, and brings what else is kept up to date. What was copied before stays
// where the books do not answer.
func (z *Zones) Copy(ctx context.Context) error {
	fresh, began := map[string]bool{}, z.Clock.Wall()
	for after := int64(0); ; {
		now := z.Clock.Wall()
		page, err := z.Books.Publications(ctx, after, pageSize)
		if err != nil {
			return fmt.Errorf("copy what names publish: %w", err)
		}
		for _, p := range page {
			after = p.DomainID
			name := p.Domain.Name.String()
			forwards := len(p.Forwards) > 0 || zone.HasWebForward(p.Records)
			if forwards {
				fresh[name] = true
			}
			z.copyOf(name, p, forwards, now)
		}
		if len(page) < pageSize {
			break
		}
	}
	z.unpin(fresh)
	z.mu.Lock()
	z.copiedAt = began
	z.mu.Unlock()
	if !z.hasCopy() {
		close(z.copied)
	}
	return nil
}

// copyOf keeps a publication that was read at a time, if it has forwards or something is kept of it already.
func (z *Zones) copyOf(name string, p zone.Publication, forwards bool, now time.Time) {
	if !forwards && !z.has(name) {
		return
	}
	k := z.entry(name)
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.checked.After(now) && !before(p, k.version) { // else somebody has read it meanwhile
		k.checked = now
		if k.version == nil || k.version.Stamp != p.Stamp {
			z.put(k, &Version{Publication: z.Platform.Parked(p, z.Clock.Now())}, now)
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if forwards && !k.pinned {
		z.lose(name, z.kept[name])
		k.pinned, k.lost = true, false
		z.kept[name] = k
	}
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

// unpin lets go of names that have no forwards any more, or that nobody here has.
func (z *Zones) unpin(but map[string]bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	for name, k := range z.kept {
		if k.pinned && !but[name] {
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
func (z *Zones) pinned() []*Version {
	z.mu.Lock()
	list := make([]*kept, 0, len(z.kept))
	for _, k := range z.kept {
		if k.pinned {
			list = append(list, k)
		}
	}
	z.mu.Unlock()
	var versions []*Version
	for _, k := range list {
		k.mu.Lock()
		if k.version != nil {
			versions = append(versions, k.version)
		}
		k.mu.Unlock()
	}
	return versions
}

// Run renews the copy now and each minute until ctx ends.
func (z *Zones) Run(ctx context.Context) {
	tick := time.NewTicker(copyEvery)
	defer tick.Stop()
	for {
		if err := z.Copy(ctx); err != nil && ctx.Err() == nil {
			z.Log.Warn("the copy of what names publish could not be renewed", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
