//go:build control_listorder

package account

// bySoonest is broken on purpose: names are renewed as they stand in the list, whichever is lost first.
// Caught by: TestARenewalFormRenewsANameOnce
func bySoonest(rows offered) offered { return rows }
