package zone

import (
	"net/netip"
	"time"

	"nameyard/reseller"
)

// Publication is all that a name publishes, as it is at one moment.
type Publication struct {
	Stamp
	Domain   reseller.Domain
	Records  []Record
	Forwards []Forward
	Aliased  map[string][]netip.Addr // the addresses of the hosts that ALIAS records point to, as they were last found
}

// Stamp tells one state of a publication from another: two with the same stamp are equal.
type Stamp struct {
	DomainID      int64
	DomainVersion int64  // of the domain row: hosts, dates, state
	ZoneVersion   int64  // of records and forwards
	Serial        uint32 // of the SOA (RFC 1982): never lower than it was for the same name
	Parked        bool   // it was parked when it had expired
}

// Stamped is a name with the stamp of what it publishes.
type Stamped struct {
	Name reseller.Name
	Stamp
}

// Change is a zone that has changed.
type Change struct {
	Name   string // of the domain
	Serial uint32
	At     time.Time
}

// State tells how far a zone is on its way to the secondaries.
type State struct {
	Serial      uint32
	ChangedAt   time.Time // by business time, as PublishedAt
	Published   uint32    // the newest serial that all secondaries have that it must reach; 0 = none that is known
	PublishedAt time.Time // when they had it; zero if they have none
}

// NameServer is how one of the name servers that take zones from us stands with a zone. Times are business time.
type NameServer struct {
	Name        string    // as the operator calls it
	Optional    bool      // zones count as published without it
	Has         bool      // the newest serial
	Unasked     bool      // it was not asked yet since this process started, which is younger than the newest serial
	BehindSince time.Time // when it was told of a serial that it has not taken; zero = it has, or was not told yet
	Answered    bool      // it has said since what it has
	Serial      uint32    // which that is; 0 = it does not have the zone
	Said        string    // its last answer, if that said nothing of what it has: a code such as REFUSED
	SilentSince time.Time // since when it gives no answers; zero = it does
}

// Held is a live name with its zone.
type Held struct {
	Domain    reseller.Domain // id, name, state, paid-through date
	Serial    uint32
	Published uint32 // as in State
	Catalogs  int    // how many catalogs there were when it came into one of them: by that it has its place; 0 = it is in none yet
}
