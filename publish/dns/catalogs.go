package dns

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// Catalogs says which catalog zones there are (RFC 9432). A secondary reads a whole catalog when one of its members comes or goes, so names
// are spread over several.
//
// A name stays in its catalog for good, whatever their number is later: stock Knot knows nothing of the property by which members move to
// another catalog (RFC 9432 §4.4.1, coo). It drops the zone, with its keys if it signs it; BIND drops it for a moment.
type Catalogs struct {
	Name  string // of the catalog, or of the parent of them all where there are several; "" = there are none
	Count int    // over so many new names are spread; 0 = 1
}

// MostCatalogs is how many catalogs there may be.
const MostCatalogs = 256

// Names lists the zones that new names come into, and those of earlier numbers of catalogs.
func (c Catalogs) Names(earlier ...int) []string {
	var names []string
	if c.Name == "" {
		return names
	}
	for _, count := range append([]int{max(c.Count, 1)}, earlier...) {
		for place := range count {
			if name := c.nameOf(place, count); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// nameOf is the name of one of so many catalogs. The only one has the name itself.
func (c Catalogs) nameOf(place, count int) string {
	if count == 1 {
		return c.Name
	}
	return strconv.Itoa(place) + "." + c.Name
}

// home is the apex of the catalog that a zone is in which came when there were so many.
func (c Catalogs) home(apex string, count int) string {
	sum := sha256.Sum256([]byte(apex))
	return dns.CanonicalName(c.nameOf(int(binary.BigEndian.Uint32(sum[:])%uint32(count)), count))
}

// placed is a member with the number of catalogs that there were when it came; 0 = it has gone before it had a place.
type placed struct {
	member
	count int
}

// catalogSet are the catalogs that one kind of secondaries is given. It is safe for concurrent use. A nil set has no catalogs.
type catalogSet struct {
	Catalogs
	top string // all of them are at or below it
	now func() time.Time

	mu     sync.RWMutex
	whole  bool                // all names are in
	zones  map[string]*catalog // by apex
	counts []int               // of catalogs, by which names are spread
}

// newCatalogSet makes catalogs without members; nil if there are to be none.
func newCatalogSet(c Catalogs, now func() time.Time) *catalogSet {
	if c.Name == "" {
		return nil
	}
	set := &catalogSet{Catalogs: c, top: dns.CanonicalName(c.Name), now: now, zones: map[string]*catalog{}}
	set.add(max(c.Count, 1))
	return set
}

// add makes the catalogs that there are with a number of them. The caller holds s.mu, or nobody else has s.
func (s *catalogSet) add(count int) {
	if slices.Contains(s.counts, count) {
		return
	}
	s.counts = append(s.counts, count)
	for place := range count {
		if apex := dns.CanonicalName(s.nameOf(place, count)); s.zones[apex] == nil {
			s.zones[apex] = newCatalog(apex, s.now)
		}
	}
}

// keep makes the catalogs of earlier numbers, with members or not.
func (s *catalogSet) keep(counts []int) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, count := range counts {
		s.add(count)
	}
}

// zone gives the catalog that a name is at or below, if it may be given to secondaries; nil otherwise.
func (s *catalogSet) zone(name string) *catalog {
	if s == nil || !below(name, s.top) {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if !s.mayGive() {
		return nil
	}
	for ; name != "."; name = parent(name) {
		if c := s.zones[name]; c != nil {
			return c
		}
	}
	return nil
}

// serials are those of all catalogs by apex: 0 as long as they may not be given to secondaries.
func (s *catalogSet) serials() map[string]uint32 {
	if s == nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := map[string]uint32{}
	for apex, c := range s.zones {
		all[apex] = 0
		if s.mayGive() {
			all[apex] = c.current()
		}
	}
	return all
}

// countOf gives the number of catalogs by which a zone that is a member was placed; 0 if it is none.
func (s *catalogSet) countOf(apex string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, count := range s.counts {
		if s.zones[s.home(apex, count)].has(apex) {
			return count
		}
	}
	return 0
}

// set makes a zone a member; rebuild then makes it seen.
func (s *catalogSet) set(apex string, p placed) {
	if s == nil || p.count == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(p.count)
	s.zones[s.home(apex, p.count)].set(apex, p.member)
}

// remove makes a zone no member; rebuild then makes it seen.
func (s *catalogSet) remove(apex string) {
	if s == nil {
		return
	}
	if count := s.countOf(apex); count > 0 {
		s.zones[s.home(apex, count)].set(apex, member{})
	}
}

// replace makes just some zones members, which are all that there are.
func (s *catalogSet) replace(members map[string]placed) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := map[*catalog]map[string]member{}
	for apex, p := range members {
		if p.count == 0 {
			continue
		}
		s.add(p.count)
		c := s.zones[s.home(apex, p.count)]
		if parts[c] == nil {
			parts[c] = map[string]member{}
		}
		parts[c][apex] = p.member
	}
	for _, c := range s.zones {
		c.replace(parts[c])
	}
}

// rebuild makes the next versions of the catalogs that have changed, and gives their serials by apex. Before the catalogs are complete it
// makes none.
func (s *catalogSet) rebuild() map[string]uint32 {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.mayGive() {
		return nil
	}
	return s.rebuilt()
}

// rebuilt is rebuild, complete or not. The caller holds s.mu.
func (s *catalogSet) rebuilt() map[string]uint32 {
	serials := map[string]uint32{}
	for apex, c := range s.zones {
		if serial, changed := c.rebuild(); changed {
			serials[apex] = serial
		}
	}
	return serials
}

// complete is rebuild when all names are in: from then on the catalogs may be given to secondaries. The first versions are given whole, not
// as a change (RFC 1995 §4): nobody was given the ones without members that they follow.
func (s *catalogSet) complete() map[string]uint32 {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	serials := s.rebuilt()
	if !s.whole {
		for _, c := range s.zones {
			c.forgetSteps()
		}
	}
	s.whole = true
	return serials
}
