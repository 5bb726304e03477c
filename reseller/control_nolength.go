//go:build control_nolength

package reseller

// tooLong is broken on purpose: names of any length go to Punycode, as a library alone would have it.
// Caught by: TestWorkGrowsWithTheLengthOfATextAndItsErrorDoesNot
func tooLong(string) bool { return false }
