package publish

import (
	"context"
	"errors"
	"hash/maphash"
	"log/slog"
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
	Pack     Pack // nil where no name server answers
	Keep     int  // how many bytes are kept, about, of names outside the copy; 0 = 96 MiB
}

// Pack makes the form of a zone that name servers answer from. It is called once for each version of a zone.
type Pack func(zone.Publication) []byte

// How the books are asked.
const (
	askTime  = 2 * time.Second // how long a question may take before what is kept answers
	restTime = time.Second     // how long the books are left alone after they did not answer
	// readsAtOnce bounds what strangers' questions take of the database.
	readsAtOnce = 16
	keepBytes   = 96 << 20
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

	mu   sync.Mutex
	kept map[string]*kept
	size int // of what is kept of names outside the copy
	// meanwhile has the serials that were told since a part of the copy began to be read, by name; nil while none is. What is kept may be
	// forgotten, with what was told, before the part comes to be kept.
	meanwhile map[string]uint32
	since     time.Time // when the books last failed to answer, wall time; zero if they answer

	copiedAt time.Time // when the copy was begun, wall time
	followed time.Time // until when all changes are known, wall time
}

// NewZones makes Zones that keep nothing yet.
func NewZones(c Config) *Zones {
	if c.Keep == 0 {
		c.Keep = keepBytes
	}
	return &Zones{
		Config: c, kept: map[string]*kept{}, reading: make(chan struct{}, readsAtOnce), copied: make(chan struct{}),
		changes: NewChanges(c.Books, c.Clock, 0), owed: map[reseller.Name]bool{}, marks: map[int64]mark{}, seed: maphash.MakeSeed(),
	}
}

// Zone is what one name publishes at this moment. What it has switched off, and all that the registry does not serve, is left out.
type Zone struct {
	zone.Publication
	Phase  reseller.Phase
	Served bool // the registry delegates the name
	Stale  bool // the books are away: what is not in it may be there all the same
}

// Of gives the zone of the name that a host is, or lies below, as it is now. The host is in lower-case ACE. ErrNotFound if no account
// has such a name; ErrAway if the books are away and nothing is kept of it, with ErrNotFound if there is a copy, which then has no forward
// of it.
func (z *Zones) Of(ctx context.Context, host string) (Zone, error) {
	v, rules, stale, err := z.within(ctx, host, 0, true)
	if err != nil {
		return Zone{}, err
	}
	return z.zone(v, rules, stale), nil
}

// zone is what a whole version publishes now.
func (z *Zones) zone(v *Version, rules reseller.TLD, stale bool) Zone {
	now := z.Clock.Now()
	found := Zone{Publication: *v.publication, Stale: stale}
	d := found.Domain
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

// ErrAway says that the books are away.
var ErrAway = errors.New("the database is away")

// errBusy says that too many questions are waiting for the books.
var errBusy = errors.New("too many names are being read")

// maxHost is how long a host may be (RFC 1035 §2.3.4, as text).
const maxHost = 253

// plausible keeps what cannot be the label of a name from the database.
func plausible[T string | []byte](label T) bool {
	for i := range len(label) {
		if c := label[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(label) > 0
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
