package verify

import (
	"slices"

	"nameyard/reseller"
)

// signing holds against each other how far a row is in being signed and what its registry is to have (I7). That the registry has nothing
// of a name that counts as signed is worth a look: the job that follows signed names mends it.
func (v *verification) signing(d reseller.Domain) {
	states := []reseller.DNSSECState{
		reseller.DNSSECSigning, reseller.DNSSECPublishing, reseller.DNSSECActive, reseller.DNSSECWithdrawing, reseller.DNSSECRetiring,
	}
	switch {
	case !d.SignedHere():
	case !slices.Contains(states, d.Signing):
		v.breach("I7", "%s of account %d is signed in the state %q, which there is not", d.Name, d.AccountID, string(d.Signing))
	case d.SigningAt.IsZero():
		v.breach("I7", "%s of account %d is signed (%s) since no time", d.Name, d.AccountID, d.Signing)
	case d.Signing == reseller.DNSSECActive && d.SecDNS.IsZero():
		v.warn("I7", "%s of account %d counts as signed, and its registry has no keys of it in the books", d.Name, d.AccountID)
	}
}
