package reseller

import (
	"slices"
	"time"
)

// Deletion is one that takes a name apart first, step by step, because its registry keeps a name while hosts of its own exist. It is on
// record from before the first step until the name has gone, or has back what it had.
type Deletion struct {
	DomainID  int64
	AccountID int64
	PaidFrom  time.Time  // the paid-through date that the name had: another one means that it was paid for meanwhile
	Had       Delegation // when it began
	Placed    DeletionPlaced
	Back      bool // it is called off, and what was taken away is set back
	Tries     int  // rounds of setting back
	Fence     int64
	DueAt     time.Time // business time
	LeaseEnd  time.Time // wall time; zero = nobody works on it
}

// Delegation is what a deletion takes away from a name.
type Delegation struct {
	Nameservers []string `json:"nameservers"`
	Hosts       []Host   `json:"hosts"`
	SecDNS      SecDNS   `json:"sec_dns"`
	// Changed are the subjects of orders that set some of it since, as its account wants it now: they are not set back.
	Changed []string `json:"changed,omitempty"`
}

// DeletionPlaced is who asked for a deletion, and for what.
type DeletionPlaced struct {
	At       time.Time `json:"at"` // business time
	By       Actor     `json:"by"` // decided: it goes on after the person has left
	NoRefund bool      `json:"no_refund"`
	Key      string    `json:"key"` // idempotency key
	// Promise is held to until the last step; nil = none was made.
	Promise *DeletionPromise `json:"promise,omitempty"`
}

// DeletionPromise is what a deletion was said to come to before it was asked for.
type DeletionPromise struct {
	Refund int64 `json:"refund"`  // that comes back at least, tax included, in minor units of the account's currency
	AtOnce bool  `json:"at_once"` // the name is gone at once, with no redemption
}

// GoneAtOnce reports whether a deletion now is in the add grace of a name: it does not go into redemption then (RFC 3915 §3.1).
func (d Domain) GoneAtOnce(rules TLD, now time.Time) bool {
	return now.Before(d.RegisteredAt.Add(Days(rules.AddGraceDays)))
}

// DelegationOf is what a deletion of a name can take away. DNSSEC data that our own name servers give comes again with them by itself.
func DelegationOf(d Domain) Delegation {
	had := Delegation{Nameservers: d.Nameservers, Hosts: d.Hosts}
	if d.Signing == "" {
		had.SecDNS = d.SecDNS
	}
	return had
}

// OutsideNameservers are the name servers that are left of a name once those inside itself are given up: none where that is fewer than its registry takes.
func (d Domain) OutsideNameservers(rules TLD) []string {
	left := slices.DeleteFunc(slices.Clone(d.Nameservers), func(host string) bool { _, own := d.Host(host); return own })
	if len(left) < rules.MinNameservers {
		return nil
	}
	return left
}

// Delegates reports whether orders of a kind set what a deletion takes away.
func Delegates(kind OrderKind) bool {
	switch kind {
	case OrderNameservers, OrderDNSSEC, OrderHostCreate, OrderHostModify, OrderHostDelete:
		return true
	}
	return false
}

// As is a delegation as it was before an earlier deletion, which has not been set back yet, took some of it away.
func (now Delegation) As(earlier Delegation, rules TLD) Delegation {
	hosts, nameservers, data := earlier.TakenFrom(Domain{Nameservers: now.Nameservers, Hosts: now.Hosts, SecDNS: now.SecDNS}, rules)
	for _, h := range hosts {
		now.Hosts = WithHost(now.Hosts, h)
	}
	if len(nameservers) > 0 {
		now.Nameservers = nameservers
	}
	if data != nil {
		now.SecDNS = *data
	}
	return now
}

// TakenFrom is what a name lacks of what it had: hosts; its name servers, unless it was given others since; and DNSSEC data that went with them.
// What its account has set since is as it is to be.
func (had Delegation) TakenFrom(d Domain, rules TLD) (hosts []Host, nameservers []string, data *SecDNS) {
	for _, h := range had.Hosts {
		if _, there := d.Host(h.Name); !there && !had.changed(HostSubject(h.Name)) {
			hosts = append(hosts, h)
		}
	}
	asBefore := slices.Equal(d.Nameservers, had.Nameservers)
	if !asBefore && slices.Equal(d.Nameservers, had.left(rules)) && !had.changed(SubjectNameservers) {
		nameservers, asBefore = had.wanted(d), true
		if slices.Equal(nameservers, d.Nameservers) {
			nameservers = nil
		}
	}
	if asBefore && d.SecDNS.IsZero() && !had.SecDNS.IsZero() && !had.changed(SubjectDNSSEC) {
		data = &had.SecDNS
	}
	return hosts, nameservers, data
}

// wanted are the name servers of before without those inside the name that its account has removed since.
func (had Delegation) wanted(d Domain) []string {
	return slices.DeleteFunc(slices.Clone(had.Nameservers), func(host string) bool {
		_, there := d.Host(host)
		return !there && had.changed(HostSubject(host))
	})
}

func (had Delegation) changed(subject string) bool { return slices.Contains(had.Changed, subject) }

func (had Delegation) left(rules TLD) []string {
	return Domain{Nameservers: had.Nameservers, Hosts: had.Hosts}.OutsideNameservers(rules)
}
