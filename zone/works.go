//go:build !control_anyzone

package zone

import (
	"slices"

	"nameyard/reseller"
)

// checkTree refuses zones that cannot work: records below a delegation, delegations to hosts without an address, mail
// for aliases, and aliases and web forwards that lead back to themselves.
func checkTree(name reseller.Name, records []placedRecord, children []reseller.Host) error {
	leads := func(r placedRecord) bool {
		return r.Type == TypeNS || r.Type == TypeDS || r.Type == TypeCNAME || r.WebForward()
	}
	if !slices.ContainsFunc(records, leads) {
		return nil
	}
	t := newTree(name, records)
	for _, host := range children {
		if inside, ok := t.inside(host.Name); ok && len(host.Addresses) > 0 {
			t.children[inside] = true
		}
	}
	for _, check := range []func(placedRecord) error{t.checkDelegated, t.checkSigner, t.checkDelegation, t.checkExchanger, t.checkAlias, t.checkForward} {
		for _, r := range records {
			if err := check(r); err != nil {
				return rowError(r, r.Hostname, err)
			}
		}
	}
	return nil
}
