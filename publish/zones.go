package publish

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"strings"
	"sync"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// Books is where publications are read from.
type Books interface {
	// PublicationStamp and Publication give ErrNotFound for a name that no account has.
	PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error)
	Publication(ctx context.Context, name reseller.Name) (zone.Publication, error)
	// PublicationStamps lists the stamps of names that ever saved anything, in pages after a domain's id.
	PublicationStamps(ctx context.Context, after int64, limit int) ([]zone.Stamped, error)
	// PublicationsOf reads what some domains publish, by their ids. Each has the stamp that it had at the end.
	PublicationsOf(ctx context.Context, domains []int64) ([]zone.Publication, error)
	Feed
}

// Config is what Zones work with.
type Config struct {
	Books Books
	Rules reseller.TLDs  // the TLDs under which names are held, and how long a name is served after its term
	Clock reseller.Clock // business time says which names are served, wall time how old what is kept is
	Log   *slog.Logger
	// Platform says where names that have expired are parked.
	Platform Platform
	Keep     int // how many rows are kept of names outside the copy, a name counting as five; 0 = 400,000
}

// How the books are asked.
const (
	askTime  = 2 * time.Second // how long a question may take before what is kept answers
	restTime = time.Second     // how long the books are left alone after they did not answer
	// readsAtOnce bounds what strangers' questions take of the database.
	readsAtOnce = 16
	keepRows    = 400_000
	// trustTime is how long changes are relied on to be told before a stamp is read.
	trustTime = 2 * copyEvery
)

// Zones are what names publish. Each is read when somebody asks for it, and kept: a question after that reads no more than its stamp, and
// not that where Run follows the changes and the age of the answer allows it. While the books are away, what is kept answers, and a copy
// of all forwards that Run renews. It is safe for concurrent use.
type Zones struct {
	Config
	reading chan struct{} // bounds the reads at a time
	copied  chan struct{} // closed once there is a copy
	changes Changes
	owed    map[reseller.Name]bool // changed names that are not in the copy yet

	copying sync.Mutex     // taken before that of what is kept
	marks   map[int64]mark // what the copy was made from, by domain id
	round   int            // of copies
	seed    maphash.Seed

	mu     sync.Mutex
	kept   map[string]*kept
	weight int       // rows that are kept, of names outside the copy
	since  time.Time // when the books last failed to answer, wall time; zero if they answer

	copiedAt time.Time // when the copy was begun, wall time
	followed time.Time // until when all changes are known, wall time
}

// NewZones makes Zones that keep nothing yet.
func NewZones(c Config) *Zones {
	if c.Keep == 0 {
		c.Keep = keepRows
	}
	return &Zones{
		Config: c, kept: map[string]*kept{}, reading: make(chan struct{}, readsAtOnce), copied: make(chan struct{}),
		changes: NewChanges(c.Books, c.Clock.Now()), owed: map[reseller.Name]bool{}, marks: map[int64]mark{}, seed: maphash.MakeSeed(),
	}
}

// Zone is what one name publishes at this moment. What it has switched off, and all that the registry does not serve, is left out.
type Zone struct {
	zone.Publication
	Phase   reseller.Phase
	Served  bool     // the registry delegates the name
	Stale   bool     // the books are away: what is not in it may be there all the same
	Version *Version // all of it
}

// Of gives the zone of the name that a host is, or lies below, as it is now. The host is in lower-case ACE. ErrNotFound if no account
// has such a name; ErrAway if the books are away and nothing is kept of it, with ErrNotFound if there is a copy, which then has no forward
// of it.
func (z *Zones) Of(ctx context.Context, host string) (Zone, error) { return z.Within(ctx, host, 0) }

