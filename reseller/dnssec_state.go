package reseller

import "time"

// DNSSECState is how a name is signed. The states of Signing are among them.
type DNSSECState string

// The states of a name that our name servers do not sign.
const (
	DNSSECOff DNSSECState = "off" // the registry has no DNSSEC data
	DNSSECOwn DNSSECState = "own" // signed by somebody else's name servers, whose data the registry has
)

// The states of a name that our name servers sign, in their order.
const (
	DNSSECSigning     DNSSECState = "signing"     // the zone is being signed; the registry knows of nothing yet
	DNSSECPublishing  DNSSECState = "publishing"  // the registry is given the keys, or those of a roll-over
	DNSSECActive      DNSSECState = "active"      // the registry has the keys
	DNSSECWithdrawing DNSSECState = "withdrawing" // it is to be off: the registry is told first
	DNSSECRetiring    DNSSECState = "retiring"    // the registry has none any more; the zone stays signed until no resolver remembers them
)

// DSRemembered is how long a zone stays signed after its registry has taken the DS records away: registries publish within hours, and
// resolvers keep DS records for a day at most.
const DSRemembered = 48 * time.Hour

// SignedHere reports whether our name servers sign the zone, in whatever state.
func (d Domain) SignedHere() bool { return d.Signing != "" }

// DNSSEC tells how the name is signed.
func (d Domain) DNSSEC() DNSSECState {
	switch {
	case d.SignedHere():
		return d.Signing
	case d.SecDNS.IsZero():
		return DNSSECOff
	}
	return DNSSECOwn
}

// Enabled reports whether the name is signed, or on its way there.
func (s DNSSECState) Enabled() bool {
	return s != DNSSECOff && s != DNSSECWithdrawing && s != DNSSECRetiring
}

// Signs reports whether our name servers sign the name and are to go on with it, or begin.
func (d Domain) Signs() bool { return d.SignedHere() && d.Signing.Enabled() }

// SetSigning switches signing by our name servers on or off, from an instant on. The registry must hear of it before the zone changes.
func (d *Domain) SetSigning(on bool, now time.Time) {
	switch signs := d.Signs(); {
	case on && !signs:
		d.EnterSigning(DNSSECSigning, now)
	case !on && signs:
		d.EnterSigning(DNSSECWithdrawing, now)
	}
}

// EnterSigning puts the name into a state of signing; "" = it is not signed here any more.
func (d *Domain) EnterSigning(s DNSSECState, now time.Time) {
	d.Signing, d.SigningAt = s, now
	if s == "" {
		d.SigningAt = time.Time{}
	}
}
