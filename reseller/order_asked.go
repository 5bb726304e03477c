package reseller

import (
	"fmt"
	"slices"
	"strconv"
)

// AskedKind is what of a name an order asks for.
type AskedKind string

// What orders ask for and pages tell. Contacts and the fields of TLDs are not among them: they are personal data.
const (
	AskedYears       AskedKind = "years"
	AskedNameservers AskedKind = "nameservers"
	AskedDNSSEC      AskedKind = "dnssec" // DS records and keys, as zones write them (RFC 4034)
	AskedHost        AskedKind = "host"   // a name server within the name, and its addresses
	AskedLock        AskedKind = "lock"
	AskedHold        AskedKind = "hold"
	AskedDispute     AskedKind = "dispute_lock"
	AskedPrivacy     AskedKind = "privacy"
	AskedTag         AskedKind = "tag"
)

// The values of switches.
const (
	AskedOn  = "on"
	AskedOff = "off"
)

// Asked is one thing that an order asks for.
type Asked struct {
	Kind   AskedKind
	Values []string // none: what there was is taken away
	// Before is what the name had (Order.Had) if that is Known, or else what the order set that set the same before. By is that order, if it set
	// just this; 0 = none is on record.
	Before []string
	Known  bool
	By     int64
}

// Was reports whether it is on record what there was before.
func (a Asked) Was() bool { return a.Known || a.By != 0 }

// Switch reports whether the value is AskedOn or AskedOff.
func (a Asked) Switch() bool {
	return slices.Contains([]AskedKind{AskedLock, AskedHold, AskedDispute, AskedPrivacy}, a.Kind)
}

// Asked lists what an order asks for, without secrets and personal data.
func (o Order) Asked() []Asked {
	d, all := o.Desired, []Asked{}
	add := func(kind AskedKind, values ...string) {
		before, known := o.Had[kind]
		all = append(all, Asked{Kind: kind, Values: values, Before: before, Known: known})
	}
	if d.Years > 0 {
		add(AskedYears, strconv.Itoa(d.Years))
	}
	if len(d.Nameservers) > 0 || o.Kind == OrderNameservers {
		add(AskedNameservers, d.Nameservers...)
	}
	if d.SecDNS != nil {
		add(AskedDNSSEC, d.SecDNS.lines()...)
	}
	if d.Host != nil {
		add(AskedHost, hostAsked(o.Kind, *d.Host)...)
	}
	turn := func(kind AskedKind, to *bool) {
		if to != nil {
			add(kind, onOff(*to))
		}
	}
	turn(AskedLock, d.Lock)
	turn(AskedHold, d.Hold)
	if d.Dispute != nil {
		turn(AskedDispute, &d.Dispute.On)
	}
	turn(AskedPrivacy, d.Privacy)
	if d.Tag != "" {
		add(AskedTag, d.Tag)
	}
	return all
}

// AskedAfter lists the same beside what an earlier order had set; one without a number is none.
func (o Order) AskedAfter(earlier Order) []Asked {
	all := o.Asked()
	for i := range all {
		for _, had := range earlier.Asked() {
			if had.Kind == all[i].Kind && had.Kind != AskedYears && (!all[i].Known || slices.Equal(all[i].Before, had.Values)) {
				all[i].Before, all[i].By = had.Values, earlier.ID
			}
		}
	}
	return all
}

func onOff(on bool) string {
	if on {
		return AskedOn
	}
	return AskedOff
}

// hostAsked is a name server with the addresses that it is to have; one that is removed has none.
func hostAsked(kind OrderKind, h Host) []string {
	values := []string{h.Name}
	if kind == OrderHostDelete {
		return values
	}
	for _, a := range h.Addresses {
		values = append(values, a.String())
	}
	return values
}

// lines writes the records as zones have them (RFC 4034 §§2.2 and 5.3).
func (s SecDNS) lines() (all []string) {
	for _, d := range s.DS {
		all = append(all, fmt.Sprintf("DS %d %d %d %s", d.KeyTag, d.Algorithm, d.DigestType, d.Digest))
	}
	for _, k := range s.Keys {
		all = append(all, fmt.Sprintf("DNSKEY %d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey))
	}
	return all
}
