//go:build !control_uncounted

package account

// counted reports whether a sum that was shown is that of the ticked names.
func (o offered) counted(sum string) bool { return o.sum() == sum }
