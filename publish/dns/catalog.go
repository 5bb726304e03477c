package dns

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// catalog is the zone that tells secondaries which zones there are (RFC 9432), so that they need no settings for each. It may be large: its
// records are made when they are asked for, and of earlier versions only what has changed since is kept.
type catalog struct {
	apex string
	now  func() time.Time // wall time

	mu      sync.Mutex
	members map[string]member // by apex
	before  map[string]member // what those were that have changed since the version that is served; the zero member is none
	serial  uint32
	steps   []step // from earlier versions to the one that is served, the oldest first
}

// step leads from one version of a catalog to the next.
type step struct {
	from           uint32
	removed, added []entry
}

// entry is a member by the apex of its zone.
type entry struct {
	apex string
	member
}

// keepChanges is how many changes of members are kept for incremental transfers.
const keepChanges = 10_000

func newCatalog(apex string, now func() time.Time) *catalog {
	return &catalog{apex: apex, now: now, serial: timeSerial(now()), members: map[string]member{}, before: map[string]member{}}
}

// member is a zone in a catalog. One that becomes another member is set up anew by the secondaries (RFC 9432 §5.6): that of a name that
// is registered anew, and one that begins or ends to be signed, which Knot cannot change in place.
type member struct {
	domain int64 // its row; 0 where signed, so that the keys stay when the name moves between accounts
	signed bool
}

// memberOf is the member that a name is in the catalog of the signer.
func memberOf(domain int64, signed bool) member {
	if signed {
		return member{signed: true}
	}
	return member{domain: domain}
}

// has reports whether a name is a member.
func (c *catalog) has(apex string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, is := c.members[apex]
	return is
}

// current is the serial of the version that is served.
func (c *catalog) current() uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.serial
}

// set makes a name a member, or none for the zero member; rebuild then makes it seen.
func (c *catalog) set(apex string, m member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.change(apex, m)
}

// change is set. The caller holds c.mu.
func (c *catalog) change(apex string, m member) {
	was := c.members[apex]
	if was == m {
		return
	}
	if _, noted := c.before[apex]; !noted {
		c.before[apex] = was
	}
	if m == (member{}) {
		delete(c.members, apex)
	} else {
		c.members[apex] = m
	}
}

// replace makes just some names members.
func (c *catalog) replace(members map[string]member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for apex := range c.members {
		if _, stays := members[apex]; !stays {
			c.change(apex, member{})
		}
	}
	for apex, m := range members {
		c.change(apex, m)
	}
}

// rebuild makes the next version if anything has changed, and gives its serial. That is the time, so that it goes on growing when the
// server starts anew.
func (c *catalog) rebuild() (serial uint32, changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := step{from: c.serial}
	for apex, was := range c.before {
		if is := c.members[apex]; is != was {
			if was != (member{}) {
				next.removed = append(next.removed, entry{apex, was})
			}
			if is != (member{}) {
				next.added = append(next.added, entry{apex, is})
			}
		}
	}
	c.before = map[string]member{}
	if len(next.removed)+len(next.added) == 0 {
		return c.serial, false
	}
	if at := timeSerial(c.now()); Older(c.serial, at) {
		c.serial = at
	} else {
		c.serial++
	}
	c.steps = append(c.steps, next)
	for kept, i := 0, len(c.steps)-1; i >= 0; i-- {
		if kept += len(c.steps[i].removed) + len(c.steps[i].added) + 1; kept > keepChanges {
			c.steps = slices.Clone(c.steps[i+1:])
			break
		}
	}
	return c.serial, true
}

// forgetSteps makes the next transfer to everybody one of the whole catalog.
func (c *catalog) forgetSteps() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steps = nil
}

// timeSerial is the serial of a catalog that is made now. It counts the tenths of a second, which is how often a catalog may change, so that
// no serial is ahead of the time when the server starts anew. It begins with the seconds of 1 November 2026, which earlier releases counted.
func timeSerial(now time.Time) uint32 {
	const tenths = 1793491200
	return uint32(tenths + now.Sub(time.Unix(tenths, 0))/pollEvery)
}

// signedGroup is the group of members that the signer signs.
const signedGroup = "signed"

// memberID is the label of a member.
func memberID(apex string, m member) string {
	key := binary.BigEndian.AppendUint64([]byte(apex), uint64(m.domain))
	if m.signed {
		key = []byte(apex + "/" + signedGroup)
	}
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// soa is that of a version.
func (c *catalog) soa(serial uint32) *dns.SOA {
	return &dns.SOA{
		Hdr: catalogHeader(c.apex, dns.TypeSOA), Ns: "invalid.", Mbox: "invalid.", Serial: serial, Refresh: soaRefresh, Retry: soaRetry, Expire: soaExpire,
		Minttl: soaMinimum,
	}
}

func catalogHeader(owner string, kind uint16) dns.RR_Header {
	return dns.RR_Header{Name: owner, Rrtype: kind, Class: dns.ClassINET}
}

// head are the records at the top, without the SOA.
func (c *catalog) head() []dns.RR {
	return []dns.RR{
		&dns.NS{Hdr: catalogHeader(c.apex, dns.TypeNS), Ns: "invalid."}, // RFC 9432 §4.1
		&dns.TXT{Hdr: catalogHeader("version."+c.apex, dns.TypeTXT), Txt: []string{"2"}},
	}
}

// records are those of a member.
func (c *catalog) records(e entry) []dns.RR {
	owner := memberID(e.apex, e.member) + ".zones." + c.apex
	list := []dns.RR{&dns.PTR{Hdr: catalogHeader(owner, dns.TypePTR), Ptr: e.apex}}
	if e.signed {
		list = append(list, &dns.TXT{Hdr: catalogHeader("group."+owner, dns.TypeTXT), Txt: []string{signedGroup}}) // RFC 9432 §4.4.2
	}
	return list
}

// entries lists the members of the version that is served, and its serial.
func (c *catalog) entries() (list []entry, serial uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list = make([]entry, 0, len(c.members))
	for apex, m := range c.members {
		if _, changed := c.before[apex]; !changed {
			list = append(list, entry{apex, m})
		}
	}
	for apex, was := range c.before {
		if was != (member{}) {
			list = append(list, entry{apex, was})
		}
	}
	return list, c.serial
}