// Within is Of, as the zone was no longer ago than an age.
func (z *Zones) Within(ctx context.Context, host string, age time.Duration) (Zone, error) {
	away := false
	for label, rest, more := strings.Cut(host, "."); more && len(host) <= maxHost; label, rest, more = strings.Cut(rest, ".") {
		if _, sold := z.Rules[rest]; !sold || !plausible(label) {
			continue
		}
		v, stale, err := z.look(ctx, reseller.NameOf(label+"."+rest, rest), age)
		if err != nil && !errors.Is(err, ErrAway) {
			return Zone{}, err
		}
		away = away || err != nil
		if v != nil {
			return z.zone(v, stale), nil
		}
	}
	switch {
	case !away:
		return Zone{}, fmt.Errorf("%q: %w", host, reseller.ErrNotFound)
	case z.hasCopy():
		return Zone{}, fmt.Errorf("%s: %w: %w", host, ErrAway, reseller.ErrNotFound)
	}
	return Zone{}, fmt.Errorf("%s: %w, and there is no copy of it yet", host, ErrAway)
}

// Exactly gives the zone of just a name as it is now. Its errors are those of Of.
func (z *Zones) Exactly(ctx context.Context, name reseller.Name) (Zone, error) {
	v, stale, err := z.look(ctx, name, 0)
	if err == nil && v == nil {
		err = fmt.Errorf("%s: %w", name, reseller.ErrNotFound)
	}
	if err != nil {
		return Zone{}, err
	}
	return z.zone(v, stale), nil
}

// Earlier gives the version of a name with a serial, if it was served not long ago; else nil.
func (z *Zones) Earlier(name string, serial uint32) *Version {
	k := z.entry(name)
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, v := range k.earlier {
		if v.Serial == serial {
			return v
		}
	}
	return nil
}

// zone is what a version publishes now.
func (z *Zones) zone(v *Version, stale bool) Zone {
	now := z.Clock.Now()
	d, found := v.Domain, Zone{Publication: v.Publication, Stale: stale, Version: v}
	rules := z.Rules[d.Name.TLD()]
	found.Phase, _ = d.Phase(rules, now)
	found.Served = Served(d, rules, now)
	if !d.DNSManagement || !found.Served {
		found.Records = nil
	}
	if !d.EmailForwarding || !found.Served {
		found.Forwards = nil
	}
	return found
}

// look gives the version of exactly a name, nil if no account has it, and whether it is one that could not be compared with the books.
func (z *Zones) look(ctx context.Context, name reseller.Name, age time.Duration) (v *Version, stale bool, err error) {
	k := z.entry(name.String())
	k.mu.Lock()
	defer k.mu.Unlock()
	if z.fresh(k, age) {
		return k.version, false, nil
	}
	if !z.resting() {
		err := z.renew(ctx, name, k)
		if err == nil {
			return k.version, false, nil
		}
		if ctx.Err() != nil {
			return nil, false, ctx.Err() // whoever asked has gone; that says nothing about the books
		}
		if !errors.Is(err, errBusy) {
			z.answered(false)
		}
		z.Log.Warn("the database does not answer; what was last known does", "name", name.String(), "err", err)
	}
	if k.checked.IsZero() {
		return nil, true, ErrAway
	}
	return k.version, true, nil
}

// fresh reports whether what is kept is no older than an age. The changes that are followed are of zones; how long a name is paid for may
// change without one, so they vouch only for names that are in service whatever happens to that. The caller holds k.
func (z *Zones) fresh(k *kept, age time.Duration) bool {
	now := z.Clock.Wall()
	within := func(at time.Time) bool { return !at.IsZero() && now.Sub(at) < age && !now.Before(at) }
	if within(k.checked) {
		return true
	}
	if age == 0 || k.version == nil || now.Sub(k.checked) > trustTime || older(k.version.Serial, k.told.Load()) {
		return false
	}
	d := k.version.Domain
	if d.State != reseller.DomainActive || d.Expired(z.Clock.Now()) {
		return false
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	return within(z.followed)
}

// ErrAway says that the books are away.
var ErrAway = errors.New("the database is away")

// errBusy says that too many questions are waiting for the books.
var errBusy = errors.New("too many names are being read")

// maxHost is how long a host may be (RFC 1035 §2.3.4, as text).
const maxHost = 253

// plausible keeps what cannot be the label of a name from the database.
func plausible(label string) bool {
	return label != "" && !strings.ContainsFunc(label, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' })
}

func (z *Zones) resting() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return !z.since.IsZero() && z.Clock.Wall().Sub(z.since) < restTime
}

func (z *Zones) answered(ok bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.since = time.Time{}
	if !ok {
		z.since = z.Clock.Wall()
	}
}
