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
	members  map[string]member // by apex
	zone     *Zone
	versions []*Zone // before it, the oldest first
}

// keepVersions is how many versions before the one that is served are kept for incremental transfers.
const keepVersions = 8

func newCatalog(name string, now func() time.Time) *catalog {
	c := &catalog{apex: dns.CanonicalName(name), now: now, members: map[string]member{}}
	c.rebuild()
	return c
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

// set makes a name a member, or none for the zero member. It reports whether that changes anything; rebuild then makes it seen.
func (c *catalog) set(apex string, m member) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.members[apex] == m {
		return false
	}
	if m == (member{}) {
		delete(c.members, apex)
	} else {
		c.members[apex] = m
	}
	return true
}

// replace makes just some names members. It reports whether that changes anything.
func (c *catalog) replace(members map[string]member) bool {
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
	for apex, m := range c.members {
		owner := memberID(apex, m) + ".zones." + c.apex
		b.add(owner, 0, &dns.PTR{Ptr: apex})
		if m.signed {
			b.add("group."+owner, 0, &dns.TXT{Txt: []string{signedGroup}}) // RFC 9432 §4.4.2
		}
	}
	b.finish()
	c.zone = b.zone
	return serial
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
