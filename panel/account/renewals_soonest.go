//go:build !control_listorder

package account

import (
	"cmp"
	"slices"
)

// bySoonest are rows by the date through which each is paid for, which is written as 2006-01-02.
func bySoonest(rows offered) offered {
	return slices.SortedStableFunc(slices.Values(rows), func(a, b offeredRow) int { return cmp.Compare(a.paid, b.paid) })
}
