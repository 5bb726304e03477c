package reseller

import "time"

// RegistrySweep is how far the comparison of all names of a connector with their registry has come.
type RegistrySweep struct {
	Connector string
	After     int64     // id of the last row that was compared
	BegunAt   time.Time // business time; zero = none yet
	EndedAt   time.Time // zero = it goes on
}

// NamesAt is how many names of a TLD are at a connector.
type NamesAt struct {
	Connector string // "" = their rows do not say it
	TLD       string // ACE, without a leading dot
	Names     int64
}

// RegistryFinding is a difference between a name's row and its registry that the operator must hear of.
type RegistryFinding struct {
	ID        int64
	DomainID  int64
	AccountID int64
	Connector string
	Name      string
	Part      string // what of the name differs: "expiry", "nameservers" …
	Words     string // for people, no personal data
	Mended    bool   // the row is as the registry has it now; else both stay as they are
	FoundAt   time.Time
	Told      bool
}
