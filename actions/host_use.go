//go:build !control_nohostuse

package actions

import (
	"context"

	"nameyard/reseller"
)

// namedInTheWay is how many of the account's own names an error lists.
const namedInTheWay = 5

// mustBeUnused refuses to take hosts away from names that are delegated to them (RFC 5732 §3.2.2). The name itself is none of them.
func (s *Service) mustBeUnused(ctx context.Context, call Call, d reseller.Domain, field reseller.Path, hosts ...string) error {
	users, err := s.store.Delegations(ctx, hosts, d.Name, call.Caller.Account.ID, namedInTheWay)
	if err != nil || users.None() {
		return err
	}
	if len(hosts) == 1 {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is in use as a name server of %s; nothing was done: change their name servers first (%s)",
			hosts[0], users, reseller.HintSaveNameservers).In(field)
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "child name servers of %s are in use by %s; nothing was done: change their name servers first (%s)",
		d.Name, users, reseller.HintSaveNameservers).In(field)
}
