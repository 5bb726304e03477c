//go:build !control_anyzone

package zone

import (
	"slices"

	"nameyard/reseller"
)

// checkTree refuses zones that cannot work: records below a delegation, delegations to hosts without an address, and aliases
// and web forwards that lead back to themselves.
func checkTree(name reseller.Name, records []placedRecord) error {
	leads := func(r placedRecord) bool { return r.Type == TypeNS || r.Type == TypeCNAME || r.WebForward() }
	if !slices.ContainsFunc(records, leads) {
		return nil
	}
	t := newTree(name, records)
	for _, check := range []func(placedRecord) error{t.checkDelegated, t.checkDelegation, t.checkAlias, t.checkForward} {
		for _, r := range records {
			if err := check(r); err != nil {
				return rowError(r.row, r.Hostname, err)
			}
		}
	}
	return nil
}
