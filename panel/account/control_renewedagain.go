//go:build control_renewedagain

package account

// moved is broken on purpose: a form that is sent again offers the names that it has renewed, for one more year.
// Caught by: TestARenewalFormRenewsANameOnce
func (o offeredRow) moved(string) bool { return false }
