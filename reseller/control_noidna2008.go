//go:build control_noidna2008

package reseller

// checkIDNA2008 is broken on purpose: what UTS #46 lets pass is sold, snowmen included.
// Caught by: TestNamesThatCannotBeSold
func checkIDNA2008(string) error { return nil }
