//go:build control_uncounted

package account

// counted is broken on purpose: other names are ordered than the sum was shown of.
// Caught by: TestManyNamesAreChangedAsSeen
func (o offered) counted(string) bool { return true }
