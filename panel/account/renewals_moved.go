//go:build !control_renewedagain

package account

// moved reports whether a name is paid through another date by now than its form has shown.
func (o offeredRow) moved(paid string) bool { return o.paid != paid }
