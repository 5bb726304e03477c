package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// Books is where publications are read from.
type Books interface {
	// PublicationOf reads what the name publishes that a host is, or lies below. ErrNotFound if there is no such name.
	PublicationOf(ctx context.Context, host string) (zone.Publication, error)
	// Publications lists what names publish, in pages after a domain's id.
	Publications(ctx context.Context, after int64, limit int) ([]zone.Publication, error)
}

// How the books are asked.
const (
	askTime   = 2 * time.Second // how long a question may take before the copy answers
	restTime  = time.Second     // how long the books are left alone after they did not answer
	copyEvery = time.Minute     // how old the copy may become
	pageSize  = 1000
)

// Zones tells what hosts stand for. It asks the books each time, so that a save takes effect at once; while they are away it answers
// from a copy, which Run renews.
type Zones struct {
	books Books
	rules reseller.TLDs
	clock reseller.Clock
	log   *slog.Logger

	copied chan struct{} // closed once there is a copy

	mu    sync.Mutex
	copy  map[string]zone.Publication // of names with forwards of any kind; nil = none yet
	since time.Time                   // when the books last failed to answer, wall time; zero if they answer
}

// NewZones makes Zones without a copy yet. The rules say how long a name is served after its term.
func NewZones(books Books, rules reseller.TLDs, clock reseller.Clock, log *slog.Logger) *Zones {
	return &Zones{books: books, rules: rules, clock: clock, log: log, copied: make(chan struct{})}
}

// Zone is what one name publishes at this moment. What it has switched off, and all that the registry does not serve, is left out.
type Zone struct {
	zone.Publication
	Phase reseller.Phase
	Stale bool // it comes from the copy, because the books are away: what is not in it may be there all the same
}

// Of gives the zone of the name that a host is, or lies below. The host is in lower-case ACE. ErrNotFound if no account has such a name;
// ErrAway if the books are away and the copy, if there is one (ErrNotFound too), has no such name.
func (z *Zones) Of(ctx context.Context, host string) (Zone, error) {
	if !plausible(host) {
		return Zone{}, fmt.Errorf("%q: %w", host, reseller.ErrNotFound)
	}
	found, err := z.find(ctx, host)
	if err != nil {
		return found, err
	}
	d := found.Domain
	found.Phase, _ = d.Phase(z.rules[d.Name.TLD()], z.clock.Now())
	if !d.DNSManagement || !served(found.Phase) {
		found.Records = nil
	}
	if !d.EmailForwarding || !served(found.Phase) {
		found.Forwards = nil
	}
	return found, nil
}

// plausible keeps what cannot be a host from the database.
func plausible(host string) bool {
	if len(host) > 253 || strings.Count(host, ".") > 20 || !strings.Contains(host, ".") {
		return false
	}
	return !strings.ContainsFunc(host, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_'
	})
}

func (z *Zones) find(ctx context.Context, host string) (Zone, error) {
	if z.resting() {
		return z.remembered(host)
	}
	asking, stop := context.WithTimeout(ctx, askTime)
	defer stop()
	p, err := z.books.PublicationOf(asking, host)
	if err == nil || errors.Is(err, reseller.ErrNotFound) {
		z.answered(true)
		return Zone{Publication: p}, err
	}
	if ctx.Err() != nil {
		return Zone{}, err // whoever asked has gone; that says nothing about the books
	}
	z.log.Warn("the database does not answer; the last good copy does", "host", host, "err", err)
	z.answered(false)
	return z.remembered(host)
}

// ErrAway says that the books are away.
var ErrAway = errors.New("the database is away")

// remembered answers from the copy.
func (z *Zones) remembered(host string) (Zone, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.copy == nil {
		return Zone{}, fmt.Errorf("%s: %w, and there is no copy of it yet", host, ErrAway)
	}
	for rest, more := host, true; more; _, rest, more = strings.Cut(rest, ".") {
		if p, ok := z.copy[rest]; ok {
			return Zone{Publication: p, Stale: true}, nil
		}
	}
	return Zone{}, fmt.Errorf("%s: %w: %w", host, ErrAway, reseller.ErrNotFound)
}

func (z *Zones) resting() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return !z.since.IsZero() && z.clock.Wall().Sub(z.since) < restTime
}

func (z *Zones) answered(ok bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.since = time.Time{}
	if !ok {
		z.since = z.clock.Wall()
	}
}

// Copy renews the copy. The old one stays where the books do not answer.
func (z *Zones) Copy(ctx context.Context) error {
	fresh := map[string]zone.Publication{}
	for after := int64(0); ; {
		page, err := z.books.Publications(ctx, after, pageSize)
		if err != nil {
			return fmt.Errorf("copy what names publish: %w", err)
		}
		for _, p := range page {
			if len(p.Forwards) > 0 || zone.HasWebForward(p.Records) {
				fresh[p.Domain.Name.String()] = p
			}
			after = p.DomainID
		}
		if len(page) < pageSize {
			break
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.copy == nil {
		close(z.copied)
	}
	z.copy = fresh
	return nil
}

// Copied is closed once there is a copy.
func (z *Zones) Copied() <-chan struct{} { return z.copied }

// WebHosts lists the hosts of web forwards of the copy, and what aliases lead there, as far as they are served: wildcards are left out.
func (z *Zones) WebHosts() []string {
	z.mu.Lock()
	names := slices.Collect(maps.Values(z.copy))
	z.mu.Unlock()
	var hosts []string
	for _, p := range names {
		if phase, _ := p.Domain.Phase(z.rules[p.Domain.Name.TLD()], z.clock.Now()); p.Domain.DNSManagement && served(phase) {
			hosts = append(hosts, zone.WebHosts(p.Domain.Name, p.Records)...)
		}
	}
	slices.Sort(hosts)
	return hosts
}

// Run renews the copy now and each minute until ctx ends.
func (z *Zones) Run(ctx context.Context) {
	tick := time.NewTicker(copyEvery)
	defer tick.Stop()
	for {
		if err := z.Copy(ctx); err != nil && ctx.Err() == nil {
			z.log.Warn("the copy of what names publish could not be renewed", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
