package registry

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// Parts says which parts of a name's row are taken over from its registry.
type Parts uint16

// The parts that a registry knows.
const (
	PartState Parts = 1 << iota
	PartCreated
	PartExpiry
	PartNameservers
	PartContacts
	PartHosts
	PartLock
	PartHold
	PartPrivacy
	PartSecDNS

	PartSettings = PartNameservers | PartContacts | PartHosts | PartLock | PartHold | PartPrivacy | PartSecDNS // what an account, or the operator, can change
	AllParts     = PartState | PartCreated | PartExpiry | PartSettings
)

// Difference is a part of a row that was not as the registry shows it.
type Difference struct {
	Part  Parts
	Words string // for people, "locked true instead of false"; no personal data
}

// State is the state of a row that was in another one and whose name the registry shows like this. A name that is out of the
// zone may be so by expiry or by deletion; if the account had it, its row tells which, and the state stays.
func (r Registration) State(was reseller.DomainState) reseller.DomainState {
	switch {
	case !r.Ours:
		return reseller.DomainTransferredAway
	case r.Has(StatusRedemption):
		return reseller.DomainRedemption
	case r.Has(StatusPendingDelete):
		return reseller.DomainPendingDelete
	case r.Has(StatusDeactivated) && was.Held():
		return was
	}
	return reseller.DomainActive
}

// Holder is who has a name that is not ours, for people.
func (r Registration) Holder() string {
	if r.Sponsor == "" {
		return "another registrar"
	}
	return r.Sponsor
}

// Lapsed reports whether a name that another registrar has now was let go and registered again, rather than transferred: its row
// has it on its way out, or its first day is a later one.
func (r Registration) Lapsed(d reseller.Domain) bool {
	leaving := d.State == reseller.DomainRedemption || d.State == reseller.DomainPendingDelete
	anew := !d.RegisteredAt.IsZero() && r.Created.After(d.RegisteredAt) && !reseller.SameDay(r.Created, d.RegisteredAt)
	return !r.Ours && (leaving || anew)
}

// ApplyTo makes parts of a row what the registry shows, and gives those that differed. What the registry does not show
// stays: a date that it does not tell, contacts and fields that it keeps to itself, and all but the state of a name that is
// another registrar's. What was paid for is never the registry's to say.
func (r Registration) ApplyTo(d *reseller.Domain, parts Parts) []Difference {
	if !r.Ours {
		parts &= PartState
	}
	var all []Difference
	for _, t := range takeovers {
		if parts&t.part == 0 {
			continue
		}
		if words := t.take(r, d); words != "" {
			all = append(all, Difference{t.part, words})
		}
	}
	return all
}

// takeovers is the table of the parts: each makes its part of the row the registry's, and says in words what differed.
var takeovers = []struct {
	part Parts
	take func(Registration, *reseller.Domain) string
}{
	{PartState, takeState},
	{PartCreated, takeCreated},
	{PartExpiry, takeExpiry},
	{PartNameservers, takeNameservers},
	{PartContacts, takeContacts},
	{PartHosts, takeHosts},
	{PartLock, takeLock},
	{PartHold, takeHold},
	{PartPrivacy, takePrivacy},
	{PartSecDNS, takeSecDNS},
}

func takeState(r Registration, d *reseller.Domain) string {
	was := d.State
	if d.State = r.State(was); d.State == was {
		return ""
	}
	return fmt.Sprintf("%s instead of %s", d.State, was)
}

func takeCreated(r Registration, d *reseller.Domain) string {
	return takeDate(&d.RegisteredAt, r.Created, "registered")
}

func takeExpiry(r Registration, d *reseller.Domain) string {
	return takeDate(&d.RegistryExpiry, r.Expires, "expires")
}

func takeDate(ours *time.Time, shown time.Time, words string) string {
	was := *ours
	if shown.IsZero() || shown.Equal(was) {
		return ""
	}
	*ours = shown
	return fmt.Sprintf("%s %s at the registry instead of %s", words, shown.Format(time.DateOnly), was.Format(time.DateOnly))
}

// takeNameservers goes by the set: registries keep no order (RFC 5731 §1.1).
func takeNameservers(r Registration, d *reseller.Domain) string {
	was := d.Nameservers
	if SameHosts(was, r.Nameservers) {
		return ""
	}
	d.Nameservers = r.Nameservers
	return fmt.Sprintf("name servers %s instead of %s", strings.Join(d.Nameservers, " "), strings.Join(was, " "))
}

func takeContacts(r Registration, d *reseller.Domain) string {
	if r.Contacts.Agree(d.Contacts) {
		return ""
	}
	was := d.Contacts
	d.Contacts = r.Contacts.Over(was)
	return changed(was, d.Contacts)
}

func takeHosts(r Registration, d *reseller.Domain) string {
	was, shown := d.Hosts, r.HostsOver(d.Hosts)
	if sameHosts(was, shown) {
		return ""
	}
	d.Hosts = shown
	return fmt.Sprintf("%d child name servers instead of %d, or other addresses", len(d.Hosts), len(was))
}

// HostsOver gives the child name servers of a name that had some on our side: those that its registry shows and, where there are no host
// objects, those to which the name is not delegated, as the registry can know nothing of them.
func (r Registration) HostsOver(was []reseller.Host) []reseller.Host {
	if !r.NoHostObjects {
		return r.Hosts
	}
	all := r.Hosts
	for _, h := range was {
		if !slices.Contains(r.Nameservers, h.Name) {
			all = reseller.WithHost(all, h)
		}
	}
	return all
}

func sameHosts(a, b []reseller.Host) bool {
	byName := func(x, y reseller.Host) int { return strings.Compare(x.Name, y.Name) }
	return slices.EqualFunc(slices.SortedFunc(slices.Values(a), byName), slices.SortedFunc(slices.Values(b), byName), func(x, y reseller.Host) bool {
		byAddress := netip.Addr.Compare
		return x.Name == y.Name && slices.Equal(slices.SortedFunc(slices.Values(x.Addresses), byAddress), slices.SortedFunc(slices.Values(y.Addresses), byAddress))
	})
}

func takeLock(r Registration, d *reseller.Domain) string {
	return takeFlag(&d.Locked, r.Has(StatusClientTransferProhibited), "locked")
}

// takeHold takes over clientHold, which a registrar sets. When it was set the registry does not tell: its last change is the nearest.
func takeHold(r Registration, d *reseller.Domain) string {
	held := d.Holds.Operator.Stands()
	words := takeFlag(&held, r.Has(StatusClientHold), "on hold (clientHold)")
	if words == "" {
		return ""
	}
	if at := cmp.Or(r.Updated, r.Created); held {
		d.Holds.Operator = reseller.Hold{Reason: "the registry shows clientHold", Since: at}
	} else {
		d.Holds.Operator = d.Holds.Operator.Lift(at)
	}
	return words
}

func takePrivacy(r Registration, d *reseller.Domain) string {
	return takeFlag(&d.Privacy, r.Privacy, "privacy")
}

// takeSecDNS lets keys stand of which the registry shows the DS records.
func takeSecDNS(r Registration, d *reseller.Domain) string {
	was := d.SecDNS
	if was.ShownAs(d.Name, r.SecDNS) {
		return ""
	}
	d.SecDNS = r.SecDNS
	return fmt.Sprintf("DNSSEC at the registry: %s instead of %s", d.SecDNS, was)
}

func takeFlag(ours *bool, shown bool, words string) string {
	was := *ours
	if shown == was {
		return ""
	}
	*ours = shown
	return fmt.Sprintf("%s %t instead of %t", words, shown, was)
}
