//go:build control_noevidence

package jobs

import (
	"context"

	"nameyard/reseller"
)

// notUnpaid is broken on purpose: whatever expires later than it is paid for counts as renewed by the registry itself.
// Caught by: TestNameThatWeRenewedIsNotDeletedAsUnpaid
func notUnpaid(context.Context, Deps, reseller.Domain) (against string, err error) { return "", nil }
