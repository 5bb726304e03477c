package dns

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// catalog is the zone that tells secondaries which zones there are (RFC 9432), so that they need no settings for each.
type catalog struct {
	apex string
	now  func() time.Time // wall time

	mu       sync.Mutex
	members  map[string]int64 // apex → domain row: a name that is registered anew is another member (RFC 9432 §5.6)
	zone     *Zone
	versions []*Zone // before it, the oldest first
}

// keepVersions is how many versions before the one that is served are kept for incremental transfers.
const keepVersions = 8

func newCatalog(name string, now func() time.Time) *catalog {
	c := &catalog{apex: dns.CanonicalName(name), now: now, members: map[string]int64{}}
	c.rebuild()
	return c
}

// set makes a name a member, or none if the domain is 0. It reports whether that changes anything; rebuild then makes it seen.
func (c *catalog) set(apex string, domain int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.members[apex] == domain {
		return false
	}
	if domain == 0 {
		delete(c.members, apex)
	} else {
		c.members[apex] = domain
	}
	return true
}

// replace makes just some names members. It reports whether that changes anything.
func (c *catalog) replace(members map[string]int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if maps.Equal(c.members, members) {
		return false
	}
	c.members = members
	return true
}

// rebuild makes the next version, and gives its serial. Its serial is the time, so that it goes on growing when the server starts anew.
func (c *catalog) rebuild() uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	serial := uint32(c.now().Unix())
	if c.zone != nil {
		serial = max(serial, c.zone.Serial+1)
		c.versions = append(c.versions, c.zone)
		c.versions = c.versions[max(0, len(c.versions)-keepVersions):]
	}
	b := builder{apex: c.apex, zone: &Zone{Apex: c.apex, Serial: serial, nodes: map[string]*node{}}, made: map[string]map[uint16][]dns.RR{}}
	b.zone.soa = &dns.SOA{
		Ns: "invalid.", Mbox: "invalid.", Serial: serial, Refresh: soaRefresh, Retry: soaRetry, Expire: soaExpire, Minttl: soaMinimum,
	}
	b.add(c.apex, 0, b.zone.soa)
	b.add(c.apex, 0, &dns.NS{Ns: "invalid."}) // RFC 9432 §4.1
	b.add("version."+c.apex, 0, &dns.TXT{Txt: []string{"2"}})
	for apex, domain := range c.members {
		b.add(memberID(apex, domain)+".zones."+c.apex, 0, &dns.PTR{Ptr: apex})
	}
	b.finish()
	c.zone = b.zone
	return serial
}

// memberID is the label of a member: another one for each registration of the name.
func memberID(apex string, domain int64) string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(apex), uint64(domain)))
	return hex.EncodeToString(sum[:16])
}

// current gives the catalog, and its earlier versions by serial.
func (c *catalog) current() (*Zone, func(uint32) *Zone) {
	c.mu.Lock()
	defer c.mu.Unlock()
	versions := c.versions
	return c.zone, func(serial uint32) *Zone { return versionOf(versions, serial) }
}

func versionOf(versions []*Zone, serial uint32) *Zone {
	for _, z := range versions {
		if z.Serial == serial {
			return z
		}
	}
	return nil
}
