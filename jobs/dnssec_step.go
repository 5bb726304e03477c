package jobs

import (
	"slices"
	"time"

	"nameyard/reseller"
)

// signed is what is known of a name that our name servers sign, when its next state is decided.
type signed struct {
	wish   reseller.SecDNS // what the signed zone wants its registry to have: DS records and keys
	err    error           // why that is not known, or not served everywhere yet
	coming *reseller.Order // an unfinished change of what the registry has; nil = none
}

// nextSigning says how a name goes on: the state it enters, and what its registry is to be given; nil = nothing now. It depends on its
// arguments only.
//
// The registry hears of keys after all name servers serve them, and of their end before any name server stops: so the zone is signed for
// as long as anybody may believe that it is (RFC 6781 §4.3).
func nextSigning(d reseller.Domain, seen signed, rules reseller.TLD, nameservers []string, now time.Time) (reseller.DNSSECState, *reseller.SecDNS) {
	state := d.Signing
	if d.State != reseller.DomainActive {
		return state, nil // out of the zone of its TLD, or on its way out; with its registration its keys come back
	}
	ours := slices.ContainsFunc(d.Nameservers, func(host string) bool { return slices.Contains(nameservers, host) })
	if !ours && state.Enabled() {
		state = reseller.DNSSECWithdrawing
	}
	switch state {
	case reseller.DNSSECWithdrawing:
		if !d.SecDNS.IsZero() || seen.coming != nil && !seen.coming.Desired.SecDNS.IsZero() {
			return state, &reseller.SecDNS{}
		}
		if seen.coming != nil {
			return state, nil
		}
		return reseller.DNSSECRetiring, nil
	case reseller.DNSSECRetiring:
		if !d.SecDNS.IsZero() && ours { // on other name servers it is the data of who signs it there
			return reseller.DNSSECWithdrawing, &reseller.SecDNS{}
		}
		if remembered(d, now) {
			return state, nil
		}
		return "", nil
	}
	return followWish(d, seen, rules)
}

// followWish brings the registry to what the signed zone wants.
func followWish(d reseller.Domain, seen signed, rules reseller.TLD) (reseller.DNSSECState, *reseller.SecDNS) {
	if seen.err != nil {
		return d.Signing, nil
	}
	if seen.wish.IsZero() { // RFC 8078 §4
		return reseller.DNSSECWithdrawing, &reseller.SecDNS{}
	}
	want := seen.wish.TakenBy(rules)
	if want.ShownAs(d.Name, d.SecDNS) {
		return reseller.DNSSECActive, nil
	}
	return reseller.DNSSECPublishing, &want
}
