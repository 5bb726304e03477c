package reseller

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// DomainState is where a name stands in an account.
type DomainState string

// The states. The first five are live: one live row per name exists across all accounts. The rest are closed: the row
// stays so that Sync, TransferSync and GetDomainInformation can answer from it.
const (
	DomainPendingRegister DomainState = "pending_register"
	DomainPendingTransfer DomainState = "pending_transfer"
	DomainActive          DomainState = "active"
	DomainRedemption      DomainState = "redemption"       // deleted; can be restored for a time
	DomainPendingDelete   DomainState = "pending_delete"   // deleted; can not be restored any more and is free soon
	DomainRefused         DomainState = "refused"          // the registry refused the registration or the transfer failed
	DomainReleased        DomainState = "released"         // given to another registrar by tag
	DomainTransferredAway DomainState = "transferred_away" // moved to another registrar or account
	DomainDeleted         DomainState = "deleted"
	DomainDraft           DomainState = "draft" // an id for a transfer that waits for its auth code; it holds no name
)

// Live reports whether the row stands for a name that the account has or is getting.
func (s DomainState) Live() bool {
	switch s {
	case DomainPendingRegister, DomainPendingTransfer, DomainActive, DomainRedemption, DomainPendingDelete:
		return true
	}
	return false
}

// Held reports whether the account has the name at the registry.
func (s DomainState) Held() bool {
	return s == DomainActive || s == DomainRedemption || s == DomainPendingDelete
}

// NeverHeld reports whether the row is closed and, as far as it tells itself, never stood for a name that the account had.
func (d Domain) NeverHeld() bool {
	return (d.State == DomainDraft || d.State == DomainRefused) && d.RegisteredAt.IsZero()
}

// Domain is a name in an account, with what the registry confirmed of it. Times are UTC; zero means not known yet.
type Domain struct {
	ID        int64
	AccountID int64
	Name      Name
	State     DomainState
	Version   int64  // grows with every write
	Connector string // at which it is, as TLD rules call it; "" = not known yet: the one of its TLD's rules

	RegisteredAt   time.Time
	RegistryExpiry time.Time // what the registry says; it may have renewed by itself
	PaidThrough    time.Time // what the account paid for; faces show this date

	Nameservers []string
	Contacts    Contacts
	Fields      map[string]string // TLD-specific fields by canonical name ("id_number")
	Hosts       []Host            // child name servers (glue)
	SecDNS      SecDNS            // at the registry
	Signing     DNSSECState       // by our name servers; "" = they do not sign
	SigningAt   time.Time         // since when
	AheadUntil  time.Time         // until when its zone is published although it is only being bought
	Locked      bool
	Privacy     bool
	// Verification is that of the holder's data, by the registry.
	Verification Verification
	Holds        Holds
	Dispute      DisputeLock

	AutoRenew       bool
	Invoiced        bool // the term after PaidThrough has its renewal invoice
	DNSManagement   bool
	EmailForwarding bool
	Removed         bool // taken out of the account's view; the registration goes on

	Reason    string // why it is pending, refused or gone, in the registry's words
	CreatedAt time.Time
	ClosedAt  time.Time
}

// Expired reports whether the paid-through date has passed.
func (d Domain) Expired(now time.Time) bool {
	return !d.PaidThrough.IsZero() && !now.Before(d.PaidThrough)
}

// Ill reports whether something is wrong with a name that the account has, whatever its state: it is on hold, or its holder is to be verified.
func (d Domain) Ill() bool { return d.State.Live() && (d.Holds.Stand() || d.Verification.Needed()) }

// Host finds a child name server by its name.
func (d Domain) Host(name string) (Host, bool) {
	i := slices.IndexFunc(d.Hosts, func(h Host) bool { return h.Name == name })
	if i < 0 {
		return Host{}, false
	}
	return d.Hosts[i], true
}

// Host is a name server inside a domain, with the addresses that the registry publishes as glue (RFC 5732).
type Host struct {
	Name      string       `json:"name"` // ACE, lower case, no trailing dot
	Addresses []netip.Addr `json:"addresses"`
}

// AddressList writes the addresses with commas between, as requests may give them.
func (h Host) AddressList() string {
	texts := make([]string, len(h.Addresses))
	for i, a := range h.Addresses {
		texts[i] = a.String()
	}
	return strings.Join(texts, ",")
}

// WithHost returns the hosts with h put in or replaced, sorted by name.
func WithHost(hosts []Host, h Host) []Host {
	out := append(WithoutHost(hosts, h.Name), h)
	slices.SortFunc(out, func(a, b Host) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// WithoutHost returns the hosts less the one of that name.
func WithoutHost(hosts []Host, name string) []Host {
	return slices.DeleteFunc(slices.Clone(hosts), func(h Host) bool { return h.Name == name })
}
