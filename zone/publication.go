package zone

import (
	"time"

	"nameyard/reseller"
)

// Publication is all that a name publishes, as it is at one moment.
type Publication struct {
	Stamp
	Domain   reseller.Domain
	Records  []Record
	Forwards []Forward
}

// Stamp tells one state of a publication from another: two with the same stamp are equal.
type Stamp struct {
	DomainID      int64
	DomainVersion int64  // of the domain row: hosts, dates, state
	ZoneVersion   int64  // of records and forwards
	Serial        uint32 // of the SOA (RFC 1982): never lower than it was for the same name
}

// Change is a zone that has changed.
type Change struct {
	Name   string // of the domain
	Serial uint32
	At     time.Time
}
